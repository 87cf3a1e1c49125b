package org.lstmworkbook.notebook;

import java.util.Arrays;
import java.util.List;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.HeatmapTrace;

/**
 * The workbook's figures. Each is a plain Tablesaw {@link Figure}, made with Tablesaw's own traces
 * and layout; what this adds is a title, axes that name their units, and one size. Colours, letters
 * and grid are given to any Tablesaw figure when it is shown; a line or a cloud of more than 1,500
 * points is then drawn with fewer, of which a line keeps its peaks.
 *
 * <pre>{@code
 * Plots.of("IBM", "trading day", "close (US dollars)")
 *     .line("close", prices.dateColumn("trade_date"), prices.doubleColumn("close"))
 *     .verticalLine("test begins", LocalDate.of(2010, 8, 2))
 *     .figure()
 * }</pre>
 */
public final class Plots {

  /** As much as JupyterLab has room for on a screen of 1280 pixels, its file browser open: 848. */
  private static final int WIDTH = 840;

  private static final int HEIGHT = 420;

  private Plots() {}

  /**
   * Begins a figure of lines, points, bands, bars or histograms.
   *
   * @param title what is seen, in a few words
   * @param xAxis what goes to the right, with its unit
   * @param yAxis what goes up, with its unit
   */
  public static PlotBuilder of(String title, String xAxis, String yAxis) {
    return new PlotBuilder(title, xAxis, yAxis);
  }

  /**
   * A matrix as colours. Values on both sides of zero get a scale in which white is zero; else it
   * runs from dark (low) to bright (high).
   *
   * @param unit what the colours measure
   * @param x what each column stands for, such as dates
   * @param y what each row stands for, such as the number of a unit, from the bottom to the top
   * @param z the values, [y][x]
   * @throws UserException if z has not a row for each y and a value for each x
   */
  public static Figure heatmap(
      String title, String xAxis, String yAxis, String unit, List<?> x, List<?> y, double[][] z) {
    if (z.length != y.size() || Arrays.stream(z).anyMatch(row -> row.length != x.size())) {
      throw new UserException(
          "The heatmap \"%s\" needs %d rows of %d values, as its y and x say: give z as [y][x]."
              .formatted(title, y.size(), x.size()));
    }
    var trace = HeatmapTrace.builder(x.toArray(), y.toArray(), z);
    trace.name(unit);
    var across = Axis.builder().title(xAxis).type(Axis.Type.CATEGORY).build();
    return new Figure(
        layout(title, across, Axis.builder().title(yAxis).build()).build(), trace.build());
  }

  /**
   * Begins a plot of many settings and one score: each row of a table is a line across upright
   * axes.
   *
   * @param title what is seen, in a few words
   * @param rows such as the trials of a search
   * @param score the column by which the lines are coloured, the lowest being the best
   * @throws UserException if there is no such column
   */
  public static ParallelCoordinates parallelCoordinates(String title, Table rows, String score) {
    return new ParallelCoordinates(title, rows, score);
  }

  /**
   * The static picture of a figure, for pages that show pictures only: a PNG.
   *
   * @throws UnsupportedOperationException if a kind of trace has no picture
   */
  public static byte[] picture(Figure figure) {
    return PlotPicture.png(FigureView.plot(figure));
  }

  static Layout.LayoutBuilder layout(String title, Axis x, Axis y) {
    return Layout.builder().title(title).width(WIDTH).height(HEIGHT).xAxis(x).yAxis(y);
  }
}
