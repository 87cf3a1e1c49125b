package org.lstmworkbook.market;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.UserException;
import org.lstmworkbook.query.QueryRunner;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Forecasts that BigQuery itself makes, by {@code AI.FORECAST}: TimesFM, a network of Google's that
 * is trained already on many other series. Nothing is fitted to the prices; it sees the last
 * {@value #CONTEXT} of them.
 *
 * <p>https://cloud.google.com/bigquery/docs/reference/standard-sql/bigqueryml-syntax-ai-forecast
 */
public final class AiForecast {

  private static final int CONTEXT = 512;

  /**
   * One series of log prices for each day that forecasts, up to that day. Trading days are numbered
   * through as if they were days of the calendar, so that no weekend is a gap.
   */
  static final String SERIES =
      """
      WITH days AS (
        SELECT trade_date, LN(adj_close) AS log_price,
          ROW_NUMBER() OVER (ORDER BY trade_date) AS number
        FROM market.daily_prices
        WHERE ticker = @ticker AND trade_date <= @last
      )
      SELECT CAST(today.trade_date AS STRING) AS today,
        DATE_ADD(DATE '2000-01-01', INTERVAL past.number DAY) AS day, past.log_price
      FROM days AS today JOIN days AS past
        ON past.number > today.number - %d AND past.number <= today.number
      WHERE today.trade_date >= @first
      """
          .formatted(CONTEXT);

  /** The last of a series' forecasts is the one that lies the horizon ahead. */
  private static final String SQL =
      """
      SELECT today, MAX_BY(forecast_value, forecast_timestamp) AS log_price,
        MAX(ai_forecast_status) AS status
      FROM AI.FORECAST(
        (
      %s),
        data_col => 'log_price', timestamp_col => 'day', id_cols => ['today'],
        horizon => %d, context_window => %d)
      GROUP BY today
      """;

  private AiForecast() {}

  /**
   * Forecasts from each of some days, with the days up to it.
   *
   * @param prices the ticker's rows, for the price of each of the days
   * @param lastDays the days, the earliest first
   * @param horizon trading days ahead
   * @return for each day the log return to the forecast price, dividends counted in
   * @throws UserException if BigQuery refuses, or leaves a day without a forecast
   */
  public static double[] logReturns(
      BigQuery bigquery, Table prices, List<LocalDate> lastDays, int horizon) {
    String ticker = prices.stringColumn("ticker").get(0);
    Map<LocalDate, Double> forecasts = new HashMap<>();
    for (Row each : new QueryRunner(bigquery).run(query(ticker, lastDays, horizon)).table()) {
      if (!each.getString("status").isEmpty()) {
        throw new UserException(
            "AI.FORECAST has no forecast from %s: %s"
                .formatted(each.getString("today"), each.getString("status")));
      }
      forecasts.put(LocalDate.parse(each.getString("today")), each.getDouble("log_price"));
    }
    Map<LocalDate, Double> closes = new HashMap<>();
    prices.forEach(row -> closes.put(row.getDate("trade_date"), row.getDouble("adj_close")));
    return lastDays.stream()
        .mapToDouble(day -> forecast(forecasts, day) - Math.log(closes.get(day)))
        .toArray();
  }

  private static double forecast(Map<LocalDate, Double> forecasts, LocalDate day) {
    Double forecast = forecasts.get(day);
    if (forecast == null) {
      throw new UserException(
          "AI.FORECAST answered without a forecast from %s: market.daily_prices may lack that day."
              .formatted(day));
    }
    return forecast;
  }

  static QueryJobConfiguration query(String ticker, List<LocalDate> lastDays, int horizon) {
    LocalDate first = lastDays.get(0);
    LocalDate last = lastDays.get(lastDays.size() - 1);
    return QueryJobConfiguration.newBuilder(SQL.formatted(SERIES, horizon, CONTEXT))
        .addNamedParameter("ticker", QueryParameterValue.string(ticker))
        .addNamedParameter("first", QueryParameterValue.date(first.toString()))
        .addNamedParameter("last", QueryParameterValue.date(last.toString()))
        .build();
  }
}
