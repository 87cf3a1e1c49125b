package org.lstmworkbook.notebook;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.plots.Plot;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Heatmap;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Scale;
import tech.tablesaw.api.Table;

/**
 * The workbook's plots. End a cell with one, or pass it to {@code display}: a viewer that knows
 * Plotly shows it live, any other as a picture. A line or a cloud of more than 1,500 points is live
 * with fewer, of which a line keeps its peaks.
 *
 * <pre>{@code
 * Plots.of("IBM", "trading day", "close (US dollars)")
 *     .line("close", prices.dateColumn("trade_date"), prices.doubleColumn("close"))
 *     .verticalLine("test begins", LocalDate.of(2010, 8, 2))
 *     .figure()
 * }</pre>
 */
public final class Plots {

  private Plots() {}

  /**
   * Begins a plot of lines, points, bands, bars or histograms.
   *
   * @param title what is seen, in a few words
   * @param xAxis what goes to the right, with its unit
   * @param yAxis what goes up, with its unit
   */
  public static PlotBuilder of(String title, String xAxis, String yAxis) {
    return new PlotBuilder(title, xAxis, yAxis);
  }

  /**
   * A matrix as colours, from its lowest value (dark) to its highest (bright). Values on both sides
   * of zero get a scale in which white is zero, and equal distances from it are equally deep.
   *
   * @param unit what the colours measure
   * @param x what each column stands for, such as dates
   * @param y what each row stands for, such as the number of a unit, from the bottom to the top
   * @param z the values, [y][x]
   * @throws UserException if z has not a row for each y and a value for each x
   */
  public static Plot heatmap(
      String title, String xAxis, String yAxis, String unit, List<?> x, List<?> y, double[][] z) {
    var values =
        Arrays.stream(z)
            .flatMapToDouble(DoubleStream::of)
            .filter(Double::isFinite)
            .summaryStatistics();
    boolean empty = values.getCount() == 0;
    double low = empty ? 0 : values.getMin();
    double high = empty || values.getMax() == low ? low + 1 : values.getMax();
    double bound = Math.max(-low, high);
    return low < 0 && high > 0
        ? heatmap(title, xAxis, yAxis, unit, x, y, z, -bound, bound)
        : heatmap(title, xAxis, yAxis, unit, x, y, z, low, high);
  }

  /**
   * A matrix as colours, on a scale that several heatmaps can share.
   *
   * @param from the value of the scale's lowest colour
   * @param to the value of its highest colour
   * @throws UserException if z has not a row for each y and a value for each x, or from is not
   *     below to
   */
  public static Plot heatmap(
      String title,
      String xAxis,
      String yAxis,
      String unit,
      List<?> x,
      List<?> y,
      double[][] z,
      double from,
      double to) {
    if (z.length == 0 || z.length != y.size() || Stream.of(z).anyMatch(r -> r.length != x.size())) {
      throw new UserException(
          "The heatmap \"%s\" needs %d rows of %d values, as its y and x say: give z as [y][x]."
              .formatted(title, y.size(), x.size()));
    }
    if (!(from < to)) {
      throw new UserException(
          "The heatmap \"%s\" has a scale from %s to %s: give the lower end first."
              .formatted(title, from, to));
    }
    return Plot.of(
        title,
        new Panel(
            new Axis(xAxis, Scale.CATEGORY, names(x)),
            new Axis(yAxis, Scale.CATEGORY, names(y)),
            false,
            List.of(new Heatmap(unit, z, from, to))));
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

  private static List<String> names(List<?> values) {
    return values.stream().map(String::valueOf).toList();
  }
}
