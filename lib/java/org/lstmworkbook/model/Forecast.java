package org.lstmworkbook.model;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

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
    Optional<String> note) {}
