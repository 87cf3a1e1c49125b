package org.lstmworkbook.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.lstmworkbook.engine.plots.Plot;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Dash;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Style;
import org.lstmworkbook.engine.plots.Plot.Symbol;
import org.lstmworkbook.train.History;
import org.lstmworkbook.train.History.Epoch;

/**
 * The loss of a training and, beside it, the accuracy, if one was measured: one line for the
 * training part, one for validation, and a diamond on the epoch whose weights are kept.
 */
final class TrainingCurves {

  private static final String ACCURACY = "accuracy";

  private TrainingCurves() {}

  /**
   * The plot of a training, whole or so far.
   *
   * @param history a history with at least one epoch
   */
  static Plot of(History history) {
    String title =
        "Training, epoch %d of %d kept".formatted(history.bestEpoch(), history.epochs().size());
    var panels = new ArrayList<Panel>();
    panels.add(panel(history, "loss", Epoch::trainLoss, Epoch::validationLoss));
    if (history.epochs().get(0).validation().containsKey(ACCURACY)) {
      panels.add(
          panel(
              history,
              "accuracy (share)",
              epoch -> epoch.train().get(ACCURACY),
              epoch -> epoch.validation().get(ACCURACY)));
    }
    return new Plot(title, Plot.WIDTH, Plot.HEIGHT, panels);
  }

  private static Panel panel(
      History history,
      String title,
      ToDoubleFunction<Epoch> training,
      ToDoubleFunction<Epoch> validation) {
    var epochs = history.epochs();
    var kept = epochs.subList(history.bestEpoch() - 1, history.bestEpoch());
    var diamond = new Style(Style.line(2).colour(), Dash.NONE, 0, Symbol.DIAMOND, 11);
    return new Panel(
        new Axis("epoch", Scale.LINEAR, List.of()),
        new Axis(title, Scale.LINEAR, List.of()),
        false,
        List.of(
            series("training", epochs, training, style(epochs, 0)),
            series("validation", epochs, validation, style(epochs, 1)),
            series("kept", kept, validation, diamond)));
  }

  /** A single epoch is a point: a line needs two. */
  private static Style style(List<Epoch> epochs, int n) {
    return epochs.size() > 1 ? Style.line(n) : Style.points(n);
  }

  private static Series series(
      String name, List<Epoch> epochs, ToDoubleFunction<Epoch> value, Style style) {
    double[] numbers = epochs.stream().mapToDouble(Epoch::number).toArray();
    return new Series(
        name, numbers, epochs.stream().mapToDouble(value).toArray(), style, List.of());
  }
}
