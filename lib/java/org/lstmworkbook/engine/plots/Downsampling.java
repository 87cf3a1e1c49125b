package org.lstmworkbook.engine.plots;

import java.util.TreeSet;
import java.util.stream.IntStream;
import org.lstmworkbook.engine.plots.Plot.Dash;
import org.lstmworkbook.engine.plots.Plot.Series;

/** Fewer points of a line or cloud that has more than a screen shows; a line keeps its peaks. */
final class Downsampling {

  static final int MAX_POINTS = 1500;

  private Downsampling() {}

  static double[] pick(double[] values, int[] kept) {
    return IntStream.of(kept).mapToDouble(i -> values[i]).toArray();
  }

  /** All points; or every n-th; or of a line the lowest and the highest of each stretch. */
  static int[] kept(Series series) {
    double[] y = series.ys();
    if (y.length <= MAX_POINTS) {
      return IntStream.range(0, y.length).toArray();
    }
    if (series.style().dash() == Dash.NONE) {
      int step = (y.length + MAX_POINTS - 1) / MAX_POINTS;
      return IntStream.iterate(0, i -> i < y.length, i -> i + step).toArray();
    }
    int stretches = MAX_POINTS / 2;
    var kept = new TreeSet<Integer>();
    for (int i = 0; i < stretches; i++) {
      int from = (int) ((long) y.length * i / stretches);
      int lowest = from;
      int highest = from;
      for (int j = from; j < (int) ((long) y.length * (i + 1) / stretches); j++) {
        lowest = y[j] < y[lowest] || Double.isNaN(y[lowest]) ? j : lowest;
        highest = y[j] > y[highest] || Double.isNaN(y[highest]) ? j : highest;
      }
      kept.add(lowest);
      kept.add(highest);
    }
    return kept.stream().mapToInt(i -> i).toArray();
  }
}
