package org.lstmworkbook.engine.plots;

import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.lstmworkbook.engine.plots.Plot.Bars;

/**
 * Equal bins with round edges, for histograms; several of one plot share them.
 *
 * @param start the left edge of the first bin
 * @param size the width of a bin
 * @param count how many bins
 */
public record Bins(double start, double size, int count) {

  private static final int USUAL = 40;

  /**
   * At most 40 bins with a width of 1, 2, 2.5 or 5 times a power of ten, over all finite values.
   */
  public static Bins over(List<double[]> values) {
    return over(values, USUAL);
  }

  static Bins over(List<double[]> values, int most) {
    var range =
        values.stream()
            .flatMapToDouble(DoubleStream::of)
            .filter(Double::isFinite)
            .summaryStatistics();
    if (range.getCount() == 0) {
      return new Bins(0, 1, 1);
    }
    double span = range.getMax() - range.getMin();
    double size = Ticks.step(span > 0 ? span : Math.ulp(range.getMax()) * most * 4, most);
    double start = Math.floor(range.getMin() / size) * size;
    return new Bins(start, size, (int) Math.floor((range.getMax() - start) / size) + 1);
  }

  /** A bar for each bin, as high as how many of {@code values} fall into it. */
  public Bars bars(String name, double[] values, Color colour) {
    double[] counts = new double[count];
    for (double value : values) {
      if (Double.isFinite(value)) { // An edge belongs to the bin on its right.
        counts[Math.min(count - 1, (int) Math.floor((value - start) / size))]++;
      }
    }
    double[] middles =
        IntStream.range(0, count).mapToDouble(bin -> start + (bin + 0.5) * size).toArray();
    return new Bars(name, middles, counts, 0, size, colour);
  }
}
