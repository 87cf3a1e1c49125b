package org.lstmworkbook.notebook;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Typed ways into Plotly's {data, layout}, which is maps and lists of anything. */
final class PlotlyTree {

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}([T ][\\d:.]+)?");

  private PlotlyTree() {}

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> traces(Map<String, Object> plot) {
    return (List<Map<String, Object>>) plot.get("data");
  }

  /** The object under {@code key}, put there if there is none. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> at(Map<String, Object> parent, String key) {
    return (Map<String, Object>)
        parent.computeIfAbsent(key, missing -> new LinkedHashMap<String, Object>());
  }

  /** The text of a title, "" where there is none. */
  static String title(Map<String, Object> owner) {
    return owner.get("title") instanceof Map<?, ?> title ? String.valueOf(title.get("text")) : "";
  }

  static List<?> list(Map<String, Object> trace, String key) {
    return trace.get(key) instanceof List<?> list ? list : List.of();
  }

  /** A list of numbers; NaN where a value is missing. */
  static double[] numbers(Map<String, Object> trace, String key) {
    return list(trace, key).stream().mapToDouble(number -> (Double) number).toArray();
  }

  /** The values z of a heatmap, row by row. */
  @SuppressWarnings("unchecked")
  static List<List<Double>> matrix(Map<String, Object> trace) {
    return (List<List<Double>>) trace.get("z");
  }

  /** Whether the trace's values on {@code axis} ("xaxis" or "yaxis") are ISO dates or times. */
  static boolean hasDates(Map<String, Object> trace, String axis) {
    var values = list(trace, axis.substring(0, 1));
    return !"heatmap".equals(trace.get("type"))
        && !values.isEmpty()
        && values.stream().allMatch(v -> v instanceof String s && DATE.matcher(s).matches());
  }

  /** An ISO date or time, in UTC. */
  static Instant time(String iso) {
    var time =
        iso.length() == 10
            ? LocalDate.parse(iso).atStartOfDay()
            : LocalDateTime.parse(iso.replace(' ', 'T'));
    return time.toInstant(ZoneOffset.UTC);
  }
}
