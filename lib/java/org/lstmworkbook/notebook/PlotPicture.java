package org.lstmworkbook.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * The static picture of a plot, for every viewer that cannot draw Plotly: GitHub, a page printed or
 * exported. It is drawn from the same completed {data, layout} as the interactive plot, so that
 * both show the same.
 */
final class PlotPicture {

  private static final Set<String> XY = Set.of("scatter", "histogram");

  private PlotPicture() {}

  /**
   * @param plot what {@link PlotStyle#complete} completed
   * @return a PNG
   * @throws UnsupportedOperationException if a kind of trace, or a mixture, has no picture
   */
  static byte[] png(Map<String, Object> plot) {
    try {
      return SmallPng.encode(image(plot));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Panels, which have axes of their own, stand side by side; the first one has the legend. */
  private static BufferedImage image(Map<String, Object> plot) {
    var panels = PlotPanels.of(plot);
    var image = new BufferedImage(width(plot), height(plot), BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    for (int i = 0; i < panels.size(); i++) {
      var panel = BitmapEncoder.getBufferedImage(chart(panels.get(i)));
      graphics.drawImage(panel, i * image.getWidth() / panels.size(), 0, null);
    }
    graphics.dispose();
    return image;
  }

  static AxesChart<?, ?> chart(Map<String, Object> plot) {
    var types = PlotlyTree.traces(plot).stream().map(trace -> trace.get("type")).toList();
    if (XY.containsAll(types)) {
      return XyPicture.chart(plot);
    }
    if (Set.of("bar").containsAll(types)) {
      return BarPicture.chart(plot);
    }
    if (List.of("heatmap").equals(types)) {
      return HeatmapPicture.chart(plot);
    }
    throw new UnsupportedOperationException("no picture for a plot of " + types);
  }

  static int width(Map<String, Object> plot) {
    return ((Number) PlotlyTree.at(plot, "layout").getOrDefault("width", 900)).intValue();
  }

  static int height(Map<String, Object> plot) {
    return ((Number) PlotlyTree.at(plot, "layout").getOrDefault("height", 420)).intValue();
  }

  /** Titles, letters, grid and axes: what all pictures share. */
  static void dress(AxesChart<?, ?> chart, Map<String, Object> plot) {
    var layout = PlotlyTree.at(plot, "layout");
    var x = PlotlyTree.at(layout, "xaxis");
    var y = PlotlyTree.at(layout, "yaxis");
    chart.setTitle(PlotlyTree.title(layout));
    chart.setXAxisTitle(PlotlyTree.title(x));
    chart.setYAxisTitle(PlotlyTree.title(y));

    AxesChartStyler style = (AxesChartStyler) chart.getStyler();
    style.setChartTitleFont(font(Font.PLAIN, PlotStyle.TITLE_SIZE));
    style.setLegendFont(font(Font.PLAIN, PlotStyle.TEXT_SIZE));
    style.setAxisTitleFont(font(Font.PLAIN, PlotStyle.TEXT_SIZE));
    style.setAxisTickLabelsFont(font(Font.PLAIN, PlotStyle.TEXT_SIZE - 1));
    style.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false).setChartTitleBoxVisible(false);
    style.setLegendBorderColor(Color.WHITE).setLegendLayout(LegendLayout.Horizontal);
    style.setLegendPosition(LegendPosition.OutsideS).setLegendSeriesLineLength(36);
    style.setPlotGridLinesColor(Color.decode(PlotStyle.GRID));
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setXAxisTickMarkSpacingHint(100).setYAxisTickMarkSpacingHint(50);
    style.setAnnotationTextFont(font(Font.PLAIN, PlotStyle.TEXT_SIZE));
    if (x.get("visible") == Boolean.FALSE && y.get("visible") == Boolean.FALSE) {
      style.setAxisTicksVisible(false).setPlotGridLinesVisible(false);
    }
    style.setLegendVisible(legend(plot) && layout.get("showlegend") != Boolean.FALSE);
  }

  /** As in Plotly: one series alone needs no legend. */
  private static boolean legend(Map<String, Object> plot) {
    return PlotlyTree.traces(plot).stream()
            .filter(trace -> trace.get("showlegend") != Boolean.FALSE)
            .count()
        > 1;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /** A category as its axis shows it. */
  static String label(Object category) {
    return category instanceof Double number && number == Math.rint(number)
        ? String.valueOf(number.longValue())
        : String.valueOf(category);
  }

  /** A colour as CSS writes it: #RRGGBB or rgba(r, g, b, a). */
  static Color colour(Object css) {
    String text = String.valueOf(css);
    if (text.startsWith("#")) {
      return Color.decode(text);
    }
    String[] parts = text.replaceAll("[^0-9.,]", "").split(",", -1);
    if (parts.length < 3) {
      throw new UnsupportedOperationException("no picture with the colour " + text);
    }
    float alpha = parts.length > 3 ? Float.parseFloat(parts[3]) : 1;
    return new Color(
        Integer.parseInt(parts[0]) / 255f,
        Integer.parseInt(parts[1]) / 255f,
        Integer.parseInt(parts[2]) / 255f,
        alpha);
  }
}
