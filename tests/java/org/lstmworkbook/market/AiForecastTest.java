package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.bigquery.EmbeddedBigQuery;
import org.lstmworkbook.query.QueryRunner;
import org.lstmworkbook.query.ScriptedEndpoint;
import tech.tablesaw.api.Table;

/** A server that answers as Google documents it stands in for the model, which only Google has. */
class AiForecastTest {

  private static final Path SAMPLES = Path.of("data-samples", "daily_prices.csv");
  private static final List<LocalDate> DAYS =
      List.of(LocalDate.of(2013, 2, 28), LocalDate.of(2013, 3, 1));

  @Test
  void givenForecastLogPrices_whenAsked_thenReturnsFromTheDaysOwnCloses() throws IOException {
    Table prices = PriceCsv.read(SAMPLES, "IBM");
    double first = prices.doubleColumn("adj_close").get(prices.rowCount() - 2);
    double second = prices.doubleColumn("adj_close").get(prices.rowCount() - 1);
    try (var google = new ScriptedEndpoint()) {
      google.rows(
          "today:STRING,log_price:FLOAT,status:STRING",
          "2013-03-01," + Math.log(second * 1.02) + ",",
          "2013-02-28," + Math.log(first * 0.99) + ",");

      double[] returns = AiForecast.logReturns(google.client(), prices, DAYS, 3);

      // Logarithms of prices near 200 carry 1e-15 each.
      assertArrayEquals(new double[] {Math.log(0.99), Math.log(1.02)}, returns, 1e-12);
      String sent = google.inserts().get(0);
      assertTrue(sent.contains("horizon => 3, context_window => 512"), sent);
      assertTrue(sent.contains("\"maximumBytesBilled\":\"1000000000\""), sent);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'2013-02-28,5.2,', without a forecast from 2013-03-01",
    "'2013-02-28,5.2,too few points', no forecast from 2013-02-28: too few points"
  })
  void givenADayWithoutAForecast_whenAsked_thenItIsNamed(String row, String words)
      throws IOException {
    Table prices = PriceCsv.read(SAMPLES, "IBM");
    try (var google = new ScriptedEndpoint()) {
      google.rows("today:STRING,log_price:FLOAT,status:STRING", row);

      var error =
          assertThrows(
              UserException.class, () -> AiForecast.logReturns(google.client(), prices, DAYS, 1));

      assertTrue(error.getMessage().contains(words), error.getMessage());
    }
  }

  /** GoogleSQL itself reads the query as far as the function, and runs what goes into it. */
  @Test
  void givenGoogleSql_whenTheQueryIsRead_thenItIsValidAndItsSeriesEndOnTheirDays() {
    try (var endpoint =
        EmbeddedBigQuery.start("market", () -> PriceCsv.readAll(SAMPLES).setName("daily_prices"))) {
      QueryJobConfiguration whole = AiForecast.query("IBM", DAYS, 1);
      QueryJobConfiguration series = whole.toBuilder().setQuery(AiForecast.SERIES).build();

      var error = assertThrows(BigQueryException.class, () -> endpoint.client().query(whole));
      Table input = new QueryRunner(endpoint.client()).run(series).table();

      assertTrue(error.getMessage().startsWith("The function AI.FORECAST"), error.getMessage());
      assertEquals(2 * 512, input.rowCount());
      Table last = input.where(input.stringColumn("today").isEqualTo("2013-03-01"));
      last = last.sortAscendingOn("day");
      double close = PriceCsv.read(SAMPLES, "IBM").doubleColumn("adj_close").get(3269);
      assertEquals(Math.log(close), last.doubleColumn("log_price").get(511), 1e-12);
      assertEquals(
          LocalDate.of(2000, 1, 1).plusDays(3270), last.dateColumn("day").get(511), "day 3,270");
      assertEquals(last.dateColumn("day").get(0).plusDays(511), last.dateColumn("day").get(511));
    }
  }
}
