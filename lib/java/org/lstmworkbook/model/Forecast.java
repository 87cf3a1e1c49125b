package org.lstmworkbook.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
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
