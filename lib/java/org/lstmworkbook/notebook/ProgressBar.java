package org.lstmworkbook.notebook;

import com.google.common.html.HtmlEscapers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.lstmworkbook.query.ReadProgress;

/**
 * A bar for a loop that takes its time, in one output of the cell, drawn anew at most twice a
 * second. What stays in the notebook is the sentence given to {@link #finish}, which names no time.
 *
 * <pre>{@code
 * var bar = ProgressBar.start("Refits", 12);
 * for (int refit = 1; refit <= 12; refit++) {
 *   …
 *   bar.update(refit);
 * }
 * bar.finish("12 refits");
 * }</pre>
 */
public final class ProgressBar {

  static final Duration PAUSE = Duration.ofMillis(500);

  private final Output output = new Output();
  private final Throttle throttle = new Throttle(PAUSE);
  private final long began = System.nanoTime();
  private final String what;
  private final long total;

  private ProgressBar(String what, long total) {
    this.what = what;
    this.total = total;
  }

  /**
   * Shows an empty bar.
   *
   * @param what what is counted, such as "epoch"
   * @param total how many there are
   */
  public static ProgressBar start(String what, long total) {
    var bar = new ProgressBar(what, total);
    bar.update(0);
    return bar;
  }

  /**
   * A bar for a large result, as in {@code queries.run(query, ProgressBar.ofRows())}. One that
   * comes in one page shows none.
   */
  public static ReadProgress ofRows() {
    return new ReadProgress() {
      private ProgressBar bar;
      private boolean finished;

      @Override
      public void read(long rows, long total) {
        if (bar == null) {
          bar = start("row", total);
        }
        bar.update(rows);
        if (rows == total && !finished) {
          finished = true;
          bar.finish(total + " rows read");
        }
      }
    };
  }

  /** So many of the total are done. */
  public void update(long done) {
    if (throttle.passes()) {
      double share = (double) done / total;
      long elapsed = System.nanoTime() - began;
      String left = done == 0 ? "" : left(Duration.ofNanos((long) (elapsed * (1 / share - 1))));
      String state = "%s %d of %d".formatted(what, done, total);
      output.putForNow(Map.of("text/html", html(share, state + left), "text/plain", state));
    }
  }

  /** Puts a sentence in the place of the bar. */
  public void finish(String sentence) {
    output.put(Map.of("text/plain", sentence));
  }

  /** A bar and the words beside it. */
  static String html(double share, String words) {
    return String.format(
        Locale.ROOT,
        "<p><progress value=\"%.3f\" max=\"1\" style=\"width:50%%\"></progress> %.0f %% · %s</p>",
        share,
        100 * share,
        HtmlEscapers.htmlEscaper().escape(words));
  }

  /** ", about 2 min left": rounded as coarsely as such a guess deserves. */
  static String left(Duration time) {
    long seconds = time.toSeconds();
    return ", about "
        + (seconds >= 90 ? Math.round(seconds / 60.0) + " min" : Math.max(1, seconds) + " s")
        + " left";
  }
}
