package org.lstmworkbook.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.DailyPrices;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.PriceFeatures;
import org.lstmworkbook.prepare.Timestamps;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** From a table of prices and a date to a forecast in dollars. */
final class PriceForecast {

  /** A change of the adjustment factor by a fifth is a split; dividends stay below. */
  private static final double SPLIT = Math.log(1.2);

  private PriceForecast() {}

  static Forecast of(Forecaster forecaster, Table prices, LocalDate date, double coverage) {
    check(forecaster, prices);
    int horizon = forecaster.horizon();
    List<LocalDate> days = prices.dateColumn("trade_date").asList();
    var calendar = new ForecastCalendar(days, horizon, horizon + forecaster.window() - 1);
    int last = calendar.lastKnown(date);
    INDArray window = window(forecaster, prices.first(last + 1));
    double output = forecaster.network().output(window).getDouble(0);
    double logReturn = forecaster.scaler().unscale(forecaster.target(), output);
    double[] ends = ends(forecaster, window, logReturn, coverage);
    DoubleColumn close = prices.doubleColumn("close");
    double lastClose = close.get(last);
    int row = calendar.row(date);
    return new Forecast(
        date,
        days.get(last),
        lastClose,
        lastClose * Math.exp(logReturn),
        lastClose * Math.exp(ends[0]),
        lastClose * Math.exp(ends[1]),
        coverage,
        row < 0 ? OptionalDouble.empty() : OptionalDouble.of(close.get(row)),
        logReturn,
        row < 0 ? Optional.empty() : split(prices, last, row));
  }

  private static void check(Forecaster forecaster, Table prices) {
    if (!forecaster.target().equals(PriceFeatures.returns(forecaster.horizon()))) {
      throw new UserException(
          "This forecaster's target is %s, not a return, so it has no price to tell; use predict."
              .formatted(forecaster.target()));
    }
    for (String column : DailyPrices.COLUMNS) {
      if (!prices.containsColumn(column)) {
        throw new UserException(
            "There is no column %s; the table has %s."
                .formatted(column, String.join(", ", prices.columnNames())));
      }
    }
  }

  /** The quantile network's calibrated interval, or one as wide on every day. */
  private static double[] ends(
      Forecaster forecaster, INDArray window, double logReturn, double coverage) {
    if (forecaster.quantiles().isPresent()
        && forecaster.horizon() <= QuantileForecaster.DAYS
        && QuantileForecaster.COVERAGES.contains(coverage)) {
      return forecaster.quantiles().get().interval(window, forecaster.horizon(), coverage);
    }
    double halfWidth = forecaster.interval().halfWidth(coverage);
    return new double[] {logReturn - halfWidth, logReturn + halfWidth};
  }

  /**
   * The days ahead of one trading day, by the quantile network: a forecast for each, with the
   * median as its price.
   */
  static List<Forecast> ahead(
      Forecaster forecaster, Table prices, LocalDate lastKnown, double coverage) {
    check(forecaster, prices);
    QuantileForecaster quantiles =
        forecaster
            .quantiles()
            .orElseThrow(
                () ->
                    new UserException(
                        "This forecaster has no quantile network, which looks several days ahead: train one as step 9 does."));
    List<LocalDate> days = prices.dateColumn("trade_date").asList();
    var calendar = new ForecastCalendar(days, 0, forecaster.horizon() + forecaster.window() - 1);
    int last = calendar.lastKnown(lastKnown);
    INDArray window = window(forecaster, prices.first(last + 1));
    DoubleColumn close = prices.doubleColumn("close");
    List<Forecast> all = new ArrayList<>();
    for (int day = 1; day <= QuantileForecaster.DAYS; day++) {
      double median = quantiles.median(window, day);
      double[] ends = quantiles.interval(window, day, coverage);
      int row = last + day;
      boolean known = row < days.size();
      all.add(
          new Forecast(
              calendar.day(row),
              lastKnown,
              close.get(last),
              close.get(last) * Math.exp(median),
              close.get(last) * Math.exp(ends[0]),
              close.get(last) * Math.exp(ends[1]),
              coverage,
              known ? OptionalDouble.of(close.get(row)) : OptionalDouble.empty(),
              median,
              known ? split(prices, last, row) : Optional.empty()));
    }
    return all;
  }

  /** The last window of a table, as the networks read it. */
  private static INDArray window(Forecaster forecaster, Table known) {
    Table table = PriceFeatures.withReturns(Timestamps.withNumbers(known), forecaster.horizon());
    String[] features = forecaster.features().toArray(String[]::new);
    FeatureMatrix scaled = forecaster.scaler().transform(FeatureMatrix.of(table, features));
    return Windows.endingAt(scaled, scaled.rows() - 1, forecaster.window());
  }

  private static Optional<String> split(Table prices, int last, int row) {
    double shares = factor(prices, last) / factor(prices, row);
    if (Math.abs(Math.log(shares)) < SPLIT) {
      return Optional.empty();
    }
    return Optional.of(
        "The shares were split in between: one of %s is %.2f of %s. The forecast is in dollars for an old share."
            .formatted(
                prices.dateColumn("trade_date").get(last),
                shares,
                prices.dateColumn("trade_date").get(row)));
  }

  /** How many of today's shares a share of that day has become, up to dividends. */
  private static double factor(Table prices, int row) {
    return prices.doubleColumn("close").get(row) / prices.doubleColumn("adj_close").get(row);
  }
}
