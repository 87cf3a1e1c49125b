package org.lstmworkbook.evaluate;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How far forecasts are from what came. Day i of one array is day i of the others; an error has the
 * unit of the arrays: give dollars to get dollars.
 *
 * <p>Every method throws IllegalArgumentException if the arrays are empty, differ in length, or
 * hold NaN or an infinity: an average that quietly skips a bad day flatters the forecaster.
 */
public final class Metrics {

  private Metrics() {}

  /** Mean absolute error: the average distance, in the unit of the data. */
  public static double mae(double[] actual, double[] forecast) {
    check(actual, forecast);
    return mean(actual.length, i -> Math.abs(actual[i] - forecast[i]));
  }

  /**
   * Root mean squared error, in the unit of the data: never below the MAE, and further above it the
   * rarer and larger the misses.
   */
  public static double rmse(double[] actual, double[] forecast) {
    check(actual, forecast);
    return Math.sqrt(mean(actual.length, i -> square(actual[i] - forecast[i])));
  }

  /**
   * On how many days the forecast named the direction of the move from the last known value. A day
   * on which the forecast is no change (persistence: every day) or nothing changed does not count.
   *
   * @param lastKnown the value known when the forecast was made
   */
  public static Proportion directionAccuracy(
      double[] lastKnown, double[] actual, double[] forecast) {
    check(actual, forecast);
    check(actual, lastKnown);
    return proportion(
        actual.length,
        i -> actual[i] != lastKnown[i] && forecast[i] != lastKnown[i],
        i -> Math.signum(actual[i] - lastKnown[i]) == Math.signum(forecast[i] - lastKnown[i]));
  }

  /**
   * On how many days the forecast was no further from the truth than a share of the truth.
   *
   * @param tolerance for example 0.01: within one percent
   */
  public static Proportion withinTolerance(double[] actual, double[] forecast, double tolerance) {
    check(actual, forecast);
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException(
          "a tolerance is a positive share of the truth, for example 0.01, but was " + tolerance);
    }
    return proportion(
        actual.length,
        i -> true,
        i -> Math.abs(actual[i] - forecast[i]) <= tolerance * Math.abs(actual[i]));
  }

  static double mean(int days, IntToDoubleFunction value) {
    return IntStream.range(0, days).mapToDouble(value).average().orElseThrow();
  }

  static double square(double x) {
    return x * x;
  }

  static void check(double[] actual, double[] forecast) {
    if (actual.length == 0) {
      throw new IllegalArgumentException("there is no day to score: the arrays are empty");
    }
    if (actual.length != forecast.length) {
      throw new IllegalArgumentException(
          "each day needs a truth and a forecast, but there are "
              + actual.length
              + " and "
              + forecast.length);
    }
    for (int i = 0; i < actual.length; i++) {
      if (!Double.isFinite(actual[i]) || !Double.isFinite(forecast[i])) {
        throw new IllegalArgumentException(
            "day "
                + i
                + " cannot be scored: truth "
                + actual[i]
                + ", forecast "
                + forecast[i]
                + "; mend or drop it first");
      }
    }
  }

  private static Proportion proportion(int days, IntPredicate counts, IntPredicate hit) {
    int[] trials = IntStream.range(0, days).filter(counts).toArray();
    return new Proportion((int) IntStream.of(trials).filter(hit).count(), trials.length);
  }
}
