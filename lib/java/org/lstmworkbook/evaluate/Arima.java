package org.lstmworkbook.evaluate;

import com.github.signaflo.timeseries.TimeSeries;
import com.github.signaflo.timeseries.model.arima.Arima.FittingStrategy;
import com.github.signaflo.timeseries.model.arima.ArimaCoefficients;
import com.github.signaflo.timeseries.model.arima.ArimaOrder;
import org.lstmworkbook.UserException;

/**
 * ARIMA(p, d, q) by maximum likelihood (Box and Jenkins 1970): p own past values, d differences
 * taken first, q past errors. With d = 0 it has a mean, with d ≥ 1 none. Fitted once on the
 * training days; later days enter its state, not its coefficients. Values that follow an exact
 * rule, a price that grows by the same share each day, leave it no errors to learn from: refused.
 *
 * @param p autoregressive order
 * @param d order of differencing
 * @param q moving-average order
 */
record Arima(int p, int d, int q) implements ForecastMethod {

  /**
   * Checks the orders.
   *
   * @throws UserException if one is negative, or p and q are both 0
   */
  public Arima {
    if (p < 0 || d < 0 || q < 0 || p + q == 0) {
      throw new UserException(
          "ARIMA needs orders of 0 or more, and p or q above 0, but was (%s, %s, %s)"
              .formatted(p, d, q));
    }
  }

  @Override
  public String name() {
    return "ARIMA(" + p + ", " + d + ", " + q + ")";
  }

  @Override
  public Fitted fit(Series past, int horizon) {
    Baselines.requireDays(name(), past, 10 * (p + q + 1) + d);
    ArimaCoefficients coefficients =
        com.github.signaflo.timeseries.model.arima.Arima.model(
                TimeSeries.from(past.values()), ArimaOrder.order(p, d, q), FittingStrategy.ML)
            .coefficients();
    return known -> finite(forecast(known, coefficients, horizon));
  }

  private static double forecast(Series known, ArimaCoefficients coefficients, int horizon) {
    return com.github.signaflo.timeseries.model.arima.Arima.model(
            TimeSeries.from(known.values()), coefficients, FittingStrategy.ML)
        .forecast(horizon)
        .pointEstimates()
        .at(horizon - 1);
  }

  private double finite(double forecast) {
    if (!Double.isFinite(forecast)) {
      throw new UserException(
          "%s finds no coefficients for these values: they follow an exact rule, or are too large or too small to compute with."
              .formatted(name()));
    }
    return forecast;
  }
}
