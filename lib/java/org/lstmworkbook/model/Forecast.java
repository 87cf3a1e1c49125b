package org.lstmworkbook.model;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.lstmworkbook.prepare.Splits;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The answer for one trading day.
 *
 * @param date the day that is forecast
 * @param lastKnownDate the last day whose prices were used
 * @param lastClose the closing price of that day, in dollars: what persistence would forecast
 * @param price the closing price forecast for {@code date}, in dollars
 * @param low lower end of the interval, in dollars
 * @param high upper end of the interval, in dollars
 * @param coverage share of days that the interval is made to cover, for example 0.8
 * @param actual the closing price of {@code date} in dollars, where the table has it
 * @param logReturn what the network said: ln(price / lastClose)
 * @param note what a reader must know to compare price and actual, such as a split in between
 */
public record Forecast(
    LocalDate date,
    LocalDate lastKnownDate,
    double lastClose,
    double price,
    double low,
    double high,
    double coverage,
    OptionalDouble actual,
    double logReturn,
    Optional<String> note) {

  private static final double SPLIT = Math.log(Splits.MIN_RATIO);

  /**
   * A forecast log return in dollars.
   *
   * @param last the row of the last known day
   * @param ends of the interval, as log returns: low and high
   */
  static Forecast of(
      Table prices, int last, LocalDate date, double logReturn, double[] ends, double coverage) {
    List<LocalDate> days = prices.dateColumn("trade_date").asList();
    DoubleColumn close = prices.doubleColumn("close");
    double lastClose = close.get(last);
    int row = Collections.binarySearch(days, date);
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

  /**
   * Forecasts as a table, one row each: date, last_known_date, and in dollars last_close, price,
   * low, high and actual, which is missing where the day has not come yet; then coverage and note.
   */
  public static Table toTable(List<Forecast> forecasts) {
    return Table.create(
        "forecasts",
        DateColumn.create("date", forecasts.stream().map(Forecast::date)),
        DateColumn.create("last_known_date", forecasts.stream().map(Forecast::lastKnownDate)),
        numbers("last_close", forecasts, Forecast::lastClose),
        numbers("price", forecasts, Forecast::price),
        numbers("low", forecasts, Forecast::low),
        numbers("high", forecasts, Forecast::high),
        numbers("actual", forecasts, forecast -> forecast.actual.orElse(Double.NaN)),
        numbers("coverage", forecasts, Forecast::coverage),
        StringColumn.create("note", forecasts.stream().map(forecast -> forecast.note.orElse(""))));
  }

  /** Whether the price that came lies inside the interval; empty where it has not come yet. */
  public Optional<Boolean> inside() {
    return actual.isPresent()
        ? Optional.of(low <= actual.getAsDouble() && actual.getAsDouble() <= high)
        : Optional.empty();
  }

  private static DoubleColumn numbers(
      String name, List<Forecast> forecasts, ToDoubleFunction<Forecast> value) {
    return DoubleColumn.create(name, forecasts.stream().mapToDouble(value).toArray());
  }
}
