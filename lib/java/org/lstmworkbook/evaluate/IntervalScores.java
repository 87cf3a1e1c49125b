package org.lstmworkbook.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.MathArrays;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Intervals against the truth: do they hold as many days as they promise, and how wide must they be
 * for it? Of two that keep the promise the narrower is better; the pinball loss of the two ends
 * says both in one number (Gneiting and Raftery 2007).
 */
public final class IntervalScores {

  private static final double CONFIDENCE = 0.95;

  private final double[] actual;
  private final int horizon;
  private final List<Row> rows = new ArrayList<>();

  private record Row(
      String method, double promised, Proportion inside, double width, double pinball) {}

  private IntervalScores(double[] actual, int horizon) {
    this.actual = actual.clone();
    this.horizon = horizon;
  }

  /**
   * Starts without a row.
   *
   * @param actual for each day, what came
   * @param horizon days ahead of the intervals
   */
  public static IntervalScores of(double[] actual, int horizon) {
    return new IntervalScores(actual, horizon);
  }

  /**
   * Adds the intervals of a method.
   *
   * @param promised share of days that they are made to hold; as many are to fall below as above
   * @param low for each day
   * @param high for each day
   * @throws org.lstmworkbook.UserException if the days do not match, or an interval is upside down
   */
  public IntervalScores add(String method, double promised, double[] low, double[] high) {
    double tail = (1 - promised) / 2;
    rows.add(
        new Row(
            method,
            promised,
            Metrics.coverage(actual, low, high),
            StatUtils.mean(MathArrays.ebeSubtract(high, low)),
            (Metrics.pinball(actual, low, tail) + Metrics.pinball(actual, high, 1 - tail)) / 2));
    return this;
  }

  /**
   * Returns one row for each {@link #add}: method, promised and measured coverage with the ends of
   * its 95 % Wilson interval ({@link Proportion#wilson(double, int)}), all in percent; mean width
   * and pinball loss of the two ends in the unit of the data.
   */
  public Table toTable() {
    return Table.create(
        "intervals",
        StringColumn.create("interval", rows.stream().map(Row::method)),
        column("promised %", row -> 100 * row.promised()),
        column("measured %", row -> 100 * row.inside().share()),
        column("from %", row -> 100 * row.inside().wilson(CONFIDENCE, horizon).getLowerBound()),
        column("to %", row -> 100 * row.inside().wilson(CONFIDENCE, horizon).getUpperBound()),
        column("width", Row::width),
        column("pinball", Row::pinball));
  }

  private DoubleColumn column(String name, ToDoubleFunction<Row> value) {
    return DoubleColumn.create(name, rows.stream().mapToDouble(value).toArray());
  }
}
