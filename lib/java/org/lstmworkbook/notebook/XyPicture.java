package org.lstmworkbook.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines, points, bands and histograms, on number, time or log axes. */
final class XyPicture {

  private static final Map<String, Marker> MARKERS =
      Map.of(
          "circle", SeriesMarkers.CIRCLE,
          "square", SeriesMarkers.SQUARE,
          "triangle-up", SeriesMarkers.TRIANGLE_UP,
          "diamond", SeriesMarkers.DIAMOND,
          "cross", SeriesMarkers.PLUS,
          "x", SeriesMarkers.CROSS);

  private static final Map<String, float[]> DASHES =
      Map.of(
          "dash",
          new float[] {9, 6},
          "dot",
          new float[] {2, 4},
          "dashdot",
          new float[] {9, 4, 2, 4});

  /**
   * XChart begins a dash anew at each point, unless the line is smooth; and with so many points on
   * a screen a smooth line is the same.
   */
  private static final int MANY = 200;

  private final XYChart chart;
  private final PictureAxis xAxis;
  private final PictureAxis yAxis;
  private final List<Double> points = new ArrayList<>();
  private int count;

  private XyPicture(Map<String, Object> plot) {
    chart =
        new XYChartBuilder()
            .width(PlotPicture.width(plot))
            .height(PlotPicture.height(plot))
            .build();
    PlotPicture.dress(chart, plot);
    xAxis = PictureAxis.of(plot, "xaxis");
    yAxis = PictureAxis.of(plot, "yaxis");
    chart.getStyler().setXAxisTickLabelsFormattingFunction(xAxis.label()::apply);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(yAxis.label()::apply);
  }

  static XYChart chart(Map<String, Object> plot) {
    var picture = new XyPicture(plot);
    var traces = PlotlyTree.traces(plot);
    for (int i = 0; i < traces.size(); i++) {
      var trace = traces.get(i);
      if (trace.get("type").equals("histogram")) {
        picture.bars(trace);
      } else {
        if (i > 0 && String.valueOf(trace.get("fill")).startsWith("tonext")) {
          picture.band(traces.get(i - 1), trace);
        }
        picture.series(trace);
      }
    }
    picture.roomAtBothEnds();
    return picture.chart;
  }

  private void series(Map<String, Object> trace) {
    String mode = String.valueOf(trace.get("mode"));
    boolean lines = mode.contains("lines");
    if (lines
        && PlotlyTree.at(trace, "line").get("width") instanceof Number n
        && n.intValue() == 0) {
      return;
    }
    if (mode.equals("text")) {
      texts(trace);
      return;
    }
    boolean filled = String.valueOf(trace.get("fill")).equals("tozeroy");
    var series = add(trace, xs(trace), ys(trace));
    series.setXYSeriesRenderStyle(
        filled
            ? XYSeriesRenderStyle.Area
            : lines ? XYSeriesRenderStyle.Line : XYSeriesRenderStyle.Scatter);
    if (lines) {
      var line = PlotlyTree.at(trace, "line");
      var colour = PlotPicture.colour(line.get("color"));
      series.setLineColor(colour).setLineStyle(stroke(line));
      series.setSmooth(ys(trace).size() > MANY);
      series.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 70));
    }
    if (mode.contains("markers")) {
      var marker = PlotlyTree.at(trace, "marker");
      series.setMarker(MARKERS.getOrDefault(marker.get("symbol"), SeriesMarkers.CIRCLE));
      series.setMarkerColor(PlotPicture.colour(marker.get("color")));
      chart.getStyler().setMarkerSize(((Number) marker.get("size")).intValue());
    } else {
      series.setMarker(SeriesMarkers.NONE);
    }
  }

  /** Words at points; the points themselves are not drawn, but the axes reach them. */
  private void texts(Map<String, Object> trace) {
    add(trace, xs(trace), ys(trace))
        .setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
        .setMarker(SeriesMarkers.NONE);
    var words = PlotlyTree.list(trace, "text");
    for (int i = 0; i < words.size(); i++) {
      chart.addAnnotation(
          new AnnotationText(
              String.valueOf(words.get(i)), xs(trace).get(i), ys(trace).get(i), false));
    }
  }

  private static BasicStroke stroke(Map<String, Object> line) {
    float width = ((Number) line.get("width")).floatValue();
    float[] dash = DASHES.get(String.valueOf(line.get("dash")));
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }

  /** The area from the trace before it, the lower edge, up to {@code upper}. */
  private void band(Map<String, Object> lower, Map<String, Object> upper) {
    var x = new ArrayList<Double>(xs(lower));
    var y = new ArrayList<Number>(ys(lower));
    Collections.reverse(x);
    Collections.reverse(y);
    x.addAll(0, xs(upper));
    y.addAll(0, ys(upper));
    area(upper, x, y, PlotPicture.colour(upper.get("fillcolor")));
  }

  /** The outline of a histogram's bars. */
  private void bars(Map<String, Object> trace) {
    boolean linear = xAxis.position().apply(1.0) == 1 && yAxis.position().apply(1.0) == 1;
    if (!linear || !trace.containsKey("xbins") || trace.containsKey("histnorm")) {
      throw new UnsupportedOperationException("no picture for this kind of histogram");
    }
    var bins = HistogramBins.of(trace);
    int[] counts = bins.counts(PlotlyTree.numbers(trace, "x"));
    var x = new ArrayList<Double>();
    var y = new ArrayList<Number>();
    for (int bin = 0; bin < counts.length; bin++) {
      Collections.addAll(x, bins.edge(bin), bins.edge(bin), bins.edge(bin + 1), bins.edge(bin + 1));
      Collections.addAll(y, 0, counts[bin], counts[bin], 0);
    }
    var colour = PlotPicture.colour(PlotlyTree.at(trace, "marker").get("color"));
    double opacity = (Double) trace.getOrDefault("opacity", 1.0);
    var fill =
        new Color(
            colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
    area(trace, x, y, fill).setLineColor(Color.WHITE).setLineStyle(new BasicStroke(1));
  }

  private XYSeries area(
      Map<String, Object> trace, List<Double> x, List<? extends Number> y, Color fill) {
    var series = add(trace, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea).setMarker(SeriesMarkers.NONE);
    series.setFillColor(fill);
    series.setLineColor(new Color(0, 0, 0, 0));
    return series;
  }

  private XYSeries add(Map<String, Object> trace, List<Double> x, List<? extends Number> y) {
    points.addAll(x);
    var series = chart.addSeries("series " + count++, x, y);
    series.setLabel(String.valueOf(trace.getOrDefault("name", "")));
    series.setShowInLegend(trace.get("showlegend") != Boolean.FALSE);
    return series;
  }

  private List<Double> xs(Map<String, Object> trace) {
    return PlotlyTree.list(trace, "x").stream().map(xAxis.position()).toList();
  }

  private List<Double> ys(Map<String, Object> trace) {
    return PlotlyTree.list(trace, "y").stream().map(yAxis.position()).toList();
  }

  /**
   * Keeps XChart from marking each value of x, which it does where they are evenly spaced; a little
   * room at both ends makes them uneven.
   */
  private void roomAtBothEnds() {
    var x =
        points.stream()
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .summaryStatistics();
    double room = (x.getMax() - x.getMin()) / 97;
    chart.getStyler().setXAxisMin(x.getMin() - room).setXAxisMax(x.getMax() + room);
  }
}
