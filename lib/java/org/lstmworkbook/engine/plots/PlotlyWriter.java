package org.lstmworkbook.engine.plots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Band;
import org.lstmworkbook.engine.plots.Plot.Bars;
import org.lstmworkbook.engine.plots.Plot.Boxes;
import org.lstmworkbook.engine.plots.Plot.Candles;
import org.lstmworkbook.engine.plots.Plot.Dash;
import org.lstmworkbook.engine.plots.Plot.Heatmap;
import org.lstmworkbook.engine.plots.Plot.Labels;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Reference;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Style;
import org.lstmworkbook.engine.plots.Plot.Symbol;
import org.lstmworkbook.engine.plots.Plot.Trace;

/**
 * A plot as Plotly's {data, layout}; an instance writes a panel.
 *
 * @param number behind the names of its axes: "" for the first, "2" …
 */
record PlotlyWriter(Panel panel, String number) {

  private static final int MAX_TICKS = 6;
  private static final int RIGHT = 30;

  static Map<String, Object> write(Plot plot) {
    var legend = plot.legend();
    var layout = new LinkedHashMap<String, Object>();
    layout.put("title", Map.of("text", plot.title()));
    layout.put("width", plot.width());
    layout.put("height", plot.height());
    layout.put("template", Theme.template());
    int rows = PictureWriter.legendRows(legend, plot.width() - 20.0).size();
    layout.put("margin", Map.of("l", 90, "r", right(plot), "t", 60, "b", 74 + 26 * rows));
    layout.put("showlegend", !legend.isEmpty());
    if (plot.panels().size() > 1) {
      layout.put(
          "grid", Map.of("rows", 1, "columns", plot.panels().size(), "pattern", "independent"));
    }
    var data = new ArrayList<Object>();
    for (int i = 0; i < plot.panels().size(); i++) {
      var writer = new PlotlyWriter(plot.panels().get(i), i == 0 ? "" : "" + (i + 1));
      writer.layout(layout);
      for (var trace : writer.panel.traces()) {
        for (var part : writer.parts(trace)) {
          part.putIfAbsent("name", trace.name());
          part.putIfAbsent("showlegend", legend.stream().anyMatch(shown -> shown == trace));
          data.add(part);
        }
      }
    }
    return Map.of("data", data, "layout", layout);
  }

  /** Plotly leaves out a label that sticks out of the picture, as the last of a log axis may. */
  private static int right(Plot plot) {
    var last = plot.panels().get(plot.panels().size() - 1);
    if (last.x().scale() != Scale.LOG) {
      return RIGHT;
    }
    return AxisRange.of(last, true, MAX_TICKS).ticks().stream()
        .mapToInt(tick -> 1 + (int) Math.ceil(Glyphs.width(tick.label(), Theme.TEXT) / 2))
        .reduce(RIGHT, Math::max);
  }

  private void layout(Map<String, Object> layout) {
    var x = axis(panel.x(), true);
    var y = axis(panel.y(), false);
    x.put("anchor", "y" + number);
    y.put("anchor", "x" + number);
    if (panel.equalAxes()) {
      y.put("scaleanchor", "x" + number);
      x.put("constrain", "domain");
      y.put("constrain", "domain");
    }
    for (var trace : panel.traces()) {
      if (trace instanceof Candles) {
        x.put("rangeslider", Map.of("visible", false));
      } else if (trace instanceof Bars bars) {
        layout.put("barmode", Double.isNaN(bars.width()) ? "group" : "overlay");
      }
    }
    layout.put("xaxis" + number, x);
    layout.put("yaxis" + number, y);
  }

  private Map<String, Object> axis(Axis axis, boolean across) {
    var json = new LinkedHashMap<String, Object>();
    json.put("title", Map.of("text", axis.title()));
    switch (axis.scale()) {
      case LINEAR -> {
        if (across && isFewWholeNumbers()) {
          json.put("dtick", 1);
        }
      }
      case HIDDEN -> json.put("visible", false);
      case CATEGORY -> {
        json.put("type", "category");
        if (panel.traces().get(0) instanceof Heatmap) {
          json.put("nticks", across ? MAX_TICKS : 2 * MAX_TICKS);
          json.put("tickangle", 0);
        }
      }
      default -> json.put("type", axis.scale().name().toLowerCase(Locale.ROOT));
    }
    if (axis.scale() == Scale.LOG) {
      var ticks = AxisRange.of(panel, across, MAX_TICKS).ticks();
      json.put("tickvals", ticks.stream().map(Ticks.Tick::value).toList());
      json.put("ticktext", ticks.stream().map(Ticks.Tick::label).toList());
    }
    return json;
  }

  /** Such as epochs: Plotly would mark halves between them, of which there are none. */
  private boolean isFewWholeNumbers() {
    double[] values = Plot.values(panel, true).toArray();
    var range = DoubleStream.of(values).summaryStatistics();
    return range.getMax() - range.getMin() < MAX_TICKS
        && DoubleStream.of(values).allMatch(value -> value == Math.rint(value));
  }

  /** What Plotly draws for a trace; a band is two lines. */
  private List<Map<String, Object>> parts(Trace trace) {
    if (trace instanceof Band band) {
      return List.of(edge(band, band.lower(), false), edge(band, band.upper(), true));
    }
    Map<String, Object> json;
    if (trace instanceof Series series) {
      json = series(series);
    } else if (trace instanceof Bars bars) {
      json = bars(bars);
    } else if (trace instanceof Reference reference) {
      json = reference(reference);
    } else if (trace instanceof Heatmap heatmap) {
      json = heatmap(heatmap);
    } else if (trace instanceof Candles candles) {
      json = candles(candles);
    } else if (trace instanceof Boxes boxes) {
      json = boxes(boxes);
    } else {
      var labels = (Labels) trace;
      json = xy("scatter", labels.xs(), labels.ys());
      json.put("mode", "text");
      json.put("text", labels.words());
    }
    return List.of(json);
  }

  private Map<String, Object> series(Series series) {
    int[] kept = Downsampling.kept(series);
    var json =
        xy("scatter", Downsampling.pick(series.xs(), kept), Downsampling.pick(series.ys(), kept));
    Style style = series.style();
    var mode =
        Stream.of(
            style.dash() == Dash.NONE ? "" : "lines",
            style.symbol() == Symbol.NONE ? "" : "markers");
    json.put("mode", mode.filter(part -> !part.isEmpty()).collect(Collectors.joining("+")));
    if (style.dash() != Dash.NONE) {
      json.put("line", line(style));
    }
    if (style.symbol() != Symbol.NONE) {
      String symbol = style.symbol() == Symbol.TRIANGLE ? "triangle-up" : lower(style.symbol());
      json.put(
          "marker",
          Map.of("color", Theme.css(style.colour()), "symbol", symbol, "size", style.size()));
    }
    if (!series.hover().isEmpty()) {
      json.put("text", series.hover());
    }
    return json;
  }

  private static Map<String, Object> line(Style style) {
    String colour = Theme.css(style.colour());
    return Map.of("color", colour, "dash", lower(style.dash()), "width", style.width());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> edge(Band band, double[] ys, boolean upper) {
    var json = xy("scatter", band.xs(), ys);
    json.put("mode", "lines");
    json.put("line", line(new Style(band.colour(), Dash.SOLID, 0, Symbol.NONE, 0)));
    if (upper) {
      json.put("fill", "tonexty");
      json.put("fillcolor", Theme.css(band.colour()));
    } else {
      json.put("showlegend", false);
    }
    return json;
  }

  private Map<String, Object> bars(Bars bars) {
    double[] heights = DoubleStream.of(bars.tops()).map(top -> top - bars.base()).toArray();
    var json = xy("bar", bars.xs(), heights);
    json.put("marker", Map.of("color", Theme.css(bars.colour())));
    if (bars.base() != 0) {
      json.put("base", bars.base());
    }
    if (!Double.isNaN(bars.width())) {
      json.put("width", bars.width());
    }
    return json;
  }

  /** Through all that the panel's traces reach. */
  private Map<String, Object> reference(Reference reference) {
    double[] at = {reference.at(), reference.at()};
    var across = Plot.values(panel, !reference.upwards()).summaryStatistics();
    double[] ends = {across.getMin(), across.getMax()};
    var json = reference.upwards() ? xy("scatter", at, ends) : xy("scatter", ends, at);
    json.put("mode", "lines");
    json.put("line", line(Theme.REFERENCE));
    return json;
  }

  private Map<String, Object> heatmap(Heatmap heatmap) {
    int columns = heatmap.values()[0].length;
    var json = xy("heatmap", range(columns), range(heatmap.values().length));
    var z =
        PlotlyArrays.floats(
            Stream.of(heatmap.values()).flatMapToDouble(DoubleStream::of).toArray());
    z.put("shape", heatmap.values().length + ", " + columns);
    json.put("z", z);
    json.put("zmin", heatmap.from());
    json.put("zmax", heatmap.to());
    var scale = Theme.scale(heatmap.from(), heatmap.to());
    json.put(
        "colorscale",
        IntStream.range(0, scale.size())
            .mapToObj(i -> List.of(i / (scale.size() - 1.0), Theme.css(scale.get(i))))
            .toList());
    json.put("colorbar", Map.of("title", Map.of("text", heatmap.name())));
    return json;
  }

  private Map<String, Object> candles(Candles candles) {
    var json = xy("candlestick", candles.xs(), candles.close());
    json.remove("y");
    json.put("open", PlotlyArrays.of(candles.open()));
    json.put("high", PlotlyArrays.of(candles.high()));
    json.put("low", PlotlyArrays.of(candles.low()));
    json.put("close", PlotlyArrays.of(candles.close()));
    return json;
  }

  private Map<String, Object> boxes(Boxes boxes) {
    double[] places =
        IntStream.range(0, boxes.groups().size())
            .boxed()
            .flatMapToDouble(i -> DoubleStream.of(boxes.groups().get(i)).map(value -> i))
            .toArray();
    var json = xy("box", places, boxes.ys());
    json.put("marker", Map.of("color", Theme.css(boxes.colour())));
    return json;
  }

  private Map<String, Object> xy(String type, double[] xs, double[] ys) {
    var json = new LinkedHashMap<String, Object>();
    json.put("type", type);
    json.put("x", PlotlyArrays.coordinates(panel.x(), xs));
    json.put("y", PlotlyArrays.coordinates(panel.y(), ys));
    json.put("xaxis", "x" + number);
    json.put("yaxis", "y" + number);
    return json;
  }

  private static double[] range(int size) {
    return IntStream.range(0, size).asDoubleStream().toArray();
  }
}
