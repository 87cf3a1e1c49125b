package org.lstmworkbook.notebook;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Fewer points in a drawing than in the data, where a screen could not show them all: a long line
 * keeps the lowest and the highest point of each of 750 equal stretches, so that no peak is lost; a
 * cloud of points keeps every n-th. Nothing but the drawing is thinned.
 */
final class PlotPoints {

  static final int MOST = 1500;

  private PlotPoints() {}

  /** Thins each scatter trace of {@code plot} to at most {@link #MOST} points, in place. */
  static void thin(Map<String, Object> plot) {
    for (var trace : PlotlyTree.traces(plot)) {
      if ("scatter".equals(trace.get("type")) && PlotlyTree.list(trace, "y").size() > MOST) {
        var x = PlotlyTree.list(trace, "x");
        var y = PlotlyTree.list(trace, "y");
        boolean line = String.valueOf(trace.get("mode")).contains("lines");
        var kept = line ? peaks(PlotlyTree.numbers(trace, "y")) : every(y.size());
        trace.put("x", kept.stream().map(x::get).toList());
        trace.put("y", kept.stream().map(y::get).toList());
      }
    }
  }

  private static List<Integer> every(int size) {
    int step = (size + MOST - 1) / MOST;
    return IntStream.iterate(0, i -> i < size, i -> i + step).boxed().toList();
  }

  private static List<Integer> peaks(double[] y) {
    int stretches = MOST / 2;
    var kept = new TreeSet<Integer>();
    for (int i = 0; i < stretches; i++) {
      int from = (int) ((long) y.length * i / stretches);
      int to = (int) ((long) y.length * (i + 1) / stretches);
      int lowest = from;
      int highest = from;
      for (int j = from; j < to; j++) {
        lowest = y[j] < y[lowest] || Double.isNaN(y[lowest]) ? j : lowest;
        highest = y[j] > y[highest] || Double.isNaN(y[highest]) ? j : highest;
      }
      kept.add(lowest);
      kept.add(highest);
    }
    return List.copyOf(kept);
  }
}
