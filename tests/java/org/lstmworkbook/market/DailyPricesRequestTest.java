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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static final Pattern JOB_ID = Pattern.compile("lstm_workbook_[0-9a-f-]+");

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
    "429, rateLimitExceeded",
    "500, internalError",
    "403, rateLimitExceeded"
  })
  void givenATransientFault_whenRequested_thenTriedAgainAfterLongerAndLongerWaits(
      int code, String reason) {
    endpoint.fault(code, reason, "try again").fault(code, reason, "again").rows(TWO_DAYS);

    Table prices = request(endpoint.client());

    assertEquals(2, prices.rowCount());
    assertEquals(12.5, prices.doubleColumn("close").getDouble(1));
    assertEquals(2, waits.size());
    assertBetween(250, 500, waits.get(0));
    assertBetween(500, 1000, waits.get(1));
    assertEquals(1, jobIds().size(), "one job, whatever was sent again");
  }

  @Test
  void givenAJobThatBigQueryLost_whenRequested_thenTheQueryGetsANewJob() {
    endpoint.fault(400, "jobBackendError", "lost").rows(TWO_DAYS);

    assertEquals(2, request(endpoint.client()).rowCount());
    assertEquals(2, jobIds().size());
  }

  @Test
  void givenAFaultThatStays_whenRequested_thenItGivesUpInWords() {
    for (int i = 0; i < RequestRetry.TRIES; i++) {
      endpoint.fault(503, "backendError", "Backend Error");
    }

    String message = refused();

    assertTrue(
        message.startsWith(
            "Backend Error\nBigQuery did not recover in several tries. Wait a minute, and run the"
                + " cell again. (Job lstm_workbook_"),
        message);
    assertEquals(RequestRetry.TRIES, endpoint.requests());
    assertTrue(waits.stream().mapToLong(Duration::toMillis).sum() < 16_000, waits.toString());
    assertEquals(1, endpoint.cancels(), "the job may have started all the same");
  }

  @Test
  void givenAnyQueryOfTheLibrary_whenSent_thenCappedLabelledTimedAndNamed() {
    endpoint
        .rows(TWO_DAYS[0])
        .rows("ticker:STRING,first_day:DATE,last_day:DATE", "AAPL,2000-03-01,2013-03-01");

    refused();

    assertEquals(2, endpoint.inserts().size());
    for (String job : endpoint.inserts()) {
      assertTrue(job.contains("\"maximumBytesBilled\":\"1000000000\""), job);
      assertTrue(job.contains("\"jobTimeoutMs\":\"300000\""), job);
      assertTrue(job.contains("\"labels\":{\"application\":\"lstm-workbook\"}"), job);
    }
    assertEquals(2, jobIds().size());
  }

  @ParameterizedTest
  @CsvSource({
    "403, accessDenied, Ask its owner for the roles BigQuery Job User",
    "404, notFound, './workbook bigquery load --project PROJECT'",
    "400, bytesBilledLimitExceeded, 'raise the cap: set WORKBOOK_MAXIMUM_BYTES_BILLED'",
    "403, quotaExceeded, 'used up a quota'",
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
  void givenTheStopButton_whenRequested_thenTheJobIsCancelledAndTheThreadStillInterrupted() {
    endpoint.fault(503, "backendError", "try again");
    RequestRetry stopped =
        new RequestRetry(
            time -> {
              throw new InterruptedException();
            },
            RequestRetry.REQUEST_LIMIT);

    var error =
        assertThrows(CancellationException.class, () -> request(endpoint.client(), stopped));

    assertTrue(error.getMessage().startsWith("The query was stopped, and its job"));
    assertTrue(Thread.interrupted());
    assertEquals(1, endpoint.cancels());
  }

  private String refused() {
    var error = assertThrows(PriceDataException.class, () -> request(endpoint.client()));
    return error.getMessage();
  }

  private Table request(BigQuery client) {
    return request(client, new RequestRetry(waits::add, RequestRetry.REQUEST_LIMIT));
  }

  private static Table request(BigQuery client, RequestRetry retry) {
    var queries =
        new QueryRunner(client, QueryLimits.DEFAULT, retry, QueryRunner.PAGE_ROWS, Map.of());
    return DailyPrices.request(queries, "IBM", FROM, TO);
  }

  private Set<String> jobIds() {
    return endpoint.inserts().stream()
        .flatMap(job -> JOB_ID.matcher(job).results().map(MatchResult::group))
        .collect(Collectors.toSet());
  }

  private static void assertBetween(long least, long most, Duration wait) {
    assertTrue(wait.toMillis() >= least && wait.toMillis() <= most, wait.toString());
  }
}
