package org.lstmworkbook.notebook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.lstmworkbook.engine.plots.Plot;
import org.lstmworkbook.engine.plots.TablesawFigure;
import tech.tablesaw.plotly.components.Figure;

/**
 * A plot as one bundle: Plotly's JSON for viewers that are live, a PNG for those that are not, a
 * line of text for the rest.
 */
final class PlotView {

  static final String PLOTLY = "application/vnd.plotly.v1+json";

  private PlotView() {}

  static Map<String, Object> bundle(Plot plot) {
    return bundle(plot.json(), plot.title(), plot::png);
  }

  static Map<String, Object> bundle(Figure figure) {
    var tablesaws = TablesawFigure.of(figure);
    return bundle(tablesaws.json(), tablesaws.title(), () -> tablesaws.plot().png());
  }

  /** XChart's charts have a picture only. */
  static Map<String, Object> bundle(Chart<?, ?> chart) {
    var bundle = new LinkedHashMap<String, Object>();
    bundle.put("text/plain", text(bundle, chart.getTitle(), () -> png(chart)));
    return bundle;
  }

  private static Map<String, Object> bundle(
      Map<String, Object> json, String title, Supplier<byte[]> png) {
    var bundle = new LinkedHashMap<String, Object>();
    bundle.put(PLOTLY, json);
    bundle.put("text/plain", text(bundle, title, png));
    return bundle;
  }

  /** Puts the picture into the bundle, or says in the text why there is none. */
  private static String text(Map<String, Object> bundle, String title, Supplier<byte[]> png) {
    try {
      bundle.put("image/png", Base64.getEncoder().encodeToString(png.get()));
      return "Plot: " + title;
    } catch (RuntimeException | LinkageError | InternalError e) {
      // Java's drawing fails with errors, too, where a library or all fonts are missing. What is
      // live needs no picture: it must not fall with it.
      return "Plot: %s (no picture: %s)".formatted(title, e.getMessage());
    }
  }

  private static byte[] png(Chart<?, ?> chart) {
    var png = new ByteArrayOutputStream();
    try {
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }
}
