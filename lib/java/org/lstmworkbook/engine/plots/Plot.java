package org.lstmworkbook.engine.plots;

import java.awt.Color;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A plot as data: panels side by side, each with two axes and what is drawn between them. A
 * coordinate is a number; on a {@link Scale#DATE} axis milliseconds since 1970 in UTC, on a {@link
 * Scale#CATEGORY} axis the place in its names. NaN leaves a gap. A trace named "" is not in the
 * legend.
 *
 * @param title what is seen, in a few words
 * @param width in pixels
 * @param height in pixels
 * @param panels at least one
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares plots; a list would box each point.
public record Plot(String title, int width, int height, List<Panel> panels) {

  /** As much as JupyterLab has room for on a screen of 1280 pixels, its file browser open: 848. */
  public static final int WIDTH = 840;

  /** Half as high as wide: two plots on a screen. */
  public static final int HEIGHT = 420;

  /** How an axis turns a coordinate into a place. */
  public enum Scale {
    LINEAR,
    LOG,
    DATE,
    CATEGORY,
    /** As LINEAR, and nothing of the axis is drawn. */
    HIDDEN
  }

  /**
   * An axis.
   *
   * @param title what is measured, with its unit
   * @param names of the places 0, 1, 2 … on a CATEGORY axis, else empty
   */
  public record Axis(String title, Scale scale, List<String> names) {}

  /**
   * A pair of axes and what is drawn between them, later traces over earlier ones.
   *
   * @param equalAxes whether a unit is as long upwards as to the right, so that a circle is round
   */
  public record Panel(Axis x, Axis y, boolean equalAxes, List<Trace> traces) {}

  /** How a line is broken; NONE: there are points only. */
  public enum Dash {
    SOLID,
    DASH,
    DOT,
    DASHDOT,
    NONE
  }

  /** The sign at each point; NONE: there is a line only. */
  public enum Symbol {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    CROSS,
    NONE
  }

  /** The look of a series; width and size in pixels. */
  public record Style(Color colour, Dash dash, double width, Symbol symbol, double size) {

    /** The usual line of the n-th series of a plot. */
    public static Style line(int n) {
      return new Style(Theme.colour(n), Theme.dash(n), 2, Symbol.NONE, 0);
    }

    /** The usual points of the n-th series of a plot. */
    public static Style points(int n) {
      return new Style(Theme.colour(n), Dash.NONE, 0, Theme.symbol(n), 8);
    }

    /** A line of a family of many, from bright, 0, to dark, 1. */
    public static Style ranked(double rank, double width) {
      return new Style(Theme.ranked(rank), Dash.SOLID, width, Symbol.NONE, 0);
    }

    /** A line as dark as letters. */
    public static Style ink(double width) {
      return new Style(Theme.INK, Dash.SOLID, width, Symbol.NONE, 0);
    }
  }

  /** Something that is drawn; xs and ys are what the axes must reach. */
  public sealed interface Trace {
    String name();

    default double[] xs() {
      return new double[0];
    }

    double[] ys();
  }

  /** A line, points, or both. {@code hover} says more of each point, or is empty. */
  public record Series(String name, double[] xs, double[] ys, Style style, List<String> hover)
      implements Trace {}

  /** The area between two lines. */
  public record Band(String name, double[] xs, double[] lower, double[] upper, Color colour)
      implements Trace {
    @Override
    public double[] ys() {
      return Stream.of(lower, upper).flatMapToDouble(Arrays::stream).toArray();
    }
  }

  /**
   * Upright bars.
   *
   * @param base where they begin
   * @param width in units of the x axis; NaN on a CATEGORY axis, where bars of several traces stand
   *     beside each other
   */
  public record Bars(
      String name, double[] xs, double[] tops, double base, double width, Color colour)
      implements Trace {
    @Override
    public double[] ys() {
      return DoubleStream.concat(DoubleStream.of(base), DoubleStream.of(tops)).toArray();
    }
  }

  /** A dashed line through the whole panel, upwards at an x or across at a y. */
  public record Reference(String name, double at, boolean upwards) implements Trace {
    @Override
    public double[] xs() {
      return upwards ? new double[] {at} : new double[0];
    }

    @Override
    public double[] ys() {
      return upwards ? new double[0] : new double[] {at};
    }
  }

  /**
   * A matrix [y][x] as colours, on two CATEGORY axes; white, or the scale's ends, at from and to.
   */
  public record Heatmap(String name, double[][] values, double from, double to) implements Trace {
    @Override
    public double[] xs() {
      return new double[] {-0.5, values[0].length - 0.5};
    }

    @Override
    public double[] ys() {
      return new double[] {-0.5, values.length - 0.5};
    }
  }

  /** The range of each day as a line, from its open to its close as a body. */
  public record Candles(
      String name, double[] xs, double[] open, double[] high, double[] low, double[] close)
      implements Trace {
    @Override
    public double[] ys() {
      return Stream.of(high, low).flatMapToDouble(Arrays::stream).toArray();
    }
  }

  /** Quartiles, whiskers and outliers of each group of values, on a CATEGORY axis. */
  public record Boxes(String name, List<double[]> groups, Color colour) implements Trace {
    @Override
    public double[] xs() {
      return new double[] {-0.5, groups.size() - 0.5};
    }

    @Override
    public double[] ys() {
      return groups.stream().flatMapToDouble(Arrays::stream).toArray();
    }
  }

  /** Words, each in the middle of its point. */
  public record Labels(double[] xs, double[] ys, List<String> words) implements Trace {
    @Override
    public String name() {
      return "";
    }
  }

  /** A plot of the usual size with one panel. */
  public static Plot of(String title, Panel panel) {
    return new Plot(title, WIDTH, HEIGHT, List.of(panel));
  }

  /** Plotly's {data, layout}. */
  public Map<String, Object> json() {
    return PlotlyWriter.write(this);
  }

  /** The picture for a page that cannot draw Plotly, such as GitHub's: a PNG. */
  public byte[] png() {
    return SmallPng.encode(PictureWriter.write(this));
  }

  /** The names that the legend shows; one alone, which the title tells, needs none. */
  List<Trace> legend() {
    var names = new HashSet<String>();
    var named =
        panels.stream()
            .flatMap(panel -> panel.traces.stream())
            .filter(trace -> !trace.name().isEmpty() && !(trace instanceof Heatmap))
            .filter(trace -> names.add(trace.name()))
            .toList();
    return named.size() > 1 ? named : List.of();
  }

  /** All values along one axis of a panel that have a place on it. */
  static DoubleStream values(Panel panel, boolean across) {
    boolean log = (across ? panel.x : panel.y).scale == Scale.LOG;
    return panel.traces.stream()
        .flatMapToDouble(trace -> across ? reach(trace) : DoubleStream.of(trace.ys()))
        .filter(value -> Double.isFinite(value) && (value > 0 || !log));
  }

  /** Where a trace's xs are; of wide bars also where they end. */
  private static DoubleStream reach(Trace trace) {
    return trace instanceof Bars bars && Double.isFinite(bars.width)
        ? DoubleStream.of(bars.xs)
            .flatMap(x -> DoubleStream.of(x - bars.width / 2, x + bars.width / 2))
        : DoubleStream.of(trace.xs());
  }
}
