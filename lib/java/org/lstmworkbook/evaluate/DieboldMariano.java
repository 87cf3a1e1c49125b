package org.lstmworkbook.evaluate;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.MathArrays;
import org.lstmworkbook.UserException;

/**
 * Diebold and Mariano's test (1995): is one forecaster's loss smaller than another's by more than
 * chance? With the small-sample correction of Harvey, Leybourne and Newbold (1997) and Student's t
 * with n − 1 degrees of freedom, as R's {@code forecast::dm.test} does it.
 *
 * <p>Losses of several stocks on the same day are related: average them per day first, then test
 * the one series of averages.
 *
 * @param meanDifference mean loss of the first less that of the second: negative where the first is
 *     better
 * @param statistic the corrected t statistic, of the same sign
 * @param pValue two-sided: the chance of a difference at least this large if there were none
 * @param days days compared
 * @param horizon the horizon whose overlap the variance allows for: the one asked for, or 1 where
 *     that one's estimate came out negative
 */
public record DieboldMariano(
    double meanDifference, double statistic, double pValue, int days, int horizon) {

  private static final int MIN_DAYS = 10;

  /** Losses that are equal but for this many units in their last place differ by rounding only. */
  private static final int ROUNDING = 16;

  /**
   * Compares forecasts some steps ahead by losses per day. Forecasts over h days overlap, so the
   * differences of up to h − 1 days apart are related: their autocovariances enter the variance
   * with full weight (the rectangular kernel that the correction was made for). Such an estimate
   * can come out negative; then, as in R, the horizon is taken as 1, and the result says so.
   *
   * @param lossA loss of the first forecaster on each day, for example its squared error
   * @param lossB loss of the second on the same days
   * @param horizon steps ahead of the forecasts, from 1 to half the days
   * @throws UserException for fewer than 10 days, arrays that do not match, NaN, or forecasts whose
   *     losses differ by a constant, or by no more than rounding
   */
  public static DieboldMariano test(double[] lossA, double[] lossB, int horizon) {
    double[] difference = differences(lossA, lossB);
    if (horizon < 1 || horizon > difference.length / 2) {
      throw new UserException(
          "The test needs a horizon from 1 to half the days, but it is %d of %d days."
              .formatted(horizon, difference.length));
    }
    double variance = variance(difference, horizon - 1, lag -> 1);
    return variance > 0
        ? result(difference, variance, horizon)
        : result(difference, variance(difference, 0, lag -> 1), 1);
  }

  /**
   * Compares forecasts one step ahead where the differences are related for longer than the horizon
   * explains, as losses are in markets that are calm or restless for weeks. The variance is Newey
   * and West's (1987): autocovariances with Bartlett's weights, never negative.
   *
   * @param lags neighbouring days taken as related, from 0 to fewer than the days
   * @throws UserException as {@link #test}
   */
  public static DieboldMariano neweyWest(double[] lossA, double[] lossB, int lags) {
    double[] difference = differences(lossA, lossB);
    if (lags < 0 || lags >= difference.length) {
      throw new UserException(
          "The test needs fewer lags than days, but there are %d of %d days."
              .formatted(lags, difference.length));
    }
    return result(difference, variance(difference, lags, lag -> 1 - lag / (lags + 1.0)), 1);
  }

  private static double[] differences(double[] lossA, double[] lossB) {
    Metrics.check(lossA, lossB);
    if (lossA.length < MIN_DAYS) {
      throw new UserException(
          "The test needs at least %d days, but there are %d.".formatted(MIN_DAYS, lossA.length));
    }
    double[] difference = MathArrays.ebeSubtract(lossA, lossB);
    double spread = Math.sqrt(StatUtils.populationVariance(difference));
    if (!Double.isFinite(spread)) {
      throw new UserException(
          "The losses are too large to compute with, up to %s: use a larger unit."
              .formatted(largest(lossA, lossB)));
    }
    if (spread <= ROUNDING * Math.ulp(largest(lossA, lossB))) {
      throw new UserException(
          "The two forecasters' losses differ by a constant, or not at all: there is nothing to test.");
    }
    return difference;
  }

  private static double largest(double[] lossA, double[] lossB) {
    return Math.max(
        Arrays.stream(lossA).map(Math::abs).max().orElseThrow(),
        Arrays.stream(lossB).map(Math::abs).max().orElseThrow());
  }

  private static DieboldMariano result(double[] difference, double variance, int horizon) {
    int n = difference.length;
    double mean = StatUtils.mean(difference);
    double correction = Math.sqrt((n + 1 - 2.0 * horizon + horizon * (horizon - 1.0) / n) / n);
    double statistic = correction * mean / Math.sqrt(variance / n);
    double p = 2 * new TDistribution(null, n - 1.0).cumulativeProbability(-Math.abs(statistic));
    return new DieboldMariano(mean, statistic, p, n, horizon);
  }

  /** The variance of one day's difference, and of its neighbours' with it, by weights of lags. */
  private static double variance(double[] difference, int lags, IntToDoubleFunction weight) {
    double mean = StatUtils.mean(difference);
    double variance = autocovariance(difference, mean, 0);
    for (int lag = 1; lag <= lags; lag++) {
      variance += 2 * weight.applyAsDouble(lag) * autocovariance(difference, mean, lag);
    }
    return variance;
  }

  private static double autocovariance(double[] x, double mean, int lag) {
    double sum = 0;
    for (int i = lag; i < x.length; i++) {
      sum += (x[i] - mean) * (x[i - lag] - mean);
    }
    return sum / x.length;
  }
}
