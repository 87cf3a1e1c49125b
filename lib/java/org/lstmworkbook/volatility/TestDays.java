package org.lstmworkbook.volatility;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.lstmworkbook.UserException;
import org.lstmworkbook.evaluate.WalkForward;
import tech.tablesaw.api.Table;

/**
 * The stocks of a study, each cut into its past and its test days; and the walk through these for
 * learners that are fitted to several stocks at once.
 */
final class TestDays {

  /** Learns from past days, one table a stock. */
  @FunctionalInterface
  interface Learner {
    Learned learn(Collection<Table> past);
  }

  /** Forecasts the days of one stock from row {@code first} on: [forecaster][day]. */
  @FunctionalInterface
  interface Learned {
    double[][] forecasts(Table days, int first);
  }

  private static final int MIN_PAST_DAYS = 250;

  private final Map<String, Table> stocks;
  private final LocalDate testFrom;
  private final Map<String, Integer> firstTest = new LinkedHashMap<>();

  /**
   * @throws UserException if a stock has no day from there on, or fewer than a year before it:
   *     names it
   */
  TestDays(Map<String, Table> stocks, LocalDate testFrom) {
    this.stocks = stocks;
    this.testFrom = testFrom;
    stocks.forEach(
        (ticker, table) -> {
          int first = before(table, testFrom);
          if (first < MIN_PAST_DAYS || first == table.rowCount()) {
            throw new UserException(
                "%s has %d days before %s and %d from there on: a study needs at least %d and 1."
                    .formatted(ticker, first, testFrom, table.rowCount() - first, MIN_PAST_DAYS));
          }
          firstTest.put(ticker, first);
        });
  }

  Set<String> tickers() {
    return stocks.keySet();
  }

  /** All days of a stock. */
  Table all(String ticker) {
    return stocks.get(ticker);
  }

  /** The row of a stock's first test day. */
  int first(String ticker) {
    return firstTest.get(ticker);
  }

  /** How many test days a stock has. */
  int count(String ticker) {
    return all(ticker).rowCount() - first(ticker);
  }

  /** The date of a test day, counted from 0. */
  LocalDate date(String ticker, int day) {
    return all(ticker).dateColumn("trade_date").get(first(ticker) + day);
  }

  /** The log volatility that came on each test day. */
  double[] actual(String ticker) {
    double[] volatility = all(ticker).doubleColumn("log_volatility").asDoubleArray();
    return Arrays.copyOfRange(volatility, first(ticker), volatility.length);
  }

  /**
   * Fits to stocks together, forecasts a stretch of test days of each, and fits again.
   *
   * @param forecasters number of forecasts that the learner makes for each day
   * @param tickers the stocks
   * @param refitEvery test days between two fits
   * @return for each ticker, [forecaster][test day]
   */
  Map<String, double[][]> walk(
      Learner learner, int forecasters, Collection<String> tickers, int refitEvery) {
    Map<String, double[][]> forecasts = new LinkedHashMap<>();
    tickers.forEach(ticker -> forecasts.put(ticker, new double[forecasters][count(ticker)]));
    String longest = Collections.max(tickers, Comparator.comparingInt(this::count));
    WalkForward.fits(count(longest), refitEvery)
        .forEach(
            begin -> {
              long end = (long) begin + refitEvery;
              LocalDate from = begin == 0 ? testFrom : date(longest, begin);
              LocalDate to = end < count(longest) ? date(longest, (int) end) : LocalDate.MAX;
              stretch(learner, from, to, forecasts);
            });
    return forecasts;
  }

  /** By date, not by row: a stock may lack a day, and no other may then be one ahead of it. */
  private void stretch(
      Learner learner, LocalDate from, LocalDate to, Map<String, double[][]> forecasts) {
    Learned learned =
        learner.learn(
            forecasts.keySet().stream()
                .map(ticker -> all(ticker).first(before(all(ticker), from)))
                .toList());
    forecasts.forEach(
        (ticker, each) -> {
          int first = before(all(ticker), from);
          int end = before(all(ticker), to);
          if (first < end) {
            double[][] stretch = learned.forecasts(all(ticker).first(end), first);
            for (int i = 0; i < stretch.length; i++) {
              System.arraycopy(stretch[i], 0, each[i], first - first(ticker), stretch[i].length);
            }
          }
        });
  }

  private static int before(Table table, LocalDate day) {
    return (int) table.dateColumn("trade_date").asList().stream().filter(day::isAfter).count();
  }
}
