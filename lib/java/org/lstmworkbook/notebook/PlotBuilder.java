package org.lstmworkbook.notebook;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.HistogramTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.ScatterTrace.Fill;
import tech.tablesaw.plotly.traces.ScatterTrace.Mode;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A figure in the making, see {@link Plots#of}. A missing value (NaN) leaves a gap. Series keep the
 * order in which they were added, in colour and in the legend; bands lie below them.
 */
public final class PlotBuilder {

  /** Of the widest band, and of those within it: the legend, too, tells them apart. */
  private static final List<String> BANDS =
      List.of("rgba(86, 180, 233, 0.35)", "rgba(86, 180, 233, 0.5)", "rgba(86, 180, 233, 0.85)");

  private static final String REFERENCE = "#555555";

  private final String title;
  private final Axis.AxisBuilder xAxis;
  private final Axis.AxisBuilder yAxis;
  private final List<Trace> bands = new ArrayList<>();
  private final List<Trace> series = new ArrayList<>();
  private final List<Supplier<Trace>> references = new ArrayList<>();
  private final PlotExtent extent = new PlotExtent();

  PlotBuilder(String title, String xAxis, String yAxis) {
    this.title = title;
    this.xAxis = Axis.builder().title(xAxis);
    this.yAxis = Axis.builder().title(yAxis);
  }

  /** A line through the points (x, y), in their order. */
  public PlotBuilder line(String name, Column<?> x, NumericColumn<?> y) {
    return scatter(name, x, y, Mode.LINE);
  }

  /** A line over dates. */
  public PlotBuilder line(String name, List<LocalDate> x, double[] y) {
    return line(name, DateColumn.create("x", x), DoubleColumn.create("y", y));
  }

  /** A line over numbers. */
  public PlotBuilder line(String name, double[] x, double[] y) {
    return line(name, DoubleColumn.create("x", x), DoubleColumn.create("y", y));
  }

  /** A point at each (x, y). */
  public PlotBuilder points(String name, Column<?> x, NumericColumn<?> y) {
    return scatter(name, x, y, Mode.MARKERS);
  }

  /** Points over dates. */
  public PlotBuilder points(String name, List<LocalDate> x, double[] y) {
    return points(name, DateColumn.create("x", x), DoubleColumn.create("y", y));
  }

  /** Points over numbers. */
  public PlotBuilder points(String name, double[] x, double[] y) {
    return points(name, DoubleColumn.create("x", x), DoubleColumn.create("y", y));
  }

  /** The area between two lines, such as an interval of forecasts; add the widest first. */
  public PlotBuilder band(
      String name, Column<?> x, NumericColumn<?> lower, NumericColumn<?> upper) {
    extent.add(x, lower);
    extent.add(x, upper);
    String colour = BANDS.get(Math.min(bands.size() / 2, BANDS.size() - 1));
    bands.add(edge(x, lower).showLegend(false).build());
    bands.add(edge(x, upper).name(name).fill(Fill.TO_NEXT_Y).fillColor(colour).build());
    return this;
  }

  /** A band over dates. */
  public PlotBuilder band(String name, List<LocalDate> x, double[] lower, double[] upper) {
    return band(
        name,
        DateColumn.create("x", x),
        DoubleColumn.create("lower", lower),
        DoubleColumn.create("upper", upper));
  }

  /** A band over numbers. */
  public PlotBuilder band(String name, double[] x, double[] lower, double[] upper) {
    return band(
        name,
        DoubleColumn.create("x", x),
        DoubleColumn.create("lower", lower),
        DoubleColumn.create("upper", upper));
  }

  /** An upright bar for each category; a second call puts its bars beside the first's. */
  public PlotBuilder bars(String name, List<?> categories, double[] heights) {
    series.add(BarTrace.builder(categories.toArray(), heights).name(name).build());
    return this;
  }

  /** How often values fall into equal bins with round edges; all histograms share the bins. */
  public PlotBuilder histogram(String name, double[] values) {
    series.add(HistogramTrace.builder(values).name(name).build());
    extent.addHistogram(values);
    return this;
  }

  private static ScatterTrace.ScatterBuilder edge(Column<?> x, NumericColumn<?> y) {
    var invisible = Line.builder().width(0).color(BANDS.get(0)).build();
    return ScatterTrace.builder(x, y).mode(Mode.LINE).line(invisible);
  }

  /** A dashed line upwards at a date, such as the day on which the test begins. */
  public PlotBuilder verticalLine(String name, LocalDate x) {
    references.add(() -> vertical(name, DateColumn.create("x", x, x)));
    return this;
  }

  /** A dashed line upwards at a number. */
  public PlotBuilder verticalLine(String name, double x) {
    references.add(() -> vertical(name, DoubleColumn.create("x", x, x)));
    return this;
  }

  /** A dashed line across at a height, such as a baseline's error. */
  public PlotBuilder horizontalLine(String name, double y) {
    references.add(() -> reference(name, extent.across(), DoubleColumn.create("y", y, y)));
    return this;
  }

  /** Powers of ten upwards; a value of zero or below leaves a gap. */
  public PlotBuilder logY() {
    yAxis.type(Axis.Type.LOG);
    return this;
  }

  /** Powers of ten to the right. */
  public PlotBuilder logX() {
    xAxis.type(Axis.Type.LOG);
    return this;
  }

  /** The figure: end a cell with it, or pass it to {@code display}. */
  public Figure figure() {
    var traces = new ArrayList<Trace>(bands);
    traces.addAll(series);
    references.forEach(reference -> traces.add(reference.get()));
    if (traces.isEmpty()) {
      throw new UserException("The plot \"" + title + "\" has nothing to draw: add a line first.");
    }
    var layout = Plots.layout(title, xAxis.build(), yAxis.build());
    return new Figure(layout.build(), traces.toArray(Trace[]::new));
  }

  private Trace vertical(String name, Column<?> x) {
    return reference(name, x, extent.upwards());
  }

  private static Trace reference(String name, Column<?> x, NumericColumn<?> y) {
    var line = Line.builder().color(REFERENCE).dash(Line.Dash.DASH_DOT).width(2).build();
    return ScatterTrace.builder(x, y).mode(Mode.LINE).name(name).line(line).build();
  }

  private PlotBuilder scatter(String name, Column<?> x, NumericColumn<?> y, Mode mode) {
    if (x.size() != y.size()) {
      throw new UserException(
          "\"%s\" has %d values to the right and %d upwards: give one of each for every point."
              .formatted(name, x.size(), y.size()));
    }
    extent.add(x, y);
    series.add(ScatterTrace.builder(x, y).mode(mode).name(name).build());
    return this;
  }
}
