package org.lstmworkbook.notebook;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Equal bins with round edges, the same for every histogram of a figure: the interactive plot and
 * its picture then show the same bars.
 *
 * @param start the left edge of the first bin
 * @param size the width of a bin
 * @param count how many bins
 */
record HistogramBins(double start, double size, int count) {

  private static final int USUAL = 40;
  private static final double[] ROUND = {1, 2, 2.5, 5, 10};

  /** Puts the same bins into each histogram of {@code traces} that has none. */
  static void share(List<Map<String, Object>> traces) {
    var histograms =
        traces.stream()
            .filter(t -> t.get("type").equals("histogram") && t.get("x") instanceof List<?>)
            .toList();
    double[] all =
        histograms.stream()
            .flatMapToDouble(trace -> DoubleStream.of(PlotlyTree.numbers(trace, "x")))
            .filter(Double::isFinite)
            .toArray();
    if (all.length == 0) {
      return;
    }
    int most =
        histograms.stream()
            .mapToInt(trace -> trace.remove("nbinsx") instanceof Number n ? n.intValue() : USUAL)
            .max()
            .orElse(USUAL);
    var bins = over(all, most);
    for (var trace : histograms) {
      trace.put("autobinx", false);
      trace.put(
          "xbins", Map.of("start", bins.start, "end", bins.edge(bins.count), "size", bins.size));
      if (histograms.size() > 1) {
        trace.put("opacity", 0.6);
      }
    }
  }

  /** The count of the fullest of the shared bins of {@code histograms}. */
  static int highest(List<double[]> histograms) {
    double[] all =
        histograms.stream().flatMapToDouble(DoubleStream::of).filter(Double::isFinite).toArray();
    var bins = over(all, USUAL);
    return histograms.stream()
        .flatMapToInt(values -> IntStream.of(bins.counts(values)))
        .max()
        .orElse(0);
  }

  /** At most {@code most} bins with a width of 1, 2, 2.5 or 5 times a power of ten. */
  private static HistogramBins over(double[] values, int most) {
    double least = DoubleStream.of(values).min().orElseThrow();
    double greatest = DoubleStream.of(values).max().orElseThrow();
    double atLeast = Math.max((greatest - least) / most, Math.ulp(greatest) * 4);
    double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
    double size =
        DoubleStream.of(ROUND).map(r -> r * power).filter(s -> s >= atLeast).min().orElseThrow();
    double start = Math.floor(least / size) * size;
    return new HistogramBins(start, size, (int) Math.floor((greatest - start) / size) + 1);
  }

  /** The bins that {@link #share} put into {@code trace}. */
  static HistogramBins of(Map<String, Object> trace) {
    var bins = PlotlyTree.at(trace, "xbins");
    double start = (Double) bins.get("start");
    double size = (Double) bins.get("size");
    return new HistogramBins(
        start, size, (int) Math.round(((Double) bins.get("end") - start) / size));
  }

  double edge(int bin) {
    return start + bin * size;
  }

  /** How many of {@code values} fall into each bin; an edge belongs to the bin on its right. */
  int[] counts(double[] values) {
    int[] counts = new int[count];
    for (double value : values) {
      if (Double.isFinite(value)) {
        counts[Math.min(count - 1, (int) Math.floor((value - start) / size))]++;
      }
    }
    return counts;
  }
}
