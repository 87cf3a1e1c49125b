package org.lstmworkbook.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.lstmworkbook.train.History;
import org.lstmworkbook.train.History.Epoch;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Grid;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.components.Symbol;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.ScatterTrace.Mode;
import tech.tablesaw.plotly.traces.Trace;

/**
 * The loss of a training and, beside it, the accuracy, if one was measured: one line for the
 * training part, one for validation, and a diamond on the epoch whose weights are kept.
 */
public final class TrainingCurves {

  private static final List<Line.Dash> DASHES =
      List.of(Line.Dash.SOLID, Line.Dash.DASH, Line.Dash.SOLID);

  private static final String ACCURACY = "accuracy";

  private TrainingCurves() {}

  /**
   * The figure of a training, whole or so far.
   *
   * @param history with at least one epoch
   */
  public static Figure of(History history) {
    int best = history.bestEpoch();
    var kept = List.of(history.epochs().get(best - 1));
    var epochs = history.epochs();
    var traces = new ArrayList<Trace>();
    traces.add(line("training", 0, epochs, Epoch::trainLoss, ""));
    traces.add(line("validation", 1, epochs, Epoch::validationLoss, ""));
    traces.add(line("kept", 2, kept, Epoch::validationLoss, ""));
    var layout =
        Plots.layout(
            "Training, epoch %d of %d kept".formatted(best, epochs.size()),
            axis("epoch"),
            axis("loss"));
    if (kept.get(0).validation().containsKey(ACCURACY)) {
      traces.add(line("training", 0, epochs, epoch -> epoch.train().get(ACCURACY), "2"));
      traces.add(line("validation", 1, epochs, epoch -> epoch.validation().get(ACCURACY), "2"));
      traces.add(line("kept", 2, kept, epoch -> epoch.validation().get(ACCURACY), "2"));
      layout
          .yAxis2(axis("accuracy (share)"))
          .grid(Grid.builder().rows(1).columns(2).pattern(Grid.Pattern.INDEPENDENT).build());
    }
    return new Figure(layout.build(), traces.toArray(Trace[]::new));
  }

  private static Trace line(
      String name, int look, List<Epoch> epochs, ToDoubleFunction<Epoch> value, String panel) {
    String colour = PlotStyle.COLOURS.get(look);
    var trace =
        ScatterTrace.builder(
                epochs.stream().mapToDouble(Epoch::number).toArray(),
                epochs.stream().mapToDouble(value).toArray())
            .mode(epochs.size() > 1 ? Mode.LINE : Mode.MARKERS)
            .name(name)
            .showLegend(panel.isEmpty())
            .line(Line.builder().color(colour).dash(DASHES.get(look)).build())
            .marker(Marker.builder().color(colour).symbol(Symbol.DIAMOND).size(10).build());
    trace.xAxis("x" + panel);
    trace.yAxis("y" + panel);
    return trace.build();
  }

  private static Axis axis(String title) {
    return Axis.builder().title(title).build();
  }
}
