package org.lstmworkbook.evaluate;

import org.lstmworkbook.UserException;

/**
 * A way to forecast one series: first fitted on past days, then asked again and again as days go
 * by. {@link Baselines} has the simple ones; anything else, a network too, joins the comparison by
 * implementing this.
 */
public interface ForecastMethod {

  /** Returns the name for the scoreboard. */
  String name();

  /**
   * Learns what there is to learn from the past.
   *
   * @param past the training days
   * @param horizon days ahead to forecast, at least 1
   * @throws UserException if there are too few days for this method
   */
  Fitted fit(Series past, int horizon);

  /** A method after fitting. */
  @FunctionalInterface
  interface Fitted {

    /**
     * Forecasts the value {@code horizon} days after the last known day.
     *
     * @param known all days up to the one on which the forecast is made; the training days and
     *     those that came since
     */
    double forecast(Series known);
  }
}
