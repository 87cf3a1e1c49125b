package org.lstmworkbook.engine.plots;

import java.awt.Color;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Band;
import org.lstmworkbook.engine.plots.Plot.Bars;
import org.lstmworkbook.engine.plots.Plot.Boxes;
import org.lstmworkbook.engine.plots.Plot.Candles;
import org.lstmworkbook.engine.plots.Plot.Dash;
import org.lstmworkbook.engine.plots.Plot.Heatmap;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Style;
import org.lstmworkbook.engine.plots.Plot.Symbol;
import org.lstmworkbook.engine.plots.Plot.Trace;

/** The traces of a figure of Tablesaw's as typed ones, as far as these have its kinds. */
final class TablesawTraces {

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}([T ][\\d:.]+)?");
  private static final Pattern RGB = Pattern.compile("rgba?\\((\\d+),\\s*(\\d+),\\s*(\\d+).*");
  private static final Set<String> CATEGORICAL = Set.of("bar", "box", "heatmap");

  private final Map<String, Object> layout;
  private final List<Map<String, Object>> traces;
  private final Set<String> unknown = new LinkedHashSet<>();
  private int count;

  TablesawTraces(Map<String, Object> layout, List<Map<String, Object>> traces) {
    this.layout = layout;
    this.traces = traces;
  }

  /** Traces with a vertical axis of their own stand in a panel of their own. */
  Plot plot() {
    var byAxis = new LinkedHashMap<String, List<Map<String, Object>>>();
    for (var trace : traces) {
      String axis = Objects.toString(trace.get("yaxis"), "y").replaceFirst("^y", "yaxis");
      byAxis.computeIfAbsent(axis, first -> new ArrayList<>()).add(trace);
    }
    var panels = new ArrayList<Panel>();
    byAxis.forEach((axis, ofPanel) -> panels.add(panel(axis, ofPanel)));
    panels.removeIf(panel -> panel.traces().isEmpty());
    if (panels.isEmpty()) {
      throw new UnsupportedOperationException(
          "it would need the kind " + String.join(", ", unknown));
    }
    String title = TablesawFigure.title(layout);
    return new Plot(
        unknown.isEmpty()
            ? title
            : title + " (not in the picture: %s)".formatted(String.join(", ", unknown)),
        size("width", Plot.WIDTH),
        size("height", Plot.HEIGHT),
        panels);
  }

  private int size(String key, int usual) {
    return layout.get(key) instanceof Number n && n.intValue() > 100 ? n.intValue() : usual;
  }

  private Panel panel(String vertical, List<Map<String, Object>> ofPanel) {
    Axis x = axis("xaxis", ofPanel);
    Axis y = axis(vertical, ofPanel);
    var typed = new ArrayList<Trace>();
    for (var trace : ofPanel) {
      int before = typed.size();
      switch (Objects.toString(trace.get("type"), "scatter")) {
        case "scatter" -> typed.addAll(scatter(trace, x, y, typed));
        case "bar" -> bars(trace, x, typed);
        case "histogram" -> histogram(trace, typed);
        case "heatmap" -> typed.add(heatmap(trace));
        case "candlestick", "ohlc" -> typed.add(candles(trace, x));
        case "box" -> typed.add(boxes(trace, x));
        default -> {}
      }
      if (typed.size() == before) {
        unknown.add(String.valueOf(trace.get("type")));
      }
      count++;
    }
    return new Panel(x, y, false, typed);
  }

  private Axis axis(String name, List<Map<String, Object>> ofPanel) {
    var given = TablesawFigure.object(layout, name);
    String key = name.substring(0, 1);
    var values = ofPanel.stream().flatMap(trace -> list(trace, key).stream()).toList();
    boolean matrix = ofPanel.stream().anyMatch(trace -> "heatmap".equals(trace.get("type")));
    boolean categorical =
        key.equals("x") && ofPanel.stream().anyMatch(t -> CATEGORICAL.contains(t.get("type")));
    boolean names =
        values.stream().anyMatch(v -> v instanceof String text && !DATE.matcher(text).matches());
    var scale =
        "log".equals(given.get("type"))
            ? Scale.LOG
            : matrix || categorical || names
                ? Scale.CATEGORY
                : values.stream().anyMatch(String.class::isInstance) ? Scale.DATE : Scale.LINEAR;
    var categories = values.stream().map(TablesawTraces::name).distinct().toList();
    return new Axis(
        TablesawFigure.title(given),
        scale,
        scale == Scale.CATEGORY ? orNumber(categories) : List.of());
  }

  /** A box without categories has a single place. */
  private static List<String> orNumber(List<String> categories) {
    return categories.isEmpty() ? List.of(" ") : categories;
  }

  private List<Trace> scatter(
      Map<String, Object> trace, Axis xAxis, Axis yAxis, List<Trace> before) {
    double[] x = coordinates(xAxis, list(trace, "x"));
    double[] y = coordinates(yAxis, list(trace, "y"));
    String mode = Objects.toString(trace.get("mode"), "lines");
    var line = TablesawFigure.object(trace, "line");
    var marker = TablesawFigure.object(trace, "marker");
    boolean lines = mode.contains("lines");
    boolean points = mode.contains("markers");
    var usual = lines ? Style.line(count) : Style.points(count);
    var style =
        new Style(
            colour((lines ? line : marker).get("color")),
            lines ? constant(Dash.class, line.get("dash"), usual.dash()) : Dash.NONE,
            line.get("width") instanceof Number width ? width.doubleValue() : 2,
            points
                ? constant(Symbol.class, marker.get("symbol"), Style.points(count).symbol())
                : Symbol.NONE,
            marker.get("size") instanceof Number size ? size.doubleValue() : 8);
    String name = name(trace);
    String fill = Objects.toString(trace.get("fill"), "none");
    var typed = new ArrayList<Trace>();
    if (fill.startsWith("tozero") || fill.startsWith("tonext")) {
      double[] lower = new double[y.length];
      if (fill.startsWith("tonext")
          && !before.isEmpty()
          && before.get(before.size() - 1).ys().length == y.length) {
        lower = before.get(before.size() - 1).ys();
      }
      var shade = Theme.faint(style.colour());
      typed.add(new Band("", x, lower, y, shade));
    }
    if (marker.get("size") instanceof List<?> sizes && sizes.size() == x.length) {
      for (int i = 0; i < x.length; i++) { // Bubbles: each point has a size of its own.
        double size = ((Number) sizes.get(i)).doubleValue();
        var own = new Style(style.colour(), style.dash(), style.width(), style.symbol(), size);
        typed.add(
            new Series(
                i == 0 ? name : "", new double[] {x[i]}, new double[] {y[i]}, own, List.of()));
      }
    } else {
      typed.add(new Series(name, x, y, style, List.of()));
    }
    return typed;
  }

  private void bars(Map<String, Object> trace, Axis x, List<Trace> typed) {
    if (!"h".equals(trace.get("orientation"))) {
      double[] places = coordinates(x, list(trace, "x"));
      var colour = colour(TablesawFigure.object(trace, "marker").get("color"));
      typed.add(new Bars(name(trace), places, numbers(trace, "y"), 0, Double.NaN, colour));
    }
  }

  private void histogram(Map<String, Object> trace, List<Trace> typed) {
    if (trace.get("xbins") instanceof Map<?, ?> edges && !trace.containsKey("histnorm")) {
      double start = (Double) edges.get("start");
      double size = (Double) edges.get("size");
      int bins = (int) Math.round(((Double) edges.get("end") - start) / size);
      var colour = colour(TablesawFigure.object(trace, "marker").get("color"));
      typed.add(new Bins(start, size, bins).bars(name(trace), numbers(trace, "x"), colour));
    }
  }

  private static Heatmap heatmap(Map<String, Object> trace) {
    double[][] z =
        list(trace, "z").stream()
            .map(row -> TablesawFigure.numbers((List<?>) row))
            .toArray(double[][]::new);
    var range =
        Stream.of(z).flatMapToDouble(DoubleStream::of).filter(Double::isFinite).summaryStatistics();
    return new Heatmap(name(trace), z, range.getMin(), range.getMax());
  }

  private static Candles candles(Map<String, Object> trace, Axis x) {
    return new Candles(
        name(trace),
        coordinates(x, list(trace, "x")),
        numbers(trace, "open"),
        numbers(trace, "high"),
        numbers(trace, "low"),
        numbers(trace, "close"));
  }

  private Boxes boxes(Map<String, Object> trace, Axis x) {
    var places = coordinates(x, list(trace, "x"));
    double[] values = numbers(trace, "y");
    var groups =
        IntStream.range(0, x.names().size())
            .mapToObj(
                place ->
                    IntStream.range(0, values.length)
                        .filter(i -> places.length == 0 || places[i] == place)
                        .mapToDouble(i -> values[i])
                        .toArray())
            .toList();
    return new Boxes(name(trace), groups, Style.line(count).colour());
  }

  private static double[] coordinates(Axis axis, Collection<?> values) {
    return switch (axis.scale()) {
      case CATEGORY -> values.stream().mapToDouble(v -> axis.names().indexOf(name(v))).toArray();
      case DATE -> values.stream().mapToDouble(TablesawTraces::time).toArray();
      default -> TablesawFigure.numbers(values);
    };
  }

  private static double time(Object iso) {
    if (!(iso instanceof String text) || !DATE.matcher(text).matches()) {
      return Double.NaN;
    }
    var time =
        text.length() == 10
            ? LocalDate.parse(text).atStartOfDay()
            : LocalDateTime.parse(text.replace(' ', 'T'));
    return time.toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private static String name(Map<String, Object> trace) {
    return Objects.toString(trace.get("name"), "");
  }

  /** A category as its axis shows it. */
  private static String name(Object category) {
    return category instanceof Double number ? Ticks.number(number) : String.valueOf(category);
  }

  private static List<?> list(Map<String, Object> trace, String key) {
    return trace.get(key) instanceof List<?> list ? list : List.of();
  }

  private static double[] numbers(Map<String, Object> trace, String key) {
    return TablesawFigure.numbers(list(trace, key));
  }

  /** As CSS writes it in numbers; for a colour by name, and for none, the usual one. */
  private Color colour(Object css) {
    String text = String.valueOf(css);
    Matcher rgb = RGB.matcher(text);
    if (rgb.matches()) {
      return new Color(
          Integer.parseInt(rgb.group(1)),
          Integer.parseInt(rgb.group(2)),
          Integer.parseInt(rgb.group(3)));
    }
    return text.matches("#[0-9a-fA-F]{6}") ? Color.decode(text) : Theme.colour(count);
  }

  /** Plotly's word for a dash or a symbol, such as triangle-up, as ours. */
  private static <T extends Enum<T>> T constant(Class<T> type, Object word, T usual) {
    String name = Objects.toString(word, "").replaceFirst("-.*", "").toUpperCase(Locale.ROOT);
    return Stream.of(type.getEnumConstants())
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElse(usual);
  }
}
