package org.lstmworkbook.evaluate;

import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lstmworkbook.UserException;

/**
 * What a regression sees of the known days: one row of numbers. Any forecast by regression (AR,
 * HAR, ridge, boosting) is a choice of inputs and of a learner.
 *
 * @param days known days that a row needs
 * @param row makes the row from the known days, of which there are at least that many
 */
public record Inputs(int days, Function<Series, double[]> row) {

  /** The last values, newest first: the inputs of an autoregression. */
  public static Inputs lags(int days) {
    return new Inputs(
        days,
        known ->
            IntStream.range(0, days)
                .mapToDouble(lag -> known.value(known.length() - 1 - lag))
                .toArray());
  }

  /** The mean of the last values over each of several spans, in days. */
  public static Inputs means(int... spans) {
    return new Inputs(
        IntStream.of(spans).max().orElseThrow(),
        known ->
            IntStream.of(spans).mapToDouble(span -> Baselines.meanOfLast(known, span)).toArray());
  }

  /** The newest values of other columns of the series. */
  public static Inputs columns(String... names) {
    return new Inputs(
        1,
        known ->
            Stream.of(names).mapToDouble(name -> known.value(name, known.length() - 1)).toArray());
  }

  /** These inputs and others, side by side. */
  public Inputs and(Inputs others) {
    return new Inputs(
        Math.max(days, others.days),
        known ->
            DoubleStream.concat(
                    DoubleStream.of(row.apply(known)), DoubleStream.of(others.row.apply(known)))
                .toArray());
  }

  /** The training days as rows of inputs, each with the value {@code horizon} days later. */
  @SuppressWarnings("ArrayRecordComponent") // made once, and read
  record Examples(double[][] rows, double[] targets) {}

  Examples examples(String method, Series past, int horizon) {
    int count = past.length() - horizon - days + 1;
    if (count < 30) {
      throw new UserException(
          "%s learns from at least 30 training days beyond the first %s, but there are %s"
              .formatted(method, days, Math.max(0, count)));
    }
    double[][] rows = new double[count][];
    double[] targets = new double[count];
    for (int i = 0; i < count; i++) {
      rows[i] = row.apply(past.upTo(days + i));
      targets[i] = past.value(days + i - 1 + horizon);
    }
    return new Examples(rows, targets);
  }
}
