package org.lstmworkbook.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.lstmworkbook.UserException;

/**
 * What a forecast of a price has to beat, all on the same days. Methods that add up changes work on
 * the logarithm of the price.
 */
public final class PriceBaselines {

  private PriceBaselines() {}

  /** The methods, from the simplest to the strongest. */
  public static List<ForecastMethod> methods() {
    return List.of(
        Baselines.drift(),
        Baselines.seasonalNaive(5),
        Baselines.movingAverage(22),
        Baselines.ewma(),
        LinearRegression.ar(5),
        new OnChanges(LinearRegression.ridge(22, 50)),
        new Arima(1, 1, 1),
        new OnChanges(GradientBoosting.of("boosting", Inputs.lags(22))));
  }

  /**
   * Walks all methods, and Monte Carlo, through the test days; persistence is there by itself. Add
   * the network's row to the result.
   *
   * @param prices daily prices of one stock in order, in dollars, without splits: the adjusted
   *     close
   * @param firstTest index of the first day to forecast
   * @param horizon days ahead
   * @param refitEvery test days between two fits
   * @throws UserException if a price is not positive, or there are too few days before the test
   */
  public static Scoreboard scoreboard(double[] prices, int firstTest, int horizon, int refitEvery) {
    if (!DoubleStream.of(prices).allMatch(price -> price > 0)) {
      throw new UserException("A price is zero or negative: mend or drop that day first.");
    }
    WalkForward walk = WalkForward.expanding(firstTest).refitEvery(refitEvery).horizon(horizon);
    Series logs = Series.of(DoubleStream.of(prices).map(Math::log).toArray());
    Forecasts known = walk.run(Baselines.persistence(), Series.of(prices));
    Scoreboard scores =
        Scoreboard.of("$", Arrays.copyOf(prices, firstTest), known.lastKnown(), known.actual());
    for (ForecastMethod method : methods()) {
      double[] forecast = walk.run(method, logs).forecast();
      scores.add(method.name(), DoubleStream.of(forecast).map(Math::exp).toArray());
    }
    Forecasts simulated = walk.run(GeometricBrownianMotion.method(500, 1), Series.of(prices));
    return scores.add(simulated.method(), simulated.forecast());
  }
}
