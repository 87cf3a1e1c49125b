package org.lstmworkbook.engine.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Heatmap;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Trace;
import org.lstmworkbook.engine.plots.Ticks.Tick;

/**
 * A plot as a picture: title, axes and legend; {@link TracePainter} draws what is between them.
 * Everything is filled shapes, in plain Java, so that no font and no library of the machine changes
 * a pixel.
 */
record PictureWriter(Graphics2D graphics) {

  private static final double TITLE_HEIGHT = 46;
  private static final double TEXT_HEIGHT = 22;
  private static final double LEGEND_ROW = 26;
  private static final double GAP = 8;
  private static final double TICK_SIZE = Theme.TEXT - 1;
  private static final double COLOUR_BAR = 18;
  private static final double SLANT = Math.toRadians(30);
  private static final int MAX_SLANTED = 15;

  static BufferedImage write(Plot plot) {
    var image = new BufferedImage(plot.width(), plot.height(), BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, plot.width(), plot.height());
    new PictureWriter(graphics).draw(plot);
    graphics.dispose();
    return image;
  }

  private void draw(Plot plot) {
    text(plot.title(), plot.width() / 2.0, 30, Theme.TITLE, plot.width() - 20.0);
    var rows = legendRows(plot.legend(), plot.width() - 20.0);
    double bottom = plot.height() - GAP - rows.size() * LEGEND_ROW;
    for (int row = 0; row < rows.size(); row++) {
      legend(rows.get(row), plot.width(), bottom + (row + 0.7) * LEGEND_ROW);
    }
    double width = (double) plot.width() / plot.panels().size();
    for (int i = 0; i < plot.panels().size(); i++) {
      var place = new Rectangle2D.Double(i * width, TITLE_HEIGHT, width, bottom - TITLE_HEIGHT);
      panel(plot.panels().get(i), place);
    }
  }

  private void panel(Panel panel, Rectangle2D place) {
    Heatmap heatmap = panel.traces().get(0) instanceof Heatmap first ? first : null;
    boolean many = panel.y().scale() == Scale.CATEGORY;
    var y = AxisRange.of(panel, false, (int) place.getHeight() / (many ? 24 : 48));
    double left = place.getX() + titleHeight(panel.y()) + widest(y.ticks()) + 2 * GAP;
    double right = place.getMaxX() - (heatmap == null ? 3 * GAP : 100);
    var x = AxisRange.of(panel, true, most(right - left));
    double slot = (right - left) / Math.max(1, panel.x().names().size());
    boolean slanted = false;
    if (panel.x().scale() == Scale.CATEGORY && heatmap == null) {
      var all = AxisRange.of(panel, true, panel.x().names().size());
      double widest = widest(all.ticks());
      slanted = widest + GAP > slot && all.ticks().size() <= MAX_SLANTED;
      x = slanted || widest + GAP <= slot ? all : x;
    }
    double labels =
        panel.x().scale() == Scale.HIDDEN
            ? 0
            : slanted ? widest(x.ticks()) * Math.sin(SLANT) + TEXT_HEIGHT : TEXT_HEIGHT;
    if (slanted) {
      double end = place.getX() + widest(x.ticks()) * Math.cos(SLANT) - slot / 2 + GAP;
      left = Math.max(left, end);
    }
    double bottom = place.getMaxY() - labels - titleHeight(panel.x());
    var box = new Rectangle2D.Double(left, place.getY(), right - left, bottom - place.getY());
    if (panel.equalAxes()) {
      shrink(box, (x.to() - x.from()) / (y.to() - y.from()));
    }
    var painter = new TracePainter(graphics, panel, x, y, box);
    axes(painter, slanted);
    painter.paint();
    titles(painter, place);
    if (heatmap != null) {
      colourBar(heatmap, box);
    }
  }

  /** One tick for 110 pixels, which a date needs; a narrow panel gets up to four closer ones. */
  private static int most(double width) {
    return (int) Math.max(width / 110, Math.min(4, width / 70));
  }

  /** Keeps the middle of the box, so that it is {@code ratio} times as wide as high. */
  private static void shrink(Rectangle2D.Double box, double ratio) {
    double width = Math.min(box.width, box.height * ratio);
    double height = Math.min(box.height, box.width / ratio);
    box.setRect(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
  }

  private static double titleHeight(Axis axis) {
    return axis.title().isEmpty() || axis.scale() == Scale.HIDDEN ? 0 : TEXT_HEIGHT + GAP;
  }

  private static double widest(List<Tick> ticks) {
    return ticks.stream().mapToDouble(t -> Glyphs.width(t.label(), TICK_SIZE)).max().orElse(0);
  }

  private void axes(TracePainter painter, boolean slanted) {
    var box = painter.box();
    boolean heatmap = painter.panel().traces().get(0) instanceof Heatmap;
    double lastEnd = Double.NEGATIVE_INFINITY;
    for (Tick tick : painter.x().ticks()) {
      double x = painter.px(tick.value());
      double width = Glyphs.width(tick.label(), TICK_SIZE);
      if (!heatmap && painter.x().axis().scale() != Scale.CATEGORY) {
        line(x, box.getY(), x, box.getMaxY());
      }
      graphics.setColor(Theme.INK);
      if (slanted) {
        var turned = (Graphics2D) graphics.create();
        turned.rotate(-SLANT, x + 4, box.getMaxY() + TEXT_HEIGHT - 4);
        Glyphs.draw(
            turned, tick.label(), x + 4 - width, box.getMaxY() + TEXT_HEIGHT - 4, TICK_SIZE);
        turned.dispose();
      } else if (x - width / 2 > lastEnd + GAP) { // Measured values may lie close together.
        Glyphs.draw(graphics, tick.label(), x - width / 2, box.getMaxY() + TEXT_HEIGHT, TICK_SIZE);
        lastEnd = x + width / 2;
      }
    }
    for (Tick tick : painter.y().ticks()) {
      double y = painter.py(tick.value());
      if (!heatmap) {
        line(box.getX(), y, box.getMaxX(), y);
      }
      graphics.setColor(Theme.INK);
      double width = Glyphs.width(tick.label(), TICK_SIZE);
      Glyphs.draw(graphics, tick.label(), box.getX() - GAP - width, y + 5, TICK_SIZE);
    }
  }

  private void line(double x1, double y1, double x2, double y2) {
    graphics.setStroke(new BasicStroke(1));
    graphics.setColor(Theme.GRID);
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  private void titles(TracePainter painter, Rectangle2D place) {
    var panel = painter.panel();
    var box = painter.box();
    if (titleHeight(panel.x()) > 0) {
      text(panel.x().title(), box.getCenterX(), place.getMaxY() - 6, Theme.TEXT, place.getWidth());
    }
    if (titleHeight(panel.y()) > 0) {
      var turned = new PictureWriter((Graphics2D) graphics.create());
      turned.graphics.rotate(-Math.PI / 2);
      double x = box.getX() - widest(painter.y().ticks()) - 2 * GAP - 4;
      turned.text(panel.y().title(), -box.getCenterY(), x, Theme.TEXT, place.getHeight());
      turned.graphics.dispose();
    }
  }

  /** In the middle of {@code x}; smaller, if it would be wider than {@code most}. */
  private void text(String text, double x, double y, double size, double most) {
    graphics.setColor(Theme.INK);
    double fitting = Math.min(size, size * most / Glyphs.width(text, size));
    Glyphs.draw(graphics, text, x - Glyphs.width(text, fitting) / 2, y, fitting);
  }

  private void colourBar(Heatmap heatmap, Rectangle2D box) {
    var scale = Theme.scale(heatmap.from(), heatmap.to());
    double left = box.getMaxX() + 2 * GAP;
    double top = box.getY() + TEXT_HEIGHT + GAP;
    double height = box.getMaxY() - top;
    for (int i = 0; i < (int) height; i++) {
      graphics.setColor(Theme.between(scale, 1 - i / height));
      graphics.fill(new Rectangle2D.Double(left, Math.round(top + i), COLOUR_BAR, 1));
    }
    text(heatmap.name(), left + 34, top - 14, TICK_SIZE, 80);
    var axis = new Axis("", Scale.LINEAR, List.of());
    for (Tick tick : Ticks.of(axis, heatmap.from(), heatmap.to(), 5)) {
      double share = (tick.value() - heatmap.from()) / (heatmap.to() - heatmap.from());
      double y = top + (1 - share) * height + 5;
      Glyphs.draw(graphics, tick.label(), left + COLOUR_BAR + 5, y, TICK_SIZE);
    }
  }

  private static double entry(Trace trace) {
    return Theme.LEGEND_LINE + GAP + Glyphs.width(trace.name(), Theme.TEXT) + 3 * GAP;
  }

  /** The legend, each row as long as {@code width} allows. */
  static List<List<Trace>> legendRows(List<Trace> legend, double width) {
    var rows = new ArrayList<List<Trace>>();
    double left = 0;
    for (Trace trace : legend) {
      left -= entry(trace);
      if (left < 0) {
        rows.add(new ArrayList<>());
        left = width - entry(trace);
      }
      rows.get(rows.size() - 1).add(trace);
    }
    return rows;
  }

  private void legend(List<Trace> row, double width, double y) {
    double x = (width - row.stream().mapToDouble(PictureWriter::entry).sum() + 3 * GAP) / 2;
    for (Trace trace : row) {
      TracePainter.sample(graphics, trace, x, y - 5);
      graphics.setColor(Theme.INK);
      Glyphs.draw(graphics, trace.name(), x + Theme.LEGEND_LINE + GAP, y, Theme.TEXT);
      x += entry(trace);
    }
  }
}
