package org.lstmworkbook.evaluate;

import java.util.stream.IntStream;
import org.lstmworkbook.UserException;

/**
 * Tests a method the way it would have been used: walk through the test days, forecast each from
 * what was known then, and refit now and then on the days gone by. Never a shuffled day, never a
 * look ahead.
 *
 * <pre>{@code
 * var forecasts = WalkForward.expanding(2500).refitEvery(22).run(LinearRegression.har(), series);
 * }</pre>
 *
 * @param firstTest first day to forecast
 * @param refitEvery test days between two fits
 * @param horizon days ahead
 */
public record WalkForward(int firstTest, int refitEvery, int horizon) {

  /**
   * Checks the settings.
   *
   * @throws UserException if one is out of range
   */
  public WalkForward {
    if (firstTest < 1 || refitEvery < 1 || horizon < 1) {
      throw new UserException("a walk needs a first test day, refits and a horizon of at least 1");
    }
  }

  /** Trains on all days gone by, fitting once: chain {@link #refitEvery(int)} to refit. */
  public static WalkForward expanding(int firstTest) {
    return new WalkForward(firstTest, Integer.MAX_VALUE, 1);
  }

  /** Refits after so many test days. */
  public WalkForward refitEvery(int days) {
    return new WalkForward(firstTest, days, horizon);
  }

  /** Forecasts so many days ahead. */
  public WalkForward horizon(int days) {
    return new WalkForward(firstTest, refitEvery, days);
  }

  /**
   * Walks through the series to its end. The stretches between two refits know nothing of each
   * other, so they run in parallel; the result does not depend on how many cores there are.
   *
   * @throws UserException if no test day is left, or there are too few days before the first
   */
  public WalkForwardResult run(ForecastMethod method, Series series) {
    int tests = series.length() - firstTest;
    if (tests < 1) {
      throw new UserException(
          "the test begins on day %s, but the series has only %s days"
              .formatted(firstTest, series.length()));
    }
    if (firstTest < horizon) {
      throw new UserException(
          "no training day is left before test day " + firstTest + " with horizon " + horizon);
    }
    double[] forecast = new double[tests];
    fits(tests, refitEvery).parallel().forEach(first -> walk(method, series, first, forecast));
    Series known = series.between(firstTest - horizon, series.length() - horizon);
    return new WalkForwardResult(
        method.name(),
        known.values(),
        series.between(firstTest, series.length()).values(),
        forecast);
  }

  /** The test days, counted from 0, before which a walk fits. */
  public static IntStream fits(int tests, int refitEvery) {
    return IntStream.rangeClosed(0, (tests - 1) / refitEvery).map(fit -> fit * refitEvery);
  }

  private void walk(ForecastMethod method, Series series, int first, double[] forecast) {
    Series past = series.upTo(firstTest + first - horizon + 1);
    ForecastMethod.Fitted fitted = method.fit(past, horizon);
    for (int i = first; i < forecast.length && i - first < refitEvery; i++) {
      forecast[i] = fitted.forecast(series.upTo(firstTest + i - horizon + 1));
    }
  }
}
