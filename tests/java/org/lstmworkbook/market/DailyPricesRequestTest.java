package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class DailyPricesRequestTest {

  private static final LocalDate FROM = LocalDate.of(2020, 1, 6);
  private static final LocalDate TO = LocalDate.of(2020, 1, 7);
  private static final String[] TWO_DAYS = {
    "ticker:STRING,trade_date:DATE,open:FLOAT,high:FLOAT,low:FLOAT,close:FLOAT,adj_close:FLOAT,"
        + "volume:INTEGER",
    "IBM,2020-01-06,11,12,10,11.5,5.75,10",
    "IBM,2020-01-07,12,13,11,12.5,6.25,20"
  };

  private final List<Duration> waits = new ArrayList<>();
  private ScriptedEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = new ScriptedEndpoint();
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @ParameterizedTest
  @CsvSource({
    "503, backendError",
    "500, internalError",
    "403, rateLimitExceeded",
    "400, jobBackendError"
  })
  void givenAPassingFault_whenRequested_thenTriedAgainAfterLongerAndLongerWaits(
      int code, String reason) {
    endpoint.fault(code, reason, "try again").fault(code, reason, "again").rows(TWO_DAYS);

    Table prices = request(endpoint.client());

    assertEquals(2, prices.rowCount());
    assertEquals(12.5, prices.doubleColumn("close").getDouble(1));
    assertEquals(List.of(Duration.ofMillis(500), Duration.ofMillis(1000)), waits);
  }

  @Test
  void givenAFaultThatStays_whenRequested_thenItGivesUpInWords() {
    for (int i = 0; i < RetryingQuery.TRIES; i++) {
      endpoint.fault(503, "backendError", "Backend Error");
    }

    String message = refused();

    assertEquals(
        "Backend Error\nBigQuery did not recover in 4 tries."
            + " Wait a minute, and run the cell again.",
        message);
    assertEquals(4, endpoint.requests());
    assertEquals(3, waits.size());
  }

  @ParameterizedTest
  @CsvSource({
    "403, accessDenied, Ask its owner for the roles BigQuery Job User",
    "404, notFound, 'load data-samples first, see data-samples/README.md'",
    "401, authError, gcloud auth application-default login"
  })
  void givenALastingFault_whenRequested_thenAskedOnceAndTheCureIsSaid(
      int code, String reason, String cure) {
    endpoint.fault(code, reason, "as BigQuery says");

    String message = refused();

    assertTrue(message.contains(cure), message);
    assertEquals(1, endpoint.requests());
    assertEquals(List.of(), waits);
  }

  @Test
  void givenNoServer_whenRequested_thenTheNetworkIsNamed() {
    BigQuery client = endpoint.client();
    endpoint.close();

    var error = assertThrows(PriceDataException.class, () -> request(client));

    assertTrue(error.getMessage().contains("BigQuery cannot be reached"), error.getMessage());
    assertEquals(List.of(), waits);
  }

  @Test
  void givenAWrongQuery_whenRequested_thenBigQuerysOwnErrorStays() {
    endpoint.fault(400, "invalidQuery", "Unrecognized name: clse at [1:8]");

    var error = assertThrows(BigQueryException.class, () -> request(endpoint.client()));

    assertEquals("Unrecognized name: clse at [1:8]", error.getMessage());
  }

  @Test
  void givenNoRows_whenRequested_thenItSaysWhatThereIs() {
    endpoint
        .rows(TWO_DAYS[0])
        .rows("ticker:STRING,first_day:DATE,last_day:DATE", "AAPL,2000-03-01,2013-03-01");

    assertEquals(
        "market.daily_prices has no rows of IBM from 2020-01-06 to 2020-01-07."
            + " It holds AAPL (2000-03-01 to 2013-03-01). Choose one of these.",
        refused());
  }

  @Test
  void givenDaysInTheWrongOrder_whenRequested_thenNothingIsAsked() {
    var error =
        assertThrows(
            PriceDataException.class,
            () -> DailyPrices.request(endpoint.client(), "IBM", TO, FROM));

    assertTrue(error.getMessage().contains("Swap them"), error.getMessage());
    assertEquals(0, endpoint.requests());
  }

  @Test
  void givenTheStopButtonWhileWaiting_whenRequested_thenCancelledAndStillInterrupted() {
    endpoint.fault(503, "backendError", "try again");
    var queries =
        new RetryingQuery(
            endpoint.client(),
            time -> {
              throw new InterruptedException();
            });

    assertThrows(CancellationException.class, () -> DailyPrices.request(queries, "IBM", FROM, TO));
    assertTrue(Thread.interrupted());
  }

  private String refused() {
    var error = assertThrows(PriceDataException.class, () -> request(endpoint.client()));
    return error.getMessage();
  }

  private Table request(BigQuery client) {
    return DailyPrices.request(new RetryingQuery(client, waits::add), "IBM", FROM, TO);
  }
}
