package org.lstmworkbook.evaluate;

/**
 * What came of a {@link WalkForward}: for each test day the forecast, the truth, and the value
 * known when it was made.
 */
public final class WalkForwardResult {

  private final String method;
  private final double[] lastKnown;
  private final double[] actual;
  private final double[] forecast;

  WalkForwardResult(String method, double[] lastKnown, double[] actual, double[] forecast) {
    this.method = method;
    this.lastKnown = lastKnown;
    this.actual = actual;
    this.forecast = forecast;
  }

  /** Returns the method's name. */
  public String method() {
    return method;
  }

  /** Returns, for each test day, the value known when the forecast was made. */
  public double[] lastKnown() {
    return lastKnown.clone();
  }

  /** Returns, for each test day, the value that came. */
  public double[] actual() {
    return actual.clone();
  }

  /** Returns, for each test day, the forecast. */
  public double[] forecast() {
    return forecast.clone();
  }

  /** Returns the root mean squared error, in the unit of the series. */
  public double rmse() {
    return Metrics.rmse(actual, forecast);
  }
}
