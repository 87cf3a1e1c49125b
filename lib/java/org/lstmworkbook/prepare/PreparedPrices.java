package org.lstmworkbook.prepare;

import java.time.LocalDate;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * The problem as one object, steps 2 to 5 at once: from daily prices to the scaled windows of the
 * three parts. All parts of it count the same rows, so a row number of one is good for the others.
 *
 * @param plan what was made of the prices
 * @param numbers the prices with the columns that were computed from them, one row a trading day,
 *     as in the windows' matrix
 * @param split the rows of the three parts
 * @param train windows to learn from
 * @param validation windows to choose by
 * @param test windows to be judged on
 */
public record PreparedPrices(
    Plan plan, Table numbers, Split split, Windows train, Windows validation, Windows test) {

  /**
   * What is made of the prices.
   *
   * @param features columns that the network reads, in order
   * @param target the feature to forecast
   * @param window days in a window
   * @param horizon trading days ahead
   * @param validationFrom first day of the validation part
   * @param testFrom first day of the test part
   */
  public record Plan(
      List<String> features,
      String target,
      int window,
      int horizon,
      LocalDate validationFrom,
      LocalDate testFrom) {}

  /**
   * Follows a plan; the scaler is fitted on the training rows.
   *
   * @param prices the columns of {@code market.DailyPrices}
   * @throws org.lstmworkbook.UserException if a feature cannot be made, or a part has no window
   */
  public static PreparedPrices of(Table prices, Plan plan) {
    Table numbers = PriceFeatures.withReturns(Timestamps.withNumbers(prices), plan.horizon());
    FeatureMatrix matrix = FeatureMatrix.of(numbers, plan.features());
    Split split = Split.byDate(matrix, plan.validationFrom(), plan.testFrom());
    FeatureMatrix scaled = MinMaxScaler.fit(matrix, split.train()).transform(matrix);
    Windows all = Windows.over(scaled, plan.target(), plan.window(), plan.horizon());
    return new PreparedPrices(
        plan,
        numbers,
        split,
        all.within(split.train()),
        all.forecasting(split.validation()),
        all.forecasting(split.test()));
  }

  /** All rows, scaled by what the training rows span. */
  public FeatureMatrix matrix() {
    return train.matrix();
  }
}
