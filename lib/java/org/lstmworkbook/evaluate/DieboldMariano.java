package org.lstmworkbook.evaluate;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.lstmworkbook.UserException;

/**
 * Diebold and Mariano's test (1995): is one forecaster's loss smaller than another's by more than
 * chance? With the small-sample correction of Harvey, Leybourne and Newbold (1997) and Student's t
 * with n − 1 degrees of freedom.
 *
 * <p>The differences of the losses of neighbouring days may be related; their variance is the
 * Newey–West estimate (Bartlett's weights), which is never negative. With no lags it is the
 * textbook's test for one-step forecasts.
 *
 * <p>Losses of several stocks on the same day are related too: average them per day first, then
 * test the one series of averages.
 *
 * @param meanDifference mean loss of the first less that of the second: negative where the first is
 *     better
 * @param statistic the corrected t statistic, of the same sign
 * @param pValue two-sided: the chance of a difference at least this large if there were none
 * @param days days compared
 */
public record DieboldMariano(double meanDifference, double statistic, double pValue, int days) {

  /**
   * Compares one-step or multi-step forecasts by losses per day, with as many lags as the horizon
   * makes overlap: horizon − 1.
   *
   * @param lossA loss of the first forecaster on each day, for example its squared error
   * @param lossB loss of the second on the same days
   * @param horizon steps ahead of the forecasts, at least 1
   * @throws UserException for fewer than 10 days, arrays that do not match, NaN, or forecasts whose
   *     losses never differ
   */
  public static DieboldMariano test(double[] lossA, double[] lossB, int horizon) {
    return test(lossA, lossB, horizon, horizon - 1);
  }

  /**
   * Compares with a stated number of lags, where the differences are related for longer than the
   * horizon explains.
   *
   * @param lags neighbouring days taken as related, from 0 to fewer than the days
   * @see #test(double[], double[], int)
   */
  public static DieboldMariano test(double[] lossA, double[] lossB, int horizon, int lags) {
    Metrics.check(lossA, lossB);
    int n = lossA.length;
    if (n < 10 || horizon < 1 || horizon > n / 2 || lags < 0 || lags >= n) {
      throw new UserException(
          "the test needs at least 10 days, a horizon from 1 to half the days, and fewer lags than days; there are "
              + n
              + " days, horizon "
              + horizon
              + ", lags "
              + lags);
    }
    double[] difference = new double[n];
    for (int i = 0; i < n; i++) {
      difference[i] = lossA[i] - lossB[i];
    }
    double mean = StatUtils.mean(difference);
    double variance = longRunVariance(difference, mean, lags) / n;
    if (!(variance > 0)) {
      throw new UserException(
          "the two forecasters' losses never differ by more than a constant: there is nothing to test");
    }
    double correction = Math.sqrt((n + 1 - 2.0 * horizon + horizon * (horizon - 1.0) / n) / n);
    double statistic = correction * mean / Math.sqrt(variance);
    double p = 2 * new TDistribution(null, n - 1.0).cumulativeProbability(-Math.abs(statistic));
    return new DieboldMariano(mean, statistic, p, n);
  }

  private static double longRunVariance(double[] difference, double mean, int lags) {
    double variance = autocovariance(difference, mean, 0);
    for (int lag = 1; lag <= lags; lag++) {
      variance += 2 * (1 - lag / (lags + 1.0)) * autocovariance(difference, mean, lag);
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
