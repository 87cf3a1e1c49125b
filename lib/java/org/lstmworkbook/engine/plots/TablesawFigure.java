package org.lstmworkbook.engine.plots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import tech.tablesaw.plotly.components.Figure;

/**
 * A figure of Tablesaw's, for which its guide gives the recipes, in the look of our plots where it
 * leaves that open. Tablesaw writes JavaScript text only ({@code var trace0 = {…};}); this reads it
 * leniently and mends what is no good JSON: numbers in quotes, texts with HTML's entities, nulls in
 * quotes, plain titles, bin counts of zero.
 */
public final class TablesawFigure {

  private static final JsonMapper JAVASCRIPT =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  /** Keys whose lists are data: there a text that is a number is one, as Plotly reads it too. */
  private static final Set<String> DATA =
      Set.of("x", "y", "z", "open", "high", "low", "close", "values", "size", "color");

  /** Keys whose single number Tablesaw puts in quotes. */
  private static final Set<String> QUOTED = Set.of("opacity", "nticks", "dtick", "tick0");

  private static final Set<String> MISSING = Set.of("null", "");

  private static final Pattern NUMBER =
      Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?|NaN");

  private static final Set<String> CANDLES = Set.of("candlestick", "ohlc");

  private final List<Map<String, Object>> traces = new ArrayList<>();
  private final Map<String, Object> layout = new LinkedHashMap<>();

  private TablesawFigure(Figure figure) {
    for (var trace : figure.getTraces()) {
      traces.add(read(trace.asJavascript(traces.size())));
    }
    if (figure.getLayout() != null) {
      layout.putAll(read(figure.getLayout().asJavascript()));
    }
    for (String axis : List.of("xaxis", "yaxis")) {
      layout.putIfAbsent(axis, new LinkedHashMap<String, Object>());
    }
    layout.put("template", Theme.template());
    shareBins();
    if (traces.stream().anyMatch(trace -> CANDLES.contains(trace.get("type")))) {
      object(layout, "xaxis").putIfAbsent("rangeslider", Map.of("visible", false));
    }
  }

  /** The live plot and its picture then have the same bars. */
  private void shareBins() {
    var histograms =
        traces.stream()
            .filter(trace -> "histogram".equals(trace.get("type")) && !trace.containsKey("xbins"))
            .filter(trace -> trace.get("x") instanceof List<?>)
            .toList();
    int most =
        histograms.stream()
            .mapToInt(trace -> trace.remove("nbinsx") instanceof Number n ? n.intValue() : 0)
            .max()
            .orElse(0);
    var values = histograms.stream().map(trace -> numbers((List<?>) trace.get("x"))).toList();
    var bins = most > 0 ? Bins.over(values, most) : Bins.over(values);
    double end = bins.start() + bins.count() * bins.size();
    for (var trace : histograms) {
      trace.put("autobinx", false);
      trace.put("xbins", Map.of("start", bins.start(), "end", end, "size", bins.size()));
    }
  }

  /** NaN where a value is no number. */
  static double[] numbers(Collection<?> values) {
    return values.stream()
        .mapToDouble(value -> value instanceof Number number ? number.doubleValue() : Double.NaN)
        .toArray();
  }

  /** Reads a figure. */
  public static TablesawFigure of(Figure figure) {
    return new TablesawFigure(figure);
  }

  /** The figure's title; "" if it has none. */
  public String title() {
    return title(layout);
  }

  /** Plotly's {data, layout}. */
  public Map<String, Object> json() {
    return Map.of("data", traces.stream().map(TablesawFigure::packed).toList(), "layout", layout);
  }

  /**
   * The same as a typed plot. Its title names the kinds of traces that a typed plot does not know.
   *
   * @throws UnsupportedOperationException if it knows none of them
   */
  public Plot plot() {
    return new TablesawTraces(layout, traces).plot();
  }

  static String title(Map<String, Object> owner) {
    return owner.get("title") instanceof Map<?, ?> title ? String.valueOf(title.get("text")) : "";
  }

  /** The object under {@code key}; an empty one if there is none. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof Map<?, ?> object ? (Map<String, Object>) object : Map.of();
  }

  private static Map<String, Object> packed(Map<String, Object> trace) {
    var packed = new LinkedHashMap<String, Object>();
    trace.forEach((key, value) -> packed.put(key, DATA.contains(key) ? packed(value) : value));
    return packed;
  }

  private static Object packed(Object value) {
    if (!(value instanceof List<?> list)) {
      return value;
    }
    if (list.stream().allMatch(Double.class::isInstance)) {
      return PlotlyArrays.of(numbers(list));
    }
    return list.stream().map(TablesawFigure::packed).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> read(String javascript) {
    String object = javascript.substring(javascript.indexOf('{'), javascript.lastIndexOf('}') + 1);
    try {
      return (Map<String, Object>) mended("", JAVASCRIPT.readValue(object, Map.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Tablesaw wrote a figure that cannot be read: " + object, e);
    }
  }

  private static Object mended(String key, Object value) {
    if (value instanceof Map<?, ?> object) {
      return mended(object);
    }
    if (value instanceof List<?> list) {
      return mended(key, list);
    }
    if (value instanceof String text) {
      return QUOTED.contains(key) && NUMBER.matcher(text).matches()
          ? (Object) Double.valueOf(text)
          : unescaped(text);
    }
    return value;
  }

  private static Map<String, Object> mended(Map<?, ?> object) {
    var mended = new LinkedHashMap<String, Object>();
    object.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          Object better = mended(key, value);
          boolean noBins = key.startsWith("nbins") && Integer.valueOf(0).equals(better);
          if (better != null && !"".equals(better) && !noBins) {
            mended.put(key, key.equals("title") ? Map.of("text", better) : better);
          }
        });
    return mended;
  }

  private static List<?> mended(String key, List<?> list) {
    if (DATA.contains(key) && list.stream().allMatch(TablesawFigure::isNumber)) {
      return list.stream().map(TablesawFigure::number).toList();
    }
    return list.stream().map(item -> mended(key, item)).toList();
  }

  private static boolean isNumber(Object item) {
    return item instanceof Number || isMissing(item) || NUMBER.matcher("" + item).matches();
  }

  private static boolean isMissing(Object item) {
    return MISSING.contains(Objects.toString(item, ""));
  }

  private static Double number(Object item) {
    return isMissing(item) ? Double.NaN : Double.valueOf(String.valueOf(item));
  }

  private static String unescaped(String text) {
    return text.replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
