package org.lstmworkbook.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The one look of all plots, given to what a figure leaves open: the colours of Okabe and Ito
 * (2008), which the colour-blind can tell apart, with dashes and marker shapes beside them so that
 * grey print works too; letters to be read from the back of a classroom; a light grid; the legend
 * below.
 */
final class PlotStyle {

  /** Blue, vermilion, green, purple, orange, sky blue, black. */
  static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");

  static final List<String> DASHES = List.of("solid", "dash", "dot", "dashdot");
  static final List<String> SYMBOLS =
      List.of("circle", "square", "triangle-up", "diamond", "cross");

  /** From low to high (cividis), and from below to above zero: both for the colour-blind. */
  static final List<String> SEQUENTIAL =
      List.of("#00224E", "#35456C", "#666970", "#948E77", "#C8B866", "#FEE838");

  static final List<String> DIVERGING =
      List.of("#004C78", "#0072B2", "#8FC1DE", "#F7F7F7", "#F3B48A", "#D55E00", "#8C3E00");

  static final String GRID = "#E0E0E0";
  static final int TITLE_SIZE = 20;
  static final int TEXT_SIZE = 16;

  private static final Pattern AXIS = Pattern.compile("[xy]axis\\d?");

  private static final Map<String, Object> LEGEND =
      Map.of(
          "orientation", "h",
          "x", 0.5,
          "xanchor", "center",
          "y", 0,
          "yanchor", "bottom",
          "yref", "container",
          "traceorder", "normal");

  private PlotStyle() {}

  /** Completes {@code plot}, a result of {@link PlotlyJson#of}, in place. */
  static void complete(Map<String, Object> plot) {
    var traces = PlotlyTree.traces(plot);
    completeLayout(PlotlyTree.at(plot, "layout"), traces);
    int colour = 0;
    for (var trace : traces) {
      if (trace.get("type").equals("heatmap")) {
        completeHeatmap(trace);
      } else if (completeSeries(trace, colour)) {
        colour++;
      }
    }
    HistogramBins.share(traces);
  }

  private static void completeLayout(Map<String, Object> layout, List<Map<String, Object>> traces) {
    PlotlyTree.at(layout, "xaxis");
    PlotlyTree.at(layout, "yaxis");
    layout.putIfAbsent("font", Map.of("family", "Open Sans, Arial, sans-serif", "size", TEXT_SIZE));
    layout.putIfAbsent("template", Map.of("layout", Map.of("colorway", COLOURS)));
    layout.putIfAbsent("margin", Map.of("l", 90, "r", 30, "t", 60, "b", 100));
    layout.putIfAbsent("legend", LEGEND);
    if (layout.get("title") instanceof Map<?, ?> title) {
      layout.put("title", Map.of("text", title.get("text"), "font", Map.of("size", TITLE_SIZE)));
    }
    for (var trace : traces) {
      if (trace.get("xaxis") instanceof String name && !name.equals("x")) {
        completePanel(layout, name.substring(1));
      }
    }
    for (String name :
        layout.keySet().stream().filter(key -> AXIS.matcher(key).matches()).toList()) {
      String values = name.substring(0, 5);
      boolean dates = traces.stream().anyMatch(trace -> PlotlyTree.hasDates(trace, values));
      completeAxis(PlotlyTree.at(layout, name), dates);
    }
    layout.putIfAbsent("plot_bgcolor", "#FFFFFF");
    if (traces.stream().filter(trace -> "histogram".equals(trace.get("type"))).count() > 1) {
      layout.putIfAbsent("barmode", "overlay");
    }
  }

  /** A further pair of axes; Tablesaw's layout has a second one upwards, but none to the right. */
  private static void completePanel(Map<String, Object> layout, String number) {
    var across = new LinkedHashMap<>(PlotlyTree.at(layout, "xaxis"));
    across.put("anchor", "y" + number);
    layout.putIfAbsent("xaxis" + number, across);
    PlotlyTree.at(layout, "yaxis" + number).putIfAbsent("anchor", "x" + number);
  }

  private static void completeAxis(Map<String, Object> axis, boolean dates) {
    axis.putIfAbsent("gridcolor", GRID);
    axis.putIfAbsent("zerolinecolor", GRID);
    axis.putIfAbsent("automargin", true);
    if (dates) {
      axis.putIfAbsent("type", "date");
    }
    if ("log".equals(axis.get("type"))) {
      axis.putIfAbsent("exponentformat", "e");
    }
    if ("category".equals(axis.get("type"))) {
      axis.putIfAbsent("nticks", 6);
      axis.putIfAbsent("tickangle", 0);
    }
  }

  /** Gives a trace the next colour; false if the figure chose its own. */
  private static boolean completeSeries(Map<String, Object> trace, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    boolean own = false;
    String mode = Objects.toString(trace.get("mode"), "");
    if (mode.contains("lines")) {
      var line = PlotlyTree.at(trace, "line");
      own = line.containsKey("color");
      line.putIfAbsent("color", colour);
      line.putIfAbsent("dash", DASHES.get(index % DASHES.size()));
      line.putIfAbsent("width", 2);
    }
    if (mode.contains("markers") || mode.isEmpty()) {
      var marker = PlotlyTree.at(trace, "marker");
      own |= marker.containsKey("color");
      marker.putIfAbsent("color", colour);
      if (!mode.isEmpty()) {
        marker.putIfAbsent("symbol", SYMBOLS.get(index % SYMBOLS.size()));
        marker.putIfAbsent("size", 7);
      }
    }
    return !own;
  }

  /** Values on both sides of zero: white is zero, and equal distances get equal depth. */
  private static void completeHeatmap(Map<String, Object> trace) {
    var values =
        PlotlyTree.matrix(trace).stream().flatMap(List::stream).filter(Double::isFinite).toList();
    double least = values.stream().mapToDouble(v -> v).min().orElse(0);
    double most = values.stream().mapToDouble(v -> v).max().orElse(1);
    boolean diverging = least < 0 && most > 0;
    double bound = rounded(Math.max(-least, most));
    trace.putIfAbsent("zmin", diverging ? -bound : rounded(least));
    trace.putIfAbsent("zmax", diverging ? bound : rounded(most));
    trace.putIfAbsent("colorscale", scale(diverging ? DIVERGING : SEQUENTIAL));
    if (trace.get("name") instanceof String name) {
      trace.putIfAbsent("colorbar", Map.of("title", Map.of("text", name)));
    }
  }

  /** To three significant digits: the scale's ends are read, not computed with. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(3)).doubleValue();
  }

  private static List<List<Object>> scale(List<String> colours) {
    double last = colours.size() - 1;
    return colours.stream()
        .map(colour -> List.<Object>of(colours.indexOf(colour) / last, colour))
        .toList();
  }
}
