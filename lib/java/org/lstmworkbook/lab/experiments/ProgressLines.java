package org.lstmworkbook.lab.experiments;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Says how the jobs go, one line each. In a terminal a line is rewritten while its job runs; in a
 * log, where that would make a mess, it is repeated once a minute.
 */
final class ProgressLines implements Job.Progress {

  private static final long MINUTE = 60_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private String title = "";
  private int written;
  private long begun;
  private long shown;
  private long doneAtFirst = -1;
  private long firstAt;

  ProgressLines(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A line that belongs to no job. */
  void say(String line) {
    out.println(line);
  }

  void begin(String jobTitle) {
    title = jobTitle;
    begun = System.nanoTime();
    shown = begun;
    doneAtFirst = -1;
    if (terminal) {
      rewrite(title);
    }
  }

  @Override
  public void at(long done, long most, String error) {
    long now = System.nanoTime();
    if (doneAtFirst < 0) { // a resumed job did the first part at another time: it says no speed
      doneAtFirst = done;
      firstAt = now;
    }
    String line =
        String.format(
            Locale.ROOT,
            "%s: %,d of at most %,d, %s%s",
            title,
            done,
            most,
            error,
            left(done, most, now));
    if (terminal) {
      rewrite(line);
    } else if (now - shown > MINUTE) {
      shown = now;
      out.println(line);
    }
  }

  private String left(long done, long most, long now) {
    if (done == doneAtFirst) {
      return "";
    }
    double nanos = (double) (now - firstAt) / (done - doneAtFirst) * (most - done);
    long minutes = Duration.ofNanos((long) nanos).plusSeconds(30).toMinutes();
    return minutes == 0 ? ", less than a minute left" : ", at most " + minutes + " min left";
  }

  void end(String result) {
    String line = title + ": " + result;
    if (terminal) {
      rewrite(line);
      out.println();
      written = 0;
    } else {
      out.println(line);
    }
  }

  private void rewrite(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, written - line.length())));
    out.flush();
    written = line.length();
  }
}
