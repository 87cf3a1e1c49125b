package org.lstmworkbook.notebook;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A matrix as colours: columns to the right, rows upwards, as Plotly draws it. */
final class HeatmapPicture {

  private static final int MOST_ACROSS = 6;
  private static final int MOST_UP = 12;

  private HeatmapPicture() {}

  static HeatMapChart chart(Map<String, Object> plot) {
    var chart =
        new HeatMapChartBuilder()
            .width(PlotPicture.width(plot))
            .height(PlotPicture.height(plot))
            .build();
    PlotPicture.dress(chart, plot);
    var trace = PlotlyTree.traces(plot).get(0);
    if (trace.get("name") instanceof String unit) {
      chart.setTitle(chart.getTitle() + ": " + unit);
    }
    var style = chart.getStyler();
    style.setAntiAlias(false); // Else light seams show between the cells.
    style.setRangeColors(colours(trace));
    style.setLegendVisible(true);
    style.setLegendPosition(LegendPosition.OutsideE).setLegendLayout(LegendLayout.Vertical);
    style.setPlotContentSize(1);
    style.setPlotGridLinesVisible(false);
    style.setAxisTicksMarksVisible(false);
    var across = labels(trace, "x", MOST_ACROSS);
    var up = labels(trace, "y", MOST_UP);
    style.setXAxisMaxLabelCount(Math.max(across.size(), up.size()));
    chart
        .addSeries("z", across, up, cells(trace))
        .setMin((Double) trace.get("zmin"))
        .setMax((Double) trace.get("zmax"));
    return chart;
  }

  private static Color[] colours(Map<String, Object> trace) {
    return PlotlyTree.list(trace, "colorscale").stream()
        .map(stop -> PlotPicture.colour(((List<?>) stop).get(1)))
        .toArray(Color[]::new);
  }

  private static List<Number[]> cells(Map<String, Object> trace) {
    var cells = new ArrayList<Number[]>();
    var rows = PlotlyTree.matrix(trace);
    for (int y = 0; y < rows.size(); y++) {
      for (int x = 0; x < rows.get(y).size(); x++) {
        if (Double.isFinite(rows.get(y).get(x))) {
          cells.add(new Number[] {x, y, rows.get(y).get(x)});
        }
      }
    }
    return cells;
  }

  /**
   * The columns' or rows' names, of which at most {@code most} are written, evenly spaced. XChart
   * would leave some out by itself, but then writes the others beside their place.
   */
  static List<String> labels(Map<String, Object> trace, String axis, int most) {
    var names = PlotlyTree.list(trace, axis).stream().map(PlotPicture::label).toList();
    int step = (names.size() + most - 1) / most;
    return IntStream.range(0, names.size())
        .mapToObj(n -> n % step == step / 2 ? names.get(n) : " ")
        .toList();
  }
}
