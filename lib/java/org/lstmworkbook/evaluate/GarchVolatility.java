package org.lstmworkbook.evaluate;

import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Log volatility forecast by {@link Garch} on the returns beside it. GARCH speaks of the variance
 * of a whole day's return; the series may measure volatility otherwise (Garman–Klass leaves the
 * night out), so GARCH's ½·ln(variance) is brought to the series' scale by a line fitted on the
 * training days.
 *
 * @param returns name of the series' column of daily log returns
 */
public record GarchVolatility(String returns) implements ForecastMethod {

  @Override
  public String name() {
    return "GARCH(1,1)";
  }

  @Override
  public Fitted fit(Series past, int horizon) {
    double[] known = past.values(returns);
    Garch garch = Garch.fit(known);
    double[] variances = garch.variances(known, horizon);
    var line = new SimpleRegression();
    for (int day = 0; day + horizon < past.length(); day++) {
      line.addData(0.5 * Math.log(variances[day]), past.value(day + horizon));
    }
    return now -> {
      double[] ahead = garch.variances(now.values(returns), horizon);
      return line.predict(0.5 * Math.log(ahead[ahead.length - 1]));
    };
  }
}
