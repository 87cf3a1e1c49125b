package org.lstmworkbook.evaluate;

import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.lstmworkbook.UserException;

/**
 * Monte Carlo's model of a price: each day's log return is drawn anew from one normal distribution.
 * It knows nothing of what happened lately; its answer is not one price but many paths.
 *
 * @param drift mean of the daily log return
 * @param volatility standard deviation of the daily log return
 */
public record GeometricBrownianMotion(double drift, double volatility) {

  /**
   * Fits drift and volatility to daily prices.
   *
   * @param prices in dollars, oldest first
   * @throws UserException for fewer than three, or one that is not positive
   */
  public static GeometricBrownianMotion fit(double[] prices) {
    if (prices.length < 3
        || !Arrays.stream(prices).allMatch(price -> price > 0 && Double.isFinite(price))) {
      throw new UserException(
          "Monte Carlo needs at least three prices, all positive, but got " + prices.length);
    }
    double[] returns =
        IntStream.range(1, prices.length)
            .mapToDouble(day -> Math.log(prices[day] / prices[day - 1]))
            .toArray();
    return new GeometricBrownianMotion(
        StatUtils.mean(returns), Math.sqrt(StatUtils.variance(returns)));
  }

  /**
   * Simulates paths.
   *
   * @param start the last known price, in dollars
   * @param days length of a path
   * @param count number of paths
   * @param seed the same seed gives the same paths
   * @return prices [path][day], the first day being the one after the last known
   * @throws UserException if the start is no positive price, or days or count are below 1
   */
  public double[][] paths(double start, int days, int count, long seed) {
    if (!(start > 0 && Double.isFinite(start)) || days < 1 || count < 1) {
      throw new UserException(
          "Monte Carlo needs a positive price to start from, and at least one day and one path, not %s, %d and %d."
              .formatted(start, days, count));
    }
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[][] paths = new double[count][days];
    for (double[] path : paths) {
      double log = Math.log(start);
      for (int day = 0; day < days; day++) {
        log += drift + volatility * random.nextGaussian();
        path[day] = Math.exp(log);
      }
    }
    return paths;
  }

  /**
   * Returns one quantile of the paths for each day: 0.5 is the median path, 0.025 and 0.975 the
   * ends of a 95 % fan.
   *
   * @param paths as {@link #paths} returns them
   * @throws UserException if there is no path, or the quantile is not between 0 and 1, exclusive
   */
  public static double[] quantile(double[][] paths, double quantile) {
    if (paths.length == 0 || !(quantile > 0 && quantile < 1)) {
      throw new UserException(
          "A quantile of paths needs at least one path, and lies between 0 and 1, for example 0.9; there are %d paths, and it was %s."
              .formatted(paths.length, quantile));
    }
    return IntStream.range(0, paths[0].length)
        .mapToDouble(
            day ->
                StatUtils.percentile(
                    Arrays.stream(paths).mapToDouble(path -> path[day]).toArray(), 100 * quantile))
        .toArray();
  }

  /**
   * The median price some days ahead. The log return over n days is normal around n · drift, so it
   * is start · exp(n · drift): exact, where the median of simulated paths errs with their draws.
   *
   * @param start the last known price, in dollars
   */
  public double median(double start, int days) {
    return start * Math.exp(days * drift);
  }

  /** The {@link #median} as a forecast. */
  public static ForecastMethod method() {
    return new ForecastMethod() {
      @Override
      public String name() {
        return "Monte Carlo";
      }

      @Override
      public Fitted fit(Series past, int horizon) {
        var motion = GeometricBrownianMotion.fit(past.values());
        return known -> motion.median(known.last(), horizon);
      }
    };
  }
}
