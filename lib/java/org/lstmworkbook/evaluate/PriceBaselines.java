package org.lstmworkbook.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;

/**
 * What a forecast of a price has to beat, all on the same days. Methods that add up changes work on
 * the logarithm of the price.
 */
final class PriceBaselines {

  private PriceBaselines() {}

  /** From the simplest to the strongest. */
  private static List<ForecastMethod> methods(int week) {
    return List.of(
        Baselines.drift(),
        Baselines.seasonalNaive(week),
        Baselines.movingAverage(22),
        Baselines.ewma(),
        LinearRegression.ar(5),
        new Differenced(LinearRegression.ridge(22, 50)),
        new Arima(1, 1, 1),
        new Differenced(GradientBoosting.of("boosting", Inputs.lags(22))));
  }

  /**
   * Walks all methods, and Monte Carlo, through the test days; persistence is not among them, since
   * its forecast is always 0.
   *
   * @param prices daily prices of one stock in order, without splits: the adjusted close
   * @param firstTest index of the first day to forecast; the last is the last price's
   * @param horizon days ahead
   * @param refitEvery test days between two fits
   * @param week rows of a week: 5 on an exchange, 7 for coins, 1 for weekly bars
   * @return for each method the log returns over the horizon that it forecast, one a test day
   * @throws UserException if a price is not positive, or there are too few days before the test
   */
  public static Map<String, double[]> logReturns(
      double[] prices, int firstTest, int horizon, int refitEvery, int week) {
    if (!DoubleStream.of(prices).allMatch(price -> price > 0)) {
      throw new UserException("A price is zero or negative: mend or drop that day first.");
    }
    WalkForward walk = WalkForward.expanding(firstTest).refitEvery(refitEvery).horizon(horizon);
    Series logs = Series.of(DoubleStream.of(prices).map(Math::log).toArray());
    Map<String, double[]> all = new LinkedHashMap<>();
    for (ForecastMethod method : methods(week)) {
      all.put(method.name(), changes(walk.run(method, logs)));
    }
    WalkForwardResult medians = walk.run(GeometricBrownianMotion.method(), Series.of(prices));
    all.put(medians.method(), logs(medians.forecast(), medians.lastKnown()));
    return all;
  }

  private static double[] logs(double[] forecast, double[] last) {
    return IntStream.range(0, last.length)
        .mapToDouble(i -> Math.log(forecast[i] / last[i]))
        .toArray();
  }

  private static double[] changes(WalkForwardResult logs) {
    double[] last = logs.lastKnown();
    double[] forecast = logs.forecast();
    return IntStream.range(0, last.length).mapToDouble(i -> forecast[i] - last[i]).toArray();
  }
}
