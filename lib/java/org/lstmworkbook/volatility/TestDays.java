package org.lstmworkbook.volatility;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

/** The stocks of a study, each cut into its past and its test days. */
final class TestDays {

  private static final int LEAST_PAST = 250;

  private final Map<String, Table> stocks;
  private final Map<String, Integer> firstTest = new LinkedHashMap<>();

  /**
   * @throws UserException if a stock has no day from there on, or fewer than a year before it:
   *     names it
   */
  TestDays(Map<String, Table> stocks, LocalDate testFrom) {
    this.stocks = stocks;
    stocks.forEach(
        (ticker, table) -> {
          int first = table.where(table.dateColumn("trade_date").isBefore(testFrom)).rowCount();
          if (first < LEAST_PAST || first == table.rowCount()) {
            throw new UserException(
                "%s has %d days before %s and %d from there on: a study needs at least %d and 1."
                    .formatted(ticker, first, testFrom, table.rowCount() - first, LEAST_PAST));
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
}
