package org.lstmworkbook.notebook;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Upright bars, beside each other where there are several series. */
final class BarPicture {

  private static final int MOST_NAMES = 15;
  private static final int LETTER_WIDTH = 9;
  private static final int SLANT = 20;

  private BarPicture() {}

  static CategoryChart chart(Map<String, Object> plot) {
    var chart =
        new CategoryChartBuilder()
            .width(PlotPicture.width(plot))
            .height(PlotPicture.height(plot))
            .build();
    PlotPicture.dress(chart, plot);
    chart.getStyler().setAvailableSpaceFill(0.8);
    chart.getStyler().setStacked("stack".equals(PlotlyTree.at(plot, "layout").get("barmode")));

    var categories = new LinkedHashSet<String>();
    for (var trace : PlotlyTree.traces(plot)) {
      if ("h".equals(trace.get("orientation"))) {
        throw new UnsupportedOperationException("no picture for bars that lie");
      }
      categories.addAll(names(trace));
    }
    nameEach(categories, chart);
    var traces = PlotlyTree.traces(plot);
    for (int i = 0; i < traces.size(); i++) {
      var trace = traces.get(i);
      var heights = new LinkedHashMap<String, Double>();
      var names = names(trace);
      double[] values = PlotlyTree.numbers(trace, "y");
      for (int bar = 0; bar < values.length; bar++) {
        heights.put(names.get(bar), values[bar]);
      }
      var series =
          chart.addSeries(
              "series " + i,
              List.copyOf(categories),
              categories.stream().map(name -> heights.getOrDefault(name, 0.0)).toList());
      series.setLabel(String.valueOf(trace.getOrDefault("name", "")));
      series.setFillColor(PlotPicture.colour(PlotlyTree.at(trace, "marker").get("color")));
    }
    return chart;
  }

  /** XChart leaves names out where they would touch; slanted ones all have room. */
  private static void nameEach(Set<String> categories, CategoryChart chart) {
    if (categories.size() <= MOST_NAMES) {
      chart.getStyler().setXAxisTickMarkSpacingHint(LETTER_WIDTH);
      int longest = categories.stream().mapToInt(String::length).max().orElse(0);
      boolean fit = longest * LETTER_WIDTH * categories.size() <= chart.getWidth();
      chart.getStyler().setXAxisLabelRotation(fit ? 0 : SLANT);
    }
  }

  private static List<String> names(Map<String, Object> trace) {
    return PlotlyTree.list(trace, "x").stream().map(PlotPicture::label).toList();
  }
}
