package org.lstmworkbook.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.io.IOException;
import java.time.Duration;
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
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

class QueryRunnerTest {

  private static final QueryJobConfiguration QUERY =
      QueryJobConfiguration.of("SELECT trade_date, close FROM market.daily_prices");

  private static final String[] TWO_DAYS = {
    "trade_date:DATE,close:FLOAT", "2020-01-06,11.5", "2020-01-07,12.5"
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
  void givenATransientFault_whenRun_thenTriedAgainAfterLongerAndLongerWaits(
      int code, String reason) {
    endpoint.fault(code, reason, "try again").fault(code, reason, "again").rows(TWO_DAYS);

    Table rows = run(endpoint.client());

    assertEquals(2, rows.rowCount());
    assertEquals(12.5, rows.doubleColumn("close").getDouble(1));
    assertEquals(2, waits.size());
    assertBetween(250, 500, waits.get(0));
    assertBetween(500, 1000, waits.get(1));
    assertEquals(1, jobIds().size(), "one job, whatever was sent again");
  }

  @Test
  void givenAJobThatBigQueryLost_whenRun_thenTheQueryGetsANewJob() {
    endpoint.fault(400, "jobBackendError", "lost").rows(TWO_DAYS);

    assertEquals(2, run(endpoint.client()).rowCount());
    assertEquals(2, jobIds().size());
  }

  @Test
  void givenAFaultThatStays_whenRun_thenItGivesUpInWords() {
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

  @ParameterizedTest
  @CsvSource({
    "403, accessDenied, Ask its owner for the roles BigQuery Job User",
    "404, notFound, './workbook bigquery load --project PROJECT'",
    "400, bytesBilledLimitExceeded, 'raise the cap: set WORKBOOK_MAXIMUM_BYTES_BILLED'",
    "403, quotaExceeded, 'used up a quota'",
    "401, authError, gcloud auth application-default login"
  })
  void givenALastingFault_whenRun_thenAskedOnceAndTheCureIsSaid(
      int code, String reason, String cure) {
    endpoint.fault(code, reason, "as BigQuery says");

    String message = refused();

    assertTrue(message.contains(cure), message);
    assertEquals(1, endpoint.requests());
    assertEquals(List.of(), waits);
  }

  @Test
  void givenNoServer_whenRun_thenTheNetworkIsNamed() {
    BigQuery client = endpoint.client();
    endpoint.close();

    var error = assertThrows(UserException.class, () -> run(client));

    assertTrue(error.getMessage().contains("BigQuery cannot be reached"), error.getMessage());
    assertEquals(List.of(), waits);
  }

  @Test
  void givenAWrongQuery_whenRun_thenBigQuerysOwnErrorStays() {
    endpoint.fault(400, "invalidQuery", "Unrecognized name: clse at [1:8]");

    var error = assertThrows(BigQueryException.class, () -> run(endpoint.client()));

    assertEquals("Unrecognized name: clse at [1:8]", error.getMessage());
  }

  @Test
  void givenTheStopButton_whenRun_thenTheJobIsCancelledAndTheThreadStillInterrupted() {
    endpoint.fault(503, "backendError", "try again");
    RequestRetry stopped =
        new RequestRetry(
            time -> {
              throw new InterruptedException();
            },
            RequestRetry.REQUEST_LIMIT);

    var error = assertThrows(CancellationException.class, () -> run(endpoint.client(), stopped));

    assertTrue(error.getMessage().startsWith("The query was stopped, and its job"));
    assertTrue(Thread.interrupted());
    assertEquals(1, endpoint.cancels());
  }

  private String refused() {
    return assertThrows(UserException.class, () -> run(endpoint.client())).getMessage();
  }

  private Table run(BigQuery client) {
    return run(client, new RequestRetry(waits::add, RequestRetry.REQUEST_LIMIT));
  }

  private static Table run(BigQuery client, RequestRetry retry) {
    return new QueryRunner(client, QueryLimits.DEFAULT, retry, QueryRunner.PAGE_ROWS, Map.of())
        .run(QUERY)
        .table();
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
