package org.lstmworkbook.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lstmworkbook.UserException;

/**
 * What a forecaster may know: values of trading days, oldest first, and optionally further columns
 * of the same days. {@link #upTo} gives a view that ends at a day and cannot be asked about a later
 * one: a forecaster that is handed such a view cannot look into the future.
 */
public final class Series {

  private final double[] values;
  private final Map<String, double[]> columns;
  private final int from;
  private final int to;

  private Series(double[] values, Map<String, double[]> columns, int from, int to) {
    this.values = values;
    this.columns = columns;
    this.from = from;
    this.to = to;
  }

  /**
   * Makes a series of the values to forecast.
   *
   * @throws UserException if one is NaN or infinite
   */
  public static Series of(double... values) {
    return new Series(finite("the series", values.clone()), Map.of(), 0, values.length);
  }

  /**
   * Returns this series with one more column, known on the same days.
   *
   * @throws UserException if it has another length, or one value is NaN or infinite
   */
  public Series with(String column, double... more) {
    if (more.length != length() || from != 0 || to != values.length) {
      throw new UserException(
          "column '%s' has %s values, but the series has %s days"
              .formatted(column, more.length, length()));
    }
    var all = new LinkedHashMap<>(columns);
    all.put(column, finite("column '" + column + "'", more.clone()));
    return new Series(values, all, from, to);
  }

  /** Returns the number of days. */
  public int length() {
    return to - from;
  }

  /** Returns the value of a day, 0 being the oldest. */
  public double value(int day) {
    return values[index(day)];
  }

  /** Returns another column's value of a day. */
  public double value(String column, int day) {
    return column(column)[index(day)];
  }

  /** Returns the newest value. */
  public double last() {
    return value(length() - 1);
  }

  /** Returns a copy of all values. */
  public double[] values() {
    return Arrays.copyOfRange(values, from, to);
  }

  /** Returns a copy of another column's values. */
  public double[] values(String column) {
    return Arrays.copyOfRange(column(column), from, to);
  }

  /** Returns the first days only: a view that knows nothing of what comes after. */
  public Series upTo(int days) {
    return between(0, days);
  }

  /** Returns the days from one, inclusive, to another, exclusive: a view that knows no others. */
  public Series between(int first, int end) {
    if (first < 0 || end < first || end > length()) {
      throw new IndexOutOfBoundsException(
          "days " + first + " to " + end + " are not within the " + length() + " known days");
    }
    return new Series(values, columns, from + first, from + end);
  }

  private int index(int day) {
    if (day < 0 || day >= length()) {
      throw new IndexOutOfBoundsException(
          "day " + day + " is not among the " + length() + " known days");
    }
    return from + day;
  }

  private double[] column(String name) {
    double[] column = columns.get(name);
    if (column == null) {
      throw new UserException(
          "the series has no column '" + name + "'; it has " + columns.keySet());
    }
    return column;
  }

  private static double[] finite(String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new UserException(
            what + " holds " + values[i] + " on day " + i + ": mend or drop that day first");
      }
    }
    return values;
  }
}
