package org.lstmworkbook.evaluate;

/**
 * Lets a method forecast the change instead of the level: trees and regressions to a mean cannot
 * follow a price to where it never was, but its changes stay in one range. The forecast is the last
 * value plus the forecast change.
 *
 * @param method what forecasts the change over the horizon
 */
record Differenced(ForecastMethod method) implements ForecastMethod {

  @Override
  public String name() {
    return method.name();
  }

  @Override
  public Fitted fit(Series past, int horizon) {
    Baselines.requireDays(name(), past, horizon + 2);
    Fitted fitted = method.fit(changes(past, horizon), horizon);
    return known -> known.last() + fitted.forecast(changes(known, horizon));
  }

  private static Series changes(Series series, int horizon) {
    double[] changes = new double[series.length() - horizon];
    for (int day = 0; day < changes.length; day++) {
      changes[day] = series.value(day + horizon) - series.value(day);
    }
    return Series.of(changes);
  }
}
