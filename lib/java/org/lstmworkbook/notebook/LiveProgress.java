package org.lstmworkbook.notebook;

import com.google.common.html.HtmlEscapers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.train.History;
import org.lstmworkbook.train.Progress;
import org.lstmworkbook.train.TrainingListener;

/**
 * Shows a training while it runs: a bar with the time left, and the curves of loss and accuracy, in
 * one output of the cell. When the training is over the curves alone stay, as a plot like any
 * other, without a time that would differ from run to run.
 *
 * <pre>{@code
 * var history = Trainer.of(network, train, validation).listener(new LiveProgress()).fit();
 * }</pre>
 */
public final class LiveProgress implements TrainingListener {

  /** Between two drawings the training gets at least thirty times what a drawing takes. */
  private static final int REST_PER_DRAWING = 30;

  private final Output output = new Output();
  private final Throttle bars = new Throttle(ProgressBar.PAUSE);
  private final Throttle pictures = new Throttle(ProgressBar.PAUSE);
  private History history = new History(List.of());
  private String picture = "";

  @Override
  public void batchEnded(Progress progress) {
    if (bars.passes()) {
      String state = "epoch %d of %d".formatted(progress.epoch(), progress.epochs());
      String bar = ProgressBar.html(progress.share(), state + ProgressBar.left(progress.left()));
      output.putForNow(Map.of("text/html", bar + picture, "text/plain", state));
    }
  }

  @Override
  public void epochEnded(History soFar) {
    history = soFar;
    if (JupyterKernel.running().isPresent() && pictures.passes()) {
      long began = System.nanoTime();
      picture = image(soFar);
      pictures.notBefore(began, REST_PER_DRAWING);
    }
  }

  @Override
  public void trainingEnded(History whole) {
    output.put(PlotView.bundle(TrainingCurves.of(whole)));
  }

  @Override
  public void trainingStopped(String reason) {
    String words = "<p>" + HtmlEscapers.htmlEscaper().escape(reason) + "</p>";
    String curves = history.epochs().isEmpty() ? "" : image(history);
    output.put(Map.of("text/html", words + curves, "text/plain", reason));
  }

  private static String image(History history) {
    byte[] png = TrainingCurves.of(history).png();
    return "<img alt=\"loss and accuracy\" src=\"data:image/png;base64,%s\">"
        .formatted(Base64.getEncoder().encodeToString(png));
  }
}
