package org.lstmworkbook.notebook;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.tablesaw.plotly.components.Figure;

/**
 * A Tablesaw figure as one bundle: Plotly's JSON for viewers that are live, a PNG for those that
 * are not, a line of text for the rest.
 */
final class FigureView {

  static final String PLOTLY = "application/vnd.plotly.v1+json";

  private FigureView() {}

  static Map<String, Object> bundle(Figure figure) {
    var plot = plot(figure);
    var bundle = new LinkedHashMap<String, Object>();
    bundle.put(PLOTLY, PlotArrays.packed(plot));
    String text = "Plot: " + PlotlyTree.title(PlotlyTree.at(plot, "layout"));
    try {
      bundle.put("image/png", Base64.getEncoder().encodeToString(PlotPicture.png(plot)));
    } catch (RuntimeException e) {
      // The interactive plot needs no picture: it must not fall with it.
      text += " (" + e.getMessage() + ")";
    }
    bundle.put("text/plain", text);
    return bundle;
  }

  /**
   * Plotly's {data, layout} of a figure, in the workbook's look and with no more points than a
   * screen shows.
   */
  static Map<String, Object> plot(Figure figure) {
    var plot = PlotlyJson.of(figure);
    PlotStyle.complete(plot);
    PlotPoints.thin(plot);
    return plot;
  }
}
