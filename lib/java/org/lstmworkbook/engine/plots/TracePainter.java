package org.lstmworkbook.engine.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.lstmworkbook.engine.plots.Plot.Band;
import org.lstmworkbook.engine.plots.Plot.Bars;
import org.lstmworkbook.engine.plots.Plot.Boxes;
import org.lstmworkbook.engine.plots.Plot.Candles;
import org.lstmworkbook.engine.plots.Plot.Dash;
import org.lstmworkbook.engine.plots.Plot.Heatmap;
import org.lstmworkbook.engine.plots.Plot.Labels;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Reference;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Style;
import org.lstmworkbook.engine.plots.Plot.Symbol;
import org.lstmworkbook.engine.plots.Plot.Trace;

/**
 * Draws the traces of a panel into a box of the picture.
 *
 * @param box in pixels
 */
record TracePainter(Graphics2D graphics, Panel panel, AxisRange x, AxisRange y, Rectangle2D box) {

  private static final double GROUP = 0.8;
  private static final double BODY = 0.7;
  private static final double WHISKER = 1.5;

  /** Pixels on and off; without one a line is solid. */
  private static final Map<Dash, float[]> DASHES =
      Map.of(
          Dash.DASH, new float[] {9, 6},
          Dash.DOT, new float[] {2, 4},
          Dash.DASHDOT, new float[] {9, 4, 2, 4});

  private static final Style OUTLIER = new Style(Color.BLACK, Dash.NONE, 0, Symbol.CIRCLE, 5);

  double px(double coordinate) {
    return box.getX() + x.share(coordinate) * box.getWidth();
  }

  double py(double coordinate) {
    return box.getMaxY() - y.share(coordinate) * box.getHeight();
  }

  void paint() {
    var whole = graphics.getClip();
    for (Trace trace : panel.traces()) {
      boolean points = trace instanceof Series series && series.style().symbol() != Symbol.NONE;
      graphics.setClip(points || trace instanceof Labels ? whole : box);
      if (trace instanceof Series series) {
        series(series);
      } else if (trace instanceof Band band) {
        band(band);
      } else if (trace instanceof Bars bars) {
        bars(bars);
      } else if (trace instanceof Reference reference) {
        reference(reference);
      } else if (trace instanceof Heatmap heatmap) {
        heatmap(heatmap);
      } else if (trace instanceof Candles candles) {
        candles(candles);
      } else if (trace instanceof Boxes boxes) {
        boxes(boxes);
      } else {
        labels((Labels) trace);
      }
    }
    graphics.setClip(whole);
  }

  /** What the legend shows of a trace, around the height {@code y}. */
  static void sample(Graphics2D graphics, Trace trace, double x, double y) {
    double end = x + Theme.LEGEND_LINE;
    if (trace instanceof Series series) {
      stroke(graphics, series.style(), new Line2D.Double(x, y, end, y));
      symbol(graphics, series.style(), (x + end) / 2, y);
    } else if (trace instanceof Reference) {
      stroke(graphics, Theme.REFERENCE, new Line2D.Double(x, y, end, y));
    } else {
      graphics.setColor(fill(trace));
      graphics.fill(new Rectangle2D.Double(x, y - 6, Theme.LEGEND_LINE, 12));
    }
  }

  private static Color fill(Trace trace) {
    return trace instanceof Band band
        ? band.colour()
        : trace instanceof Bars bars
            ? bars.colour()
            : trace instanceof Boxes boxes ? boxes.colour() : Theme.candle(true);
  }

  private static void stroke(Graphics2D graphics, Style style, Shape shape) {
    if (style.dash() != Dash.NONE) {
      graphics.setColor(style.colour());
      float[] dash = DASHES.get(style.dash());
      graphics.setStroke(
          new BasicStroke(
              (float) style.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0));
      graphics.draw(shape);
    }
  }

  private static void symbol(Graphics2D graphics, Style style, double x, double y) {
    double r = style.size() / 2;
    graphics.setColor(style.colour());
    switch (style.symbol()) {
      case CIRCLE -> graphics.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
      case SQUARE -> graphics.fill(new Rectangle2D.Double(x - r, y - r, 2 * r, 2 * r));
      case TRIANGLE -> graphics.fill(polygon(x, y - r, x + r, y + r, x - r, y + r));
      case DIAMOND -> {
        double d = 1.3 * r;
        graphics.fill(polygon(x, y - d, x + d, y, x, y + d, x - d, y));
      }
      case CROSS -> {
        graphics.fill(new Rectangle2D.Double(x - r, y - r / 3, 2 * r, 2 * r / 3));
        graphics.fill(new Rectangle2D.Double(x - r / 3, y - r, 2 * r / 3, 2 * r));
      }
      case NONE -> {}
    }
  }

  private static Path2D polygon(double... xy) {
    var path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  private void series(Series series) {
    var path = new Path2D.Double();
    boolean begun = false;
    for (int i = 0; i < series.xs().length; i++) {
      double x = px(series.xs()[i]);
      double y = py(series.ys()[i]);
      if (!Double.isFinite(x) || !Double.isFinite(y)) {
        begun = false;
      } else if (begun) {
        path.lineTo(x, y);
      } else {
        path.moveTo(x, y);
        begun = true;
      }
      if (Double.isFinite(x) && Double.isFinite(y)) {
        symbol(graphics, series.style(), x, y);
      }
    }
    stroke(graphics, series.style(), path);
  }

  private void band(Band band) {
    int[] drawn =
        IntStream.range(0, band.xs().length)
            .filter(i -> Double.isFinite(py(band.lower()[i]) + py(band.upper()[i])))
            .toArray();
    double[] outline = new double[4 * drawn.length];
    for (int n = 0; n < drawn.length; n++) {
      int back = outline.length - 2 * n - 2;
      outline[2 * n] = px(band.xs()[drawn[n]]);
      outline[2 * n + 1] = py(band.upper()[drawn[n]]);
      outline[back] = px(band.xs()[drawn[n]]);
      outline[back + 1] = py(band.lower()[drawn[n]]);
    }
    if (drawn.length > 0) {
      graphics.setColor(band.colour());
      graphics.fill(polygon(outline));
    }
  }

  private void bars(Bars bars) {
    var beside = panel.traces().stream().filter(t -> t instanceof Bars).toList();
    boolean grouped = Double.isNaN(bars.width());
    double width = grouped ? GROUP / beside.size() : bars.width();
    double left = grouped ? -GROUP / 2 + width * beside.indexOf(bars) : -width / 2;
    for (int i = 0; i < bars.xs().length; i++) {
      double from = px(bars.xs()[i] + left);
      double to = px(bars.xs()[i] + left + width);
      double top = py(bars.tops()[i]);
      double base = Double.isNaN(py(bars.base())) ? box.getMaxY() : py(bars.base());
      if (Double.isFinite(top)) {
        graphics.setColor(bars.colour());
        graphics.fill(
            new Rectangle2D.Double(
                from + 0.5, Math.min(top, base), to - from - 1, Math.abs(top - base)));
      }
    }
    stroke(
        graphics,
        Style.ink(1),
        new Line2D.Double(box.getX(), py(bars.base()), box.getMaxX(), py(bars.base())));
  }

  private void reference(Reference reference) {
    double at = reference.upwards() ? px(reference.at()) : py(reference.at());
    stroke(
        graphics,
        Theme.REFERENCE,
        reference.upwards()
            ? new Line2D.Double(at, box.getY(), at, box.getMaxY())
            : new Line2D.Double(box.getX(), at, box.getMaxX(), at));
  }

  private void heatmap(Heatmap heatmap) {
    var scale = Theme.scale(heatmap.from(), heatmap.to());
    // Else light seams show between the cells.
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
    for (int row = 0; row < heatmap.values().length; row++) {
      for (int column = 0; column < heatmap.values()[row].length; column++) {
        double value = heatmap.values()[row][column];
        if (Double.isFinite(value)) {
          double share = (value - heatmap.from()) / (heatmap.to() - heatmap.from());
          graphics.setColor(Theme.between(scale, share));
          int left = (int) Math.round(px(column - 0.5));
          int top = (int) Math.round(py(row + 0.5));
          int right = (int) Math.round(px(column + 0.5));
          graphics.fillRect(left, top, right - left, (int) Math.round(py(row - 0.5)) - top);
        }
      }
    }
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
  }

  private void candles(Candles candles) {
    double[] places = Arrays.stream(candles.xs()).map(this::px).sorted().toArray();
    double nearest = 40;
    for (int i = 1; i < places.length; i++) {
      nearest = Math.min(nearest, places[i] - places[i - 1]);
    }
    double width = Math.max(1, BODY * nearest);
    for (int i = 0; i < candles.xs().length; i++) {
      double x = px(candles.xs()[i]);
      double open = py(candles.open()[i]);
      double close = py(candles.close()[i]);
      Color colour = Theme.candle(candles.close()[i] >= candles.open()[i]);
      var wick = new Line2D.Double(x, py(candles.high()[i]), x, py(candles.low()[i]));
      stroke(graphics, new Style(colour, Dash.SOLID, Math.min(1.5, width), Symbol.NONE, 0), wick);
      double top = Math.min(open, close);
      double height = Math.max(1, Math.abs(open - close));
      graphics.fill(new Rectangle2D.Double(x - width / 2, top, width, height));
    }
  }

  /** Quartiles by Hazen's rule, as Plotly takes them; whiskers to the last value within 1.5 IQR. */
  private void boxes(Boxes boxes) {
    var style = new Style(boxes.colour(), Dash.SOLID, 2, Symbol.NONE, 0);
    for (int i = 0; i < boxes.groups().size(); i++) {
      double[] values = Arrays.stream(boxes.groups().get(i)).filter(Double::isFinite).toArray();
      var quartile = new Percentile().withEstimationType(Percentile.EstimationType.R_5);
      quartile.setData(values);
      double lower = quartile.evaluate(25);
      double upper = quartile.evaluate(75);
      double reach = WHISKER * (upper - lower);
      var within =
          Arrays.stream(values)
              .filter(v -> v >= lower - reach && v <= upper + reach)
              .summaryStatistics();
      double left = px(i - BODY / 2);
      double right = px(i + BODY / 2);
      double x = px(i);
      var outline = new Rectangle2D.Double(left, py(upper), right - left, py(lower) - py(upper));
      graphics.setColor(Theme.faint(boxes.colour()));
      graphics.fill(outline);
      stroke(graphics, style, outline);
      double median = py(quartile.evaluate(50));
      stroke(graphics, style, new Line2D.Double(left, median, right, median));
      stroke(graphics, style, new Line2D.Double(x, py(upper), x, py(within.getMax())));
      stroke(graphics, style, new Line2D.Double(x, py(lower), x, py(within.getMin())));
      for (double value : values) {
        if (value < within.getMin() || value > within.getMax()) {
          symbol(graphics, OUTLIER, x, py(value));
        }
      }
    }
  }

  private void labels(Labels labels) {
    graphics.setColor(Theme.INK);
    for (int i = 0; i < labels.xs().length; i++) {
      double width = Glyphs.width(labels.words().get(i), Theme.TEXT);
      double x = px(labels.xs()[i]) - width / 2;
      Glyphs.draw(graphics, labels.words().get(i), x, py(labels.ys()[i]) + 5, Theme.TEXT);
    }
  }
}
