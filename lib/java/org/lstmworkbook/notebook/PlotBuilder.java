package org.lstmworkbook.notebook;

import java.awt.Color;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.plots.Bins;
import org.lstmworkbook.engine.plots.Plot;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Band;
import org.lstmworkbook.engine.plots.Plot.Bars;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Reference;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Style;
import org.lstmworkbook.engine.plots.Plot.Trace;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;

/**
 * A plot in the making, see {@link Plots#of}. A missing value (NaN) leaves a gap. Series keep the
 * order in which they were added, in colour and in the legend; bands lie below them.
 */
public final class PlotBuilder {

  private static final Color BAND = Color.decode("#56B4E9");

  /** Of the widest band, and of those within it: the legend, too, tells them apart. */
  private static final int[] BAND_OPACITIES = {90, 128, 217};

  private static final int OVERLAID = 153;

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final List<Trace> bands = new ArrayList<>();
  private final List<Trace> series = new ArrayList<>();
  private final List<Trace> references = new ArrayList<>();
  private final Map<String, double[]> histograms = new LinkedHashMap<>();
  private final List<String> categories = new ArrayList<>();
  private Scale xScale;
  private boolean logX;
  private boolean logY;
  private boolean equalAxes;

  PlotBuilder(String title, String xAxis, String yAxis) {
    this.title = title;
    this.xTitle = xAxis;
    this.yTitle = yAxis;
  }

  /** A line through the points (x, y), in their order; of a single one the point. */
  public PlotBuilder line(String name, Column<?> x, NumericColumn<?> y) {
    return add(name, x, y, x.size() == 1 ? Style.points(count()) : Style.line(count()));
  }

  /** A line over dates. */
  public PlotBuilder line(String name, List<LocalDate> x, double[] y) {
    return line(name, dates(x), numbers(y));
  }

  /** A line over numbers. */
  public PlotBuilder line(String name, double[] x, double[] y) {
    return line(name, numbers(x), numbers(y));
  }

  /** A point at each (x, y). */
  public PlotBuilder points(String name, Column<?> x, NumericColumn<?> y) {
    return add(name, x, y, Style.points(count()));
  }

  /** Points over dates. */
  public PlotBuilder points(String name, List<LocalDate> x, double[] y) {
    return points(name, dates(x), numbers(y));
  }

  /** Points over numbers. */
  public PlotBuilder points(String name, double[] x, double[] y) {
    return points(name, numbers(x), numbers(y));
  }

  /** The area between two lines, such as an interval of forecasts; add the widest first. */
  public PlotBuilder band(
      String name, Column<?> x, NumericColumn<?> lower, NumericColumn<?> upper) {
    sameSize(name, x, lower);
    sameSize(name, x, upper);
    int opacity = BAND_OPACITIES[Math.min(bands.size(), BAND_OPACITIES.length - 1)];
    var colour = new Color(BAND.getRed(), BAND.getGreen(), BAND.getBlue(), opacity);
    bands.add(new Band(name, xs(x), lower.asDoubleArray(), upper.asDoubleArray(), colour));
    return this;
  }

  /** A band over dates. */
  public PlotBuilder band(String name, List<LocalDate> x, double[] lower, double[] upper) {
    return band(name, dates(x), numbers(lower), numbers(upper));
  }

  /** A band over numbers. */
  public PlotBuilder band(String name, double[] x, double[] lower, double[] upper) {
    return band(name, numbers(x), numbers(lower), numbers(upper));
  }

  /** An upright bar for each category; a second call puts its bars beside the first's. */
  public PlotBuilder bars(String name, List<?> categories, double[] heights) {
    double[] places = categories.stream().mapToDouble(this::category).toArray();
    sameSize(name, numbers(places), numbers(heights));
    var colour = Style.line(count()).colour();
    series.add(new Bars(name, places, heights, 0, Double.NaN, colour));
    return this;
  }

  /** How often values fall into equal bins with round edges; all histograms share the bins. */
  public PlotBuilder histogram(String name, double[] values) {
    scale(Scale.LINEAR);
    histograms.put(name, values);
    return this;
  }

  /** A dashed line upwards at a date, such as the day on which the test begins. */
  public PlotBuilder verticalLine(String name, LocalDate x) {
    references.add(new Reference(name, xs(dates(List.of(x)))[0], true));
    return this;
  }

  /** A dashed line upwards at a number. */
  public PlotBuilder verticalLine(String name, double x) {
    scale(Scale.LINEAR);
    references.add(new Reference(name, x, true));
    return this;
  }

  /** A dashed line across at a height, such as a baseline's error. */
  public PlotBuilder horizontalLine(String name, double y) {
    references.add(new Reference(name, y, false));
    return this;
  }

  /** Equal steps upwards are equal factors; a value of zero or below leaves a gap. */
  public PlotBuilder logY() {
    logY = true;
    return this;
  }

  /** Equal steps to the right are equal factors; up to twelve different values are all marked. */
  public PlotBuilder logX() {
    logX = true;
    return this;
  }

  /** A unit is as long upwards as to the right: a circle is round, and y = x goes up by 45°. */
  public PlotBuilder equalAxes() {
    equalAxes = true;
    return this;
  }

  /** The plot: end a cell with it, or pass it to {@code display}. */
  public Plot figure() {
    var traces = new ArrayList<Trace>(bands);
    traces.addAll(series);
    var bins = Bins.over(List.copyOf(histograms.values()));
    histograms.forEach(
        (name, values) -> {
          var colour = Style.line(traces.size()).colour();
          int opacity = histograms.size() > 1 ? OVERLAID : 255;
          var shade = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), opacity);
          traces.add(bins.bars(name, values, shade));
        });
    if (traces.isEmpty()) {
      throw new UserException(
          "The plot \"%s\" has nothing to draw: add a line first.".formatted(title));
    }
    traces.addAll(references);
    var across = new Axis(xTitle, logX ? Scale.LOG : xScale, List.copyOf(categories));
    var upwards = new Axis(yTitle, logY ? Scale.LOG : Scale.LINEAR, List.of());
    return Plot.of(title, new Panel(across, upwards, equalAxes, traces));
  }

  private int count() {
    return series.size();
  }

  private PlotBuilder add(String name, Column<?> x, NumericColumn<?> y, Style style) {
    sameSize(name, x, y);
    series.add(new Series(name, xs(x), y.asDoubleArray(), style, List.of()));
    return this;
  }

  private static void sameSize(String name, Column<?> x, NumericColumn<?> y) {
    if (x.size() != y.size()) {
      throw new UserException(
          "\"%s\" has %d values to the right and %d upwards: give one of each for every point."
              .formatted(name, x.size(), y.size()));
    }
  }

  /** A column's coordinates: numbers, times, or the places of categories. */
  private double[] xs(Column<?> x) {
    if (x instanceof NumericColumn<?> numbers) {
      scale(Scale.LINEAR);
      return numbers.asDoubleArray();
    }
    if (x instanceof DateColumn dates) {
      return xs(dates.atStartOfDay());
    }
    if (x instanceof DateTimeColumn times) {
      scale(Scale.DATE);
      return IntStream.range(0, times.size())
          .mapToDouble(
              i ->
                  times.isMissing(i)
                      ? Double.NaN
                      : times.get(i).toInstant(ZoneOffset.UTC).toEpochMilli())
          .toArray();
    }
    return x.asList().stream().mapToDouble(this::category).toArray();
  }

  private double category(Object value) {
    scale(Scale.CATEGORY);
    String name = String.valueOf(value);
    if (!categories.contains(name)) {
      categories.add(name);
    }
    return categories.indexOf(name);
  }

  private void scale(Scale scale) {
    if (xScale != null && xScale != scale) {
      throw new UserException(
          "The plot \"%s\" has %s to the right, and now %s: draw them in two plots."
              .formatted(title, words(xScale), words(scale)));
    }
    xScale = scale;
  }

  private static String words(Scale scale) {
    return switch (scale) {
      case DATE -> "dates";
      case CATEGORY -> "names";
      default -> "numbers";
    };
  }

  private static DateColumn dates(List<LocalDate> values) {
    return DateColumn.create("x", values);
  }

  private static DoubleColumn numbers(double[] values) {
    return DoubleColumn.create("x", values);
  }
}
