package org.lstmworkbook.engine.bigquery;

import static com.google.cloud.bigquery.FieldValue.Attribute.PRIMITIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lstmworkbook.OtherJvm;
import org.lstmworkbook.market.PriceCsv;

/** Queries that take or break the evaluator: they end, the endpoint does not. */
@Timeout(180)
class EvaluatorTest {

  /** 12,154 days joined with themselves, without a key. */
  private static final String ENDLESS =
      "SELECT COUNT(*) FROM market.daily_prices a, market.daily_prices b, market.daily_prices c";

  private static EmbeddedBigQuery endpoint;
  private static BigQuery client;

  @BeforeAll
  static void start() {
    endpoint =
        EmbeddedBigQuery.start(
            "market",
            () ->
                PriceCsv.readAll(Path.of("data-samples", "daily_prices.csv"))
                    .setName("daily_prices"));
    client = endpoint.client();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    endpoint.close();
    Thread.sleep(200);
    assertEquals(0, evaluators(), "none outlives its endpoint");
  }

  static long evaluators() {
    return ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().commandLine().orElse("").contains(Evaluator.class.getName()))
        .filter(ProcessHandle::isAlive)
        .count();
  }

  @Test
  void givenARunningQuery_whenCancelled_thenItStopsAndTheNextRuns() throws InterruptedException {
    Job job = client.create(JobInfo.of(QueryJobConfiguration.of(ENDLESS)));
    Thread.sleep(500);

    assertTrue(client.cancel(job.getJobId()));

    var error = assertThrows(BigQueryException.class, job::getQueryResults);
    assertEquals("stopped", error.getReason());
    assertEquals(List.of("12154"), column("SELECT COUNT(*) FROM market.daily_prices"));
    assertEquals("DONE", client.getJob(job.getJobId()).getStatus().getState().toString());
  }

  @Test
  void givenATimeout_whenTheQueryTakesLonger_thenItStops() {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(ENDLESS).setJobTimeoutMs(1500L).build();
    Job job = client.create(JobInfo.of(query));

    var error = assertThrows(BigQueryException.class, job::getQueryResults);

    assertTrue(error.getMessage().startsWith("Job timed out after 15"), error.getMessage());
    assertTrue(error.getMessage().contains("window function (LAG, MAX OVER)"), error.getMessage());
    assertEquals(List.of("1"), column("SELECT 1"));
  }

  @Test
  void givenAQueryThatTakesAllMemory_whenRun_thenTheLimitEndsItInWords() {
    String withoutTheDay =
        "SELECT a.trade_date, b.close FROM market.daily_prices a JOIN market.daily_prices b"
            + " ON a.ticker = b.ticker";

    var error = assertThrows(BigQueryException.class, () -> column(withoutTheDay));

    assertEquals("resourcesExceeded", error.getReason(), error.getMessage());
    assertTrue(error.getMessage().contains("3 GiB of memory"), error.getMessage());
    assertEquals(List.of("1"), column("SELECT 1"));
  }

  @Test
  void givenAProcessThatIsKilledInAQuery_whenItIsGone_thenSoIsItsEvaluator()
      throws IOException, InterruptedException {
    List<String> pids = OtherJvm.output(HaltWhileQuerying.class, Map.of()).lines().toList();

    assertEquals(1, pids.size(), pids.toString());
    var evaluator = ProcessHandle.of(Long.parseLong(pids.get(0)));
    for (int tries = 0; tries < 600 && isRunning(evaluator); tries++) {
      Thread.sleep(100);
    }
    assertFalse(isRunning(evaluator), "an orphan");
  }

  /** A zombie, which has ended and waits to be reaped, has no command any more. */
  private static boolean isRunning(Optional<ProcessHandle> process) {
    return process.map(ProcessHandle::info).flatMap(ProcessHandle.Info::command).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT COUNT(*) FROM market.daily_prices WHERE trade_date = (SELECT MAX(trade_date) FROM"
            + " market.daily_prices) | 5",
        "SELECT COUNT(*) FROM market.daily_prices WHERE close > (SELECT close FROM"
            + " market.daily_prices WHERE FALSE) | 0",
        "WITH m AS (SELECT MIN(trade_date) AS d FROM market.daily_prices) SELECT COUNT(*) FROM"
            + " market.daily_prices WHERE trade_date = (SELECT d FROM m) | 3",
        "SELECT COUNT(*) FROM UNNEST([1, 2, 3]) AS x WHERE x = (SELECT MAX(y) FROM UNNEST([x, 2])"
            + " AS y) | 2",
        "SELECT COUNT(*) FROM market.daily_prices WHERE trade_date IN (SELECT MIN(trade_date) FROM"
            + " market.daily_prices GROUP BY ticker) | 12",
        "SELECT COUNT(*) FROM market.daily_prices AS p WHERE NOT EXISTS (SELECT 1 FROM"
            + " market.daily_prices AS q WHERE q.ticker = 'GOOG' AND q.trade_date = p.trade_date)"
            + " | 3366",
        "SELECT COUNT(*) FROM (SELECT close, MAX(close) OVER (PARTITION BY ticker) AS m FROM"
            + " market.daily_prices) WHERE close = m | 5",
        "SELECT COUNTIF(n = 1) FROM (SELECT COUNT(*) OVER () AS n, COUNT(*) FROM"
            + " market.daily_prices) | 1",
        "SELECT COUNT(*) FROM (SELECT ticker FROM market.daily_prices QUALIFY close = MAX(close)"
            + " OVER (PARTITION BY ticker)) | 5",
        "SELECT COUNT(*) FROM (SELECT low AS close FROM market.daily_prices QUALIFY close ="
            + " MAX(close) OVER ()) | 1",
        "SELECT @@project_id | workbook-samples",
        "SELECT IF(TRUE, 7, (SELECT 1/0)) | 7.0",
        "WITH w AS (SELECT [1, 2] AS xs) SELECT SUM(x) FROM w, w.xs AS x | 3",
      })
  void givenASubqueryOfOneValue_whenRun_thenAsWrittenAndOnce(String sql, String expected) {
    assertEquals(List.of(expected), column(sql));
  }

  @Test
  void givenASubqueryOfTwoRows_whenRun_thenTheErrorOfGoogleSql() {
    var error =
        assertThrows(
            BigQueryException.class,
            () -> column("SELECT 1 + (SELECT x FROM UNNEST([1, 2]) AS x)"));

    assertTrue(error.getMessage().contains("More than one element"), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DECLARE x INT64 DEFAULT 1; SELECT x",
        "CREATE TEMP FUNCTION f(x INT64) AS (x + 1); SELECT f(1)",
        "SELECT MAX_BY(ticker, close) FROM market.daily_prices",
        "SELECT * FROM `market.daily_*`",
        "SELECT @@script.slot_ms",
        "SELECT * FROM AI.FORECAST(TABLE market.daily_prices)",
        "CREATE TABLE market.t AS SELECT 1 AS x",
        "SELECT * FROM market.daily_prices FOR SYSTEM_TIME AS OF TIMESTAMP '2020-01-01'",
        "SELECT (SELECT COUNT(*) FROM market.daily_prices AS d FOR SYSTEM_TIME AS OF"
            + " TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR))",
      })
  void givenWhatBigQueryHasAndThisNot_whenRun_thenItSaysSo(String sql) {
    var error = assertThrows(BigQueryException.class, () -> column(sql));

    assertTrue(error.getMessage().endsWith("BigQuery itself has it."), error.getMessage());
    assertFalse(error.getMessage().contains("Syntax error"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ABS( | )",
        "(SELECT | )",
        "(SELECT x FROM (SELECT | AS x))",
        "1 + | ''",
        "- | ''",
        "CASE WHEN TRUE THEN | END",
        "[STRUCT( | )]",
      })
  void givenAQueryThatNestsDeeply_whenRun_thenItSaysSoAndTheNextRuns(String open, String close) {
    column("SELECT " + nested(open, close, 5));
    for (int depth : List.of(100, 5000)) {
      var error =
          assertThrows(
              BigQueryException.class, () -> column("SELECT " + nested(open, close, depth)));

      assertEquals(
          "A query that nests so deeply is not implemented by the embedded endpoint; BigQuery"
              + " itself has it.",
          error.getMessage());
    }
    assertEquals(List.of("1"), column("SELECT " + nested("(", ")", 5000)));
  }

  /** So deep that native code runs out of stack, and ends. */
  @Test
  void givenAQueryThatEndsTheProcess_whenRun_thenItSaysSoAndTheNextRuns() {
    var error =
        assertThrows(
            BigQueryException.class, () -> column("SELECT " + nested("ABS(", ")", 100_000)));

    assertEquals("resourcesExceeded", error.getReason(), error.getMessage());
    assertTrue(error.getMessage().contains("or nests too deeply"), error.getMessage());
    assertEquals(List.of("1"), column("SELECT 1"));
  }

  private static String nested(String open, String close, int depth) {
    return (open + " ").repeat(depth) + "1" + (" " + close).repeat(depth);
  }

  @Test
  void givenParametersNamedAsTheEnginesOwn_whenRun_thenEachKeepsItsValue() {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(
                "SELECT @_subquery + @_subquery_ + (SELECT MAX(x) FROM UNNEST([1, 2]) AS x)")
            .addNamedParameter("_subquery", QueryParameterValue.int64(10))
            .addNamedParameter("_subquery_", QueryParameterValue.int64(100))
            .build();

    assertEquals(List.of("112"), column(query));
  }

  private static List<String> column(String sql) {
    return column(QueryJobConfiguration.of(sql));
  }

  private static List<String> column(QueryJobConfiguration query) {
    try {
      Iterable<FieldValueList> rows = client.query(query).iterateAll();
      return StreamSupport.stream(rows.spliterator(), false)
          .map(row -> row.get(0))
          .map(value -> value.getAttribute() == PRIMITIVE ? value.getStringValue() : "")
          .toList();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
