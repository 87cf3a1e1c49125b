package org.lstmworkbook.market;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import java.time.LocalDate;
import java.util.List;
import org.lstmworkbook.UserException;
import org.lstmworkbook.query.QueryLimits;
import org.lstmworkbook.query.QueryRunner;
import tech.tablesaw.api.Table;

/**
 * The checked table of daily prices that the rest of the library works on: one ticker, one row a
 * trading day, in order of the days. Prices are in dollars; {@code adj_close} is the close adjusted
 * for splits and dividends, the other prices are as they were traded; {@code volume} counts shares.
 */
public final class DailyPrices {

  /** The table's columns, in order. */
  public static final List<String> COLUMNS =
      List.of("ticker", "trade_date", "open", "high", "low", "close", "adj_close", "volume");

  /** Those of them that hold prices. */
  static final List<String> PRICES = COLUMNS.subList(2, 7);

  private static final String SQL =
      """
      SELECT ticker, trade_date, open, high, low, close, adj_close, volume
      FROM market.daily_prices
      WHERE ticker = @ticker AND trade_date BETWEEN @from AND @to
      ORDER BY trade_date
      """;

  private static final String WHAT_THERE_IS =
      """
      SELECT ticker, MIN(trade_date) AS first_day, MAX(trade_date) AS last_day
      FROM market.daily_prices
      GROUP BY ticker
      ORDER BY ticker
      """;

  private DailyPrices() {}

  /**
   * Checks a table of daily prices, and sorts it by date: a query without ORDER BY promises no
   * order, so the order that the rows came in tells nothing.
   *
   * @param raw a table with at least {@link #COLUMNS}, in any order, prices and volume of any
   *     numeric type
   * @return the columns {@link #COLUMNS}, prices DOUBLE and volume LONG
   * @throws UserException if a column is missing or of another type, a price is missing or not
   *     above 0, a high is below its low, an open or a close lies outside them, a volume is below
   *     0, a day comes twice, there is more than one ticker, or there are fewer than 2 rows; it
   *     names all such rows
   */
  public static Table checked(Table raw) {
    Table rows = Table.create(raw.name(), PriceColumns.typed(raw));
    List<String> tickers = rows.stringColumn("ticker").unique().asList();
    if (tickers.size() > 1) {
      throw new UserException(
          "%s holds the prices of %s. Take one ticker at a time."
              .formatted(rows.name(), Problems.names(tickers.stream().sorted().toList())));
    }
    List<String> problems = PriceRules.problems(rows, row -> "row " + (row + 1));
    if (!problems.isEmpty()) {
      throw Problems.of(raw.name(), problems);
    }
    return sorted(rows);
  }

  /**
   * Sorts one ticker's rows, which keep the rules, by day.
   *
   * @throws UserException if there are fewer than 2
   */
  static Table sorted(Table rows) {
    if (rows.rowCount() < 2) {
      throw new UserException(
          ("%s holds the prices of %d trading day(s), and 2 or more are needed:"
                  + " a return is the change from one day to the next. Take more days.")
              .formatted(rows.name(), rows.rowCount()));
    }
    return rows.sortAscendingOn("trade_date");
  }

  /**
   * The query that {@link #request} runs, within {@link QueryLimits}: also for a dry run, which
   * tells its cost beforehand.
   *
   * @param from the first trading day wanted
   * @param to the last trading day wanted, inclusive
   */
  public static QueryJobConfiguration query(String ticker, LocalDate from, LocalDate to) {
    return QueryLimits.current()
        .applyTo(
            QueryJobConfiguration.newBuilder(SQL)
                .addNamedParameter("ticker", QueryParameterValue.string(ticker))
                .addNamedParameter("from", QueryParameterValue.date(from.toString()))
                .addNamedParameter("to", QueryParameterValue.date(to.toString()))
                .build());
  }

  /**
   * Requests one ticker's daily prices from the table {@code market.daily_prices} of the client's
   * project, as {@link QueryRunner} does.
   *
   * @param from the first trading day wanted
   * @param to the last trading day wanted, inclusive
   * @throws UserException if there are no such rows, they break a rule of {@link #checked}, or
   *     BigQuery refuses or cannot be reached
   */
  public static Table request(BigQuery bigquery, String ticker, LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw new UserException(
          "The first day %s comes after the last day %s. Swap them.".formatted(from, to));
    }
    QueryRunner queries = new QueryRunner(bigquery);
    Table rows = queries.run(query(ticker, from, to)).table();
    if (rows.isEmpty()) {
      throw noRows(queries, ticker, from, to);
    }
    return checked(rows).setName(ticker + " daily prices");
  }

  private static UserException noRows(
      QueryRunner queries, String ticker, LocalDate from, LocalDate to) {
    List<String> there =
        queries.run(QueryJobConfiguration.of(WHAT_THERE_IS)).table().stream()
            .map(
                row ->
                    "%s (%s to %s)"
                        .formatted(
                            row.getString("ticker"),
                            row.getDate("first_day"),
                            row.getDate("last_day")))
            .toList();
    return new UserException(
        "market.daily_prices has no rows of %s from %s to %s. It holds %s. Choose one of these."
            .formatted(
                ticker, from, to, there.isEmpty() ? "no row at all" : Problems.names(there)));
  }
}
