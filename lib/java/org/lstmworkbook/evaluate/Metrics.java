package org.lstmworkbook.evaluate;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;

/**
 * How far forecasts are from what came. Day i of one array is day i of the others; an error has the
 * unit of the arrays: give dollars to get dollars.
 *
 * <p>Every method throws UserException if the arrays are empty, differ in length, or hold NaN or an
 * infinity (an average that quietly skips a bad day flatters the forecaster), or if an error is so
 * large that the result would be infinite.
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

  /** Squared error of each day, as {@link DieboldMariano} compares them. */
  public static double[] squaredErrors(double[] actual, double[] forecast) {
    check(actual, forecast);
    return IntStream.range(0, actual.length)
        .mapToDouble(i -> finite(square(actual[i] - forecast[i])))
        .toArray();
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
   * @param tolerance the largest relative error, for example 0.01: within one percent
   */
  public static Proportion withinTolerance(double[] actual, double[] forecast, double tolerance) {
    check(actual, forecast);
    if (!(tolerance > 0)) {
      throw new UserException(
          "a tolerance is a positive share of the truth, for example 0.01, but was " + tolerance);
    }
    return proportion(
        actual.length,
        i -> true,
        i -> Math.abs(actual[i] - forecast[i]) <= tolerance * Math.abs(actual[i]));
  }

  /**
   * Mean absolute scaled error (Hyndman and Koehler 2006): the MAE divided by that of persistence
   * over the training values. Below 1 is better than "tomorrow is like today" was there; it has no
   * unit, so stocks at 30 and at 600 dollars compare.
   *
   * @param training values before the test days, in order, one a day
   * @throws UserException also if the training values never change, or there are fewer than two
   */
  public static double mase(double[] training, double[] actual, double[] forecast) {
    double scale =
        training.length < 2
            ? 0
            : mae(
                Arrays.copyOfRange(training, 1, training.length),
                Arrays.copyOf(training, training.length - 1));
    if (scale == 0) {
      throw new UserException(
          "the scale of MASE is how much the training values change from day to day, and these %s never do"
              .formatted(training.length));
    }
    return finite(mae(actual, forecast) / scale);
  }

  /**
   * Symmetric mean absolute percentage error, in percent, as in the M4 competition: the mean of
   * 200·|a − f| / (|a| + |f|).
   *
   * <p>Its trap: it is not symmetric. For a truth of 100, a forecast of 110 scores 9.5 but one of
   * 90 scores 10.5, so it rewards forecasting too high. On values that can be zero or negative,
   * such as returns, it says nothing: a forecast of zero always scores 200. Use it on prices only,
   * and only to compare with papers that do.
   *
   * @throws UserException also where truth and forecast are both zero
   */
  public static double smape(double[] actual, double[] forecast) {
    check(actual, forecast);
    if (IntStream.range(0, actual.length).anyMatch(i -> actual[i] == 0 && forecast[i] == 0)) {
      throw new UserException(
          "sMAPE divides by |truth| + |forecast|, and both are zero on some day: use MAE or MASE");
    }
    return mean(
        actual.length,
        i ->
            200
                * Math.abs(actual[i] - forecast[i])
                / (Math.abs(actual[i]) + Math.abs(forecast[i])));
  }

  /**
   * Pinball loss of forecasts of a quantile (Koenker and Bassett 1978), in the unit of the data:
   * too low costs q a dollar, too high 1 − q. Its expectation is least for the true quantile; at q
   * = 0.5 it is half the MAE.
   *
   * @param quantile q, between 0 and 1 exclusive
   */
  public static double pinball(double[] actual, double[] forecast, double quantile) {
    check(actual, forecast);
    if (!(quantile > 0 && quantile < 1)) {
      throw new UserException(
          "a quantile lies between 0 and 1, for example 0.9, but was " + quantile);
    }
    return mean(
        actual.length,
        i ->
            Math.max(
                quantile * (actual[i] - forecast[i]), (quantile - 1) * (actual[i] - forecast[i])));
  }

  /**
   * On how many days the truth lay in the forecast's interval, ends included. A 95 % interval
   * should hold about 95 % of them.
   *
   * @throws UserException also if a lower end is above its upper end
   */
  public static Proportion coverage(double[] actual, double[] lower, double[] upper) {
    check(actual, lower);
    check(actual, upper);
    for (int i = 0; i < actual.length; i++) {
      if (lower[i] > upper[i]) {
        throw new UserException(
            "the interval of day " + i + " is upside down: " + lower[i] + " to " + upper[i]);
      }
    }
    return proportion(
        actual.length, i -> true, i -> lower[i] <= actual[i] && actual[i] <= upper[i]);
  }

  static double mean(int days, IntToDoubleFunction value) {
    return finite(IntStream.range(0, days).mapToDouble(value).average().orElseThrow());
  }

  /** What was computed, unless it left the range of a double. */
  private static double finite(double computed) {
    if (!Double.isFinite(computed)) {
      throw new UserException(
          "The errors are too large to compute with: give truth and forecast in a larger unit.");
    }
    return computed;
  }

  static double square(double x) {
    return x * x;
  }

  static void check(double[] actual, double[] forecast) {
    if (actual.length == 0) {
      throw new UserException("there is no day to score: the arrays are empty");
    }
    if (actual.length != forecast.length) {
      throw new UserException(
          "each day needs a truth and a forecast, but there are %s and %s"
              .formatted(actual.length, forecast.length));
    }
    for (int i = 0; i < actual.length; i++) {
      if (!Double.isFinite(actual[i]) || !Double.isFinite(forecast[i])) {
        throw new UserException(
            "day %s cannot be scored: truth %s, forecast %s; mend or drop it first"
                .formatted(i, actual[i], forecast[i]));
      }
    }
  }

  private static Proportion proportion(int days, IntPredicate counts, IntPredicate hit) {
    int[] trials = IntStream.range(0, days).filter(counts).toArray();
    return new Proportion((int) IntStream.of(trials).filter(hit).count(), trials.length);
  }
}
