package org.lstmworkbook.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tech.tablesaw.plotly.components.Figure;

/**
 * A Tablesaw figure as Plotly's {data, layout}. Tablesaw writes JavaScript text only ({@code var
 * trace0 = {…};}); this reads it leniently and mends what is no good JSON: numbers in quotes, texts
 * with HTML's entities, nulls in quotes, plain titles, bin counts of zero.
 */
final class PlotlyJson {

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

  private static final Pattern NUMBER =
      Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?|NaN");

  private PlotlyJson() {}

  /** Plotly's data (a list of traces) and layout, as maps, lists, numbers and texts. */
  static Map<String, Object> of(Figure figure) {
    var data = new ArrayList<Object>();
    for (var trace : figure.getTraces()) {
      data.add(mended("", read(trace.asJavascript(data.size()))));
    }
    var layout = figure.getLayout();
    var plot = new LinkedHashMap<String, Object>();
    plot.put("data", data);
    plot.put(
        "layout", layout == null ? new LinkedHashMap<>() : mended("", read(layout.asJavascript())));
    return plot;
  }

  private static Object read(String javascript) {
    String object = javascript.substring(javascript.indexOf('{'), javascript.lastIndexOf('}') + 1);
    try {
      return JAVASCRIPT.readValue(object, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Tablesaw wrote a figure that cannot be read: " + object, e);
    }
  }

  private static Object mended(String key, Object value) {
    if (value instanceof Map<?, ?> object) {
      return mendedObject(object);
    }
    if (value instanceof List<?> list) {
      return mendedList(key, list);
    }
    if (value instanceof String text) {
      return QUOTED.contains(key) && NUMBER.matcher(text).matches()
          ? (Object) Double.valueOf(text)
          : unescaped(text);
    }
    return value;
  }

  private static Map<String, Object> mendedObject(Map<?, ?> object) {
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

  private static List<?> mendedList(String key, List<?> list) {
    if (list.stream().anyMatch(List.class::isInstance)) {
      return list.stream().map(row -> mendedList(key, (List<?>) row)).toList();
    }
    boolean numbers =
        list.stream().allMatch(Number.class::isInstance)
            || (DATA.contains(key) && list.stream().allMatch(PlotlyJson::isNumber));
    return list.stream().map(item -> numbers ? number(item) : mended("", item)).toList();
  }

  private static boolean isNumber(Object item) {
    return item == null
        || item instanceof Number
        || isMissing(item)
        || (item instanceof String text && NUMBER.matcher(text).matches());
  }

  private static boolean isMissing(Object item) {
    return item == null || item.equals("null") || item.equals("");
  }

  private static Double number(Object item) {
    if (item instanceof Number number) {
      return number.doubleValue();
    }
    return isMissing(item) ? Double.NaN : Double.valueOf((String) item);
  }

  private static String unescaped(String text) {
    return text.replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
