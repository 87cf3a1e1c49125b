package org.lstmworkbook.engine.plots;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.lstmworkbook.engine.plots.Plot.Dash;
import org.lstmworkbook.engine.plots.Plot.Style;
import org.lstmworkbook.engine.plots.Plot.Symbol;

/**
 * The one look of all plots: the colours of Okabe and Ito (2008), which the colour-blind can tell
 * apart, with dashes and symbols beside them so that grey print works too; letters to be read from
 * the back of a classroom; a light grid; the legend below.
 */
final class Theme {

  /** Blue, vermilion, green, purple, orange, sky blue, black. */
  private static final List<Color> COLOURS =
      colours("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");

  /** From low to high (cividis), and from below to above zero: both for the colour-blind. */
  private static final List<Color> SEQUENTIAL =
      colours("#00224E", "#35456C", "#666970", "#948E77", "#C8B866", "#FEE838");

  private static final List<Color> DIVERGING =
      colours("#004C78", "#0072B2", "#8FC1DE", "#F7F7F7", "#F3B48A", "#D55E00", "#8C3E00");

  private static final List<Dash> DASHES = List.of(Dash.SOLID, Dash.DASH, Dash.DOT, Dash.DASHDOT);
  private static final List<Symbol> SYMBOLS =
      List.of(Symbol.CIRCLE, Symbol.SQUARE, Symbol.TRIANGLE, Symbol.DIAMOND, Symbol.CROSS);

  private static final int FAINT = 75;
  static final Color GRID = Color.decode("#E0E0E0");
  static final Color INK = Color.decode("#333333");
  static final Style REFERENCE =
      new Style(Color.decode("#555555"), Dash.DASHDOT, 2, Symbol.NONE, 0);
  static final int TITLE = 20;
  static final int TEXT = 16;
  static final int LEGEND_LINE = 26;

  /** Pixels between tick labels and the title of their axis, which long labels else reach. */
  private static final int TITLE_GAP = 12;

  private Theme() {}

  static Color colour(int n) {
    return COLOURS.get(n % COLOURS.size());
  }

  static Dash dash(int n) {
    return DASHES.get(n % DASHES.size());
  }

  static Symbol symbol(int n) {
    return SYMBOLS.get(n % SYMBOLS.size());
  }

  /** Of rising and of falling candles. */
  static Color candle(boolean rising) {
    return COLOURS.get(rising ? 0 : 1);
  }

  /** The scale of a heatmap between {@code from} and {@code to}. */
  static List<Color> scale(double from, double to) {
    return from < 0 && to > 0 ? DIVERGING : SEQUENTIAL;
  }

  /** From bright, 0, to dark, 1; the brightest part of the scale is left out: it fades on white. */
  static Color ranked(double rank) {
    return between(SEQUENTIAL.subList(0, SEQUENTIAL.size() - 1), 1 - rank);
  }

  /** The colour at a share, 0 to 1, of a scale. */
  static Color between(List<Color> scale, double share) {
    double place = Math.max(0, Math.min(1, share)) * (scale.size() - 1);
    int below = Math.min((int) place, scale.size() - 2);
    float[] from = scale.get(below).getRGBColorComponents(null);
    float[] to = scale.get(below + 1).getRGBColorComponents(null);
    float part = (float) (place - below);
    return new Color(
        from[0] + part * (to[0] - from[0]),
        from[1] + part * (to[1] - from[1]),
        from[2] + part * (to[2] - from[2]));
  }

  /** For an area beside a line of the same colour. */
  static Color faint(Color colour) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), FAINT);
  }

  /** As CSS writes it: #RRGGBB, or rgba(r, g, b, a). */
  static String css(Color colour) {
    return colour.getAlpha() == 255
        ? "#%06X".formatted(colour.getRGB() & 0xFFFFFF)
        : "rgba(%d, %d, %d, %s)"
            .formatted(
                colour.getRed(),
                colour.getGreen(),
                colour.getBlue(),
                Math.round(colour.getAlpha() / 2.55) / 100.0);
  }

  /** What Plotly draws where a plot does not say otherwise. */
  static Map<String, Object> template() {
    var axis =
        Map.of(
            "gridcolor",
            css(GRID),
            "zerolinecolor",
            css(GRID),
            "automargin",
            true,
            "title",
            Map.of("standoff", TITLE_GAP),
            "exponentformat",
            "none",
            "separatethousands",
            true);
    var layout =
        Map.of(
            "colorway", COLOURS.stream().map(Theme::css).toList(),
            "font", Map.of("family", "Open Sans, Arial, sans-serif", "size", TEXT),
            "title", Map.of("font", Map.of("size", TITLE)),
            "plot_bgcolor", "#FFFFFF",
            "xaxis", axis,
            "yaxis", axis,
            "margin", Map.of("l", 90, "r", 30, "t", 60, "b", 100),
            "legend",
                Map.of(
                    "orientation", "h",
                    "x", 0.5,
                    "xanchor", "center",
                    "y", 0,
                    "yanchor", "bottom",
                    "yref", "container",
                    "traceorder", "normal"));
    var candles =
        List.of(
            Map.of(
                "increasing", Map.of("line", Map.of("color", css(candle(true)))),
                "decreasing", Map.of("line", Map.of("color", css(candle(false))))));
    return Map.of("layout", layout, "data", Map.of("candlestick", candles, "ohlc", candles));
  }

  private static List<Color> colours(String... css) {
    return Stream.of(css).map(Color::decode).toList();
  }
}
