package org.lstmworkbook.notebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Splits a plot with several pairs of axes, as Tablesaw's {@code Grid} makes, into one plot each.
 */
final class PlotPanels {

  private PlotPanels() {}

  /** The plot itself, where it has one pair of axes. */
  static List<Map<String, Object>> of(Map<String, Object> plot) {
    var panels = new LinkedHashMap<String, List<Map<String, Object>>>();
    for (var trace : PlotlyTree.traces(plot)) {
      String axis = Objects.toString(trace.get("yaxis"), "y").substring(1);
      panels.computeIfAbsent(axis, first -> new ArrayList<>()).add(trace);
    }
    if (panels.size() == 1) {
      return List.of(plot);
    }
    return panels.entrySet().stream()
        .map(panel -> panel(plot, panel.getKey(), panel.getValue(), panels.size()))
        .toList();
  }

  private static Map<String, Object> panel(
      Map<String, Object> plot, String axis, List<Map<String, Object>> traces, int count) {
    var layout = new LinkedHashMap<>(PlotlyTree.at(plot, "layout"));
    layout.put("width", PlotPicture.width(plot) / count);
    layout.put("height", PlotPicture.height(plot));
    layout.put("xaxis", PlotlyTree.at(layout, "xaxis" + axis));
    layout.put("yaxis", PlotlyTree.at(layout, "yaxis" + axis));
    var panel = new LinkedHashMap<String, Object>();
    panel.put("data", traces.stream().map(PlotPanels::withLegend).toList());
    panel.put("layout", layout);
    return panel;
  }

  /** In the live plot one legend serves all panels; in the picture each has its own. */
  private static Map<String, Object> withLegend(Map<String, Object> trace) {
    var copy = new LinkedHashMap<>(trace);
    copy.remove("showlegend");
    return copy;
  }
}
