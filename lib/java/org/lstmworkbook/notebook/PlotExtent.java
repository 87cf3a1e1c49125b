package org.lstmworkbook.notebook;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;

/** How far a figure's data reach, so that a reference line can cross all of it. */
final class PlotExtent {

  private final List<Column<?>> xs = new ArrayList<>();
  private final List<double[]> ys = new ArrayList<>();
  private final List<double[]> histograms = new ArrayList<>();

  void add(Column<?> x, NumericColumn<?> y) {
    xs.add(x);
    ys.add(y.asDoubleArray());
  }

  void addHistogram(double[] values) {
    xs.add(DoubleColumn.create("x", values));
    histograms.add(values);
  }

  /** From the lowest value to the highest; from 0 to the highest bar under histograms. */
  DoubleColumn upwards() {
    double[] values =
        histograms.isEmpty()
            ? ys.stream().flatMapToDouble(DoubleStream::of).filter(Double::isFinite).toArray()
            : new double[] {0, HistogramBins.highest(histograms)};
    return ends(values);
  }

  /** From the first date or number to the last. */
  Column<?> across() {
    if (!xs.isEmpty() && xs.stream().allMatch(DateColumn.class::isInstance)) {
      var dates = xs.stream().flatMap(x -> ((DateColumn) x).asList().stream()).toList();
      LocalDate first = dates.stream().min(LocalDate::compareTo).orElseThrow();
      return DateColumn.create("x", first, dates.stream().max(LocalDate::compareTo).orElseThrow());
    }
    return ends(
        xs.stream()
            .flatMapToDouble(x -> IntStream.range(0, x.size()).mapToDouble(i -> number(x, i)))
            .filter(Double::isFinite)
            .toArray());
  }

  private static double number(Column<?> x, int row) {
    return x instanceof NumericColumn<?> numbers ? numbers.getDouble(row) : Double.NaN;
  }

  private static DoubleColumn ends(double[] values) {
    if (values.length == 0) {
      throw new UserException("A reference line needs data to cross: add a line or points first.");
    }
    double least = DoubleStream.of(values).min().orElseThrow();
    return DoubleColumn.create("end", least, DoubleStream.of(values).max().orElseThrow());
  }
}
