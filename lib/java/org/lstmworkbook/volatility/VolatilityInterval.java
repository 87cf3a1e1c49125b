package org.lstmworkbook.volatility;

import org.lstmworkbook.UserException;
import org.lstmworkbook.model.ConformalInterval;

/**
 * What a forecast of volatility is good for: an interval for tomorrow's return that is wide before
 * a wild day and narrow before a calm one. Split conformal prediction on returns divided by the
 * volatility that was forecast for their day (normalised residuals; Lei and others 2018, section
 * 5.2), so that one width, in units of volatility, serves calm years and wild ones.
 */
public final class VolatilityInterval {

  private final ConformalInterval standardised;

  private VolatilityInterval(ConformalInterval standardised) {
    this.standardised = standardised;
  }

  /**
   * Learns the width from days that the volatility forecaster was not fitted to.
   *
   * @param returns log returns of the calibration days
   * @param logVolatility the log volatility forecast for each, the day before
   * @throws UserException if there is none, or they differ in number
   */
  public static VolatilityInterval calibrate(double[] returns, double[] logVolatility) {
    if (returns.length == 0 || returns.length != logVolatility.length) {
      throw new UserException(
          "Each calibration day needs a return and a forecast, but there are %d and %d."
              .formatted(returns.length, logVolatility.length));
    }
    double[] standardised = new double[returns.length];
    for (int day = 0; day < returns.length; day++) {
      standardised[day] = returns[day] / Math.exp(logVolatility[day]);
    }
    return new VolatilityInterval(new ConformalInterval(standardised));
  }

  /**
   * Returns half the width of the interval around a return of zero, in log return.
   *
   * @param coverage share of days that it is to cover, between 0 and 1
   * @param logVolatility the log volatility forecast for the day
   * @throws UserException if so few calibration days cannot promise so much
   */
  public double halfWidth(double coverage, double logVolatility) {
    return standardised.halfWidth(coverage) * Math.exp(logVolatility);
  }
}
