package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.QueryResultsOption;
import com.google.cloud.bigquery.BigQuery.TableDataListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.DailyPrices;
import org.lstmworkbook.market.PriceCsv;
import org.lstmworkbook.query.QueryRunner;
import tech.tablesaw.api.Table;

/** The real client against the endpoint, over the sample prices. */
class EmbeddedBigQueryTest {

  private static final Path SAMPLES = Path.of("data-samples", "daily_prices.csv");
  private static final LocalDate FROM = LocalDate.of(2000, 3, 1);
  private static final LocalDate TO = LocalDate.of(2013, 3, 1);

  private static EmbeddedBigQuery endpoint;
  private static BigQuery client;

  @BeforeAll
  static void start() {
    endpoint = EmbeddedBigQuery.start("market", EmbeddedBigQueryTest::samples);
    client = endpoint.client();
  }

  private static Table samples() {
    return PriceCsv.readAll(SAMPLES).setName("daily_prices");
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  @Test
  void givenTheSamples_whenRequested_thenTheFilesOwnRows() {
    Table requested = DailyPrices.request(client, "IBM", FROM, TO);

    assertEquals(PriceCsv.read(SAMPLES, "IBM").print(4000), requested.print(4000));
  }

  @Test
  void givenAnUnknownTicker_whenRequested_thenThoseThereAreListed() {
    var error =
        assertThrows(UserException.class, () -> DailyPrices.request(client, "IBX", FROM, TO));

    assertTrue(
        error.getMessage().contains("FB (2012-05-18 to 2013-03-01), GOOG (2004-08-19 to"),
        error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELECT clse FROM market.daily_prices | 400 | invalidQuery | Unrecognized name: clse; Did"
            + " you mean close? at [1:8]",
        "SELECT close FROM market.daily_prices WHERE ticke = 'A' | 400 | invalidQuery |"
            + " Unrecognized name: ticke; Did you mean ticker? at [1:45]",
        "SELEC 1 | 400 | invalidQuery | Syntax error: Unexpected identifier \"SELEC\" at [1:1]",
        "SELECT 1/0 | 400 | invalidQuery | division by zero: 1 / 0",
        "SELECT NOFN(1) | 400 | invalidQuery | Function not found: NOFN at [1:8]",
        "SELECT @x | 400 | invalidQuery | Query parameter 'x' not found at [1:8]",
        "SELECT 1 AS a, 2 AS a | 400 | invalidQuery | Duplicate column names in the result are not"
            + " supported. Found duplicate(s): a",
        "SELECT * FROM daily_prices | 400 | invalidQuery | Table \"daily_prices\" must be"
            + " qualified with a dataset (e.g. dataset.table).",
        "SELECT * FROM market.nope | 404 | notFound | Not found: Table"
            + " workbook-samples:market.nope was not found in location US",
        "SELECT * FROM nope.t | 404 | notFound | Not found: Dataset workbook-samples:nope was not"
            + " found in location US",
        "SELECT * FROM other.d.t | 403 | accessDenied | Access Denied: Table other:d.t: User does"
            + " not have permission to query table other:d.t, or perhaps it does not exist.",
        "DELETE FROM market.daily_prices WHERE TRUE | 501 | notImplemented | Statement not"
            + " supported: DeleteStatement at [1:1]: a statement other than SELECT is not"
            + " implemented by the embedded endpoint; BigQuery itself has it.",
      })
  void givenAWrongQuery_whenRun_thenBigQuerysOwnError(
      String sql, int code, String reason, String message) {
    var error = assertThrows(BigQueryException.class, () -> query(sql));

    assertEquals(message, error.getMessage());
    assertEquals(code, error.getCode());
    assertEquals(reason, error.getReason());
  }

  @Test
  void givenSeveralTablesLinesTabsAndAccents_whenANameIsWrong_thenThePositionIsTheReaders() {
    String sql =
        "SELECT 'é', a.close FROM market.daily_prices AS a JOIN `workbook-samples.market."
            + "daily_prices` AS b\n\tON a.ticker = b.tickr";

    var error = assertThrows(BigQueryException.class, () -> query(sql));

    assertEquals("Name tickr not found inside b at [2:25]", error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "market.daily_prices",
        "`market.daily_prices`",
        "`workbook-samples.market.daily_prices`",
        "`workbook-samples`.market.daily_prices",
        "workbook-samples.market.daily_prices",
        "`workbook-samples`.`market`.`daily_prices`",
      })
  void givenAWayToWriteATable_whenQueried_thenFoundAndItsNameQualifies(String table) {
    String sql = "SELECT COUNT(daily_prices.close) FROM " + table + " WHERE ticker = 'FB'";

    assertEquals("196", only(query(sql)));
  }

  @Test
  void givenADefaultDataset_whenAWithHidesTheTable_thenEachNameMeansWhatItShould() {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(
                """
                WITH daily_prices AS (SELECT ticker FROM daily_prices WHERE ticker = 'FB')
                SELECT (SELECT COUNT(*) FROM daily_prices),
                       (SELECT COUNT(*) FROM market.daily_prices)
                """)
            .setDefaultDataset("market")
            .build();

    FieldValueList row = rows(query).get(0);

    assertEquals("196", row.get(0).getStringValue());
    assertEquals("12154", row.get(1).getStringValue());
  }

  @Test
  void givenFiltersOfAllKinds_whenCounted_thenAsInTheFile() {
    Table file = PriceCsv.readAll(SAMPLES);
    assertCount(3270, "ticker = 'IBM'");
    assertCount(3270, "'IBM' = ticker");
    assertCount(12_154 - 3270, "ticker != 'IBM'");
    assertCount(3270 + 196, "ticker = 'IBM' OR ticker = 'FB'");
    assertCount(3270 + 2148, "ticker > 'FB' AND ticker <= 'IBM'");
    assertCount(0, "ticker = CAST(NULL AS STRING)");
    assertCount(
        file.where(file.dateColumn("trade_date").isBefore(LocalDate.of(2001, 1, 1))).rowCount(),
        "trade_date < '2001-01-01'");
    assertCount(
        file.where(file.longColumn("volume").isBetweenInclusive(1_000_000, 2_000_000)).rowCount(),
        "volume BETWEEN 1000000 AND 2000000");
    assertEquals(
        Integer.toString(3270 + 196 + 2 * 196),
        only(
            query(
                """
                WITH t AS (SELECT * FROM market.daily_prices)
                SELECT COUNT(*) FROM (
                  SELECT ticker FROM t WHERE ticker = 'IBM'
                  UNION ALL SELECT ticker FROM t WHERE ticker = 'FB'
                  UNION ALL SELECT a.ticker FROM t AS a JOIN t AS b USING (trade_date)
                    WHERE a.ticker = 'FB' AND b.ticker IN ('IBM', 'AAPL'))
                """)),
        "each place that reads the table gets its rows");
  }

  private void assertCount(long expected, String condition) {
    String sql = "SELECT COUNT(*) FROM market.daily_prices WHERE " + condition;
    assertEquals(Long.toString(expected), only(query(sql)), condition);
  }

  @Test
  void givenPagesOf1000_whenRead_thenAllRowsOnceInOrder() throws InterruptedException {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(
                "SELECT trade_date FROM market.daily_prices WHERE ticker = 'IBM' ORDER BY 1")
            .setMaxResults(1000L)
            .build();
    List<String> expected =
        PriceCsv.read(SAMPLES, "IBM").dateColumn("trade_date").asList().stream()
            .map(LocalDate::toString)
            .toList();

    TableResult result = client.query(query);

    assertTrue(result.hasNextPage());
    assertEquals(3270, result.getTotalRows());
    assertEquals(expected, firstColumn(result));
  }

  @Test
  void givenMorePagesThanOne_whenRead_thenItIsHeardHowManyRowsHaveCome() {
    List<String> heard = new ArrayList<>();
    String sql = "SELECT x FROM UNNEST(GENERATE_ARRAY(1, 15000)) AS x, UNNEST([1, 2, 3])";

    Table rows =
        new QueryRunner(client)
            .run(QueryJobConfiguration.of(sql), (came, total) -> heard.add(came + " of " + total))
            .table();

    assertEquals(List.of("40000 of 45000", "45000 of 45000"), heard);
    assertEquals(45_000, rows.rowCount());
  }

  @Test
  void givenAJob_whenPolled_thenDoneAndItsResultsCanBePagedAgain() throws InterruptedException {
    JobId id = JobId.newBuilder().setJob("my-job").setLocation("US").build();
    QueryJobConfiguration query =
        QueryJobConfiguration.of("SELECT x FROM UNNEST(GENERATE_ARRAY(1, 25)) AS x ORDER BY x");

    Job job = client.create(JobInfo.of(id, query)).waitFor();
    TableResult result = job.getQueryResults(QueryResultsOption.pageSize(10));

    assertEquals(JobStatus.State.DONE, job.getStatus().getState());
    assertEquals(
        IntStream.rangeClosed(1, 25).mapToObj(Integer::toString).toList(), firstColumn(result));
    assertEquals("my-job", client.getJob("my-job").getJobId().getJob());
  }

  @Test
  void givenAJobThatFails_whenPolled_thenItHoldsTheError() {
    QueryJobConfiguration query = QueryJobConfiguration.of("SELECT 1/0");
    Job job = client.create(JobInfo.of(query));

    var error = assertThrows(BigQueryException.class, job::getQueryResults);

    assertEquals("division by zero: 1 / 0", error.getMessage());
    assertEquals("invalidQuery", client.getJob(job.getJobId()).getStatus().getError().getReason());
  }

  @Test
  void givenADryRun_whenSent_thenItsBytesAndSchemaWithoutRunning() {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(
                "SELECT ticker, close FROM market.daily_prices WHERE volume > 1/0")
            .setDryRun(true)
            .build();

    QueryStatistics statistics = client.create(JobInfo.of(query)).getStatistics();

    long tickers = 2L * 12_154 + 4 * 3270 + 3 * 3270 + 4 * 3270 + 4 * 2148 + 2 * 196;
    assertEquals(tickers + 16L * 12_154, statistics.getTotalBytesProcessed());
    assertEquals(10L << 20, statistics.getTotalBytesBilled());
    assertEquals(2, statistics.getSchema().getFields().size());
    var error =
        assertThrows(
            BigQueryException.class,
            () ->
                client.create(
                    JobInfo.of(query.toBuilder().setQuery("SELECT clse FROM x").build())));
    assertEquals("invalidQuery", error.getReason());
  }

  @Test
  void givenACapOnTheBytes_whenTheQueryWouldBillMore_thenRefused() {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder("SELECT close FROM market.daily_prices LIMIT 1")
            .setMaximumBytesBilled(10_000_000L)
            .build();

    var error = assertThrows(BigQueryException.class, () -> client.query(query));

    assertEquals(
        "Query exceeded limit for bytes billed: 10000000. 10485760 or higher required.",
        error.getMessage());
    assertEquals("bytesBilledLimitExceeded", error.getReason());
    assertEquals(1, rows(query.toBuilder().setMaximumBytesBilled(10_485_760L).build()).size());
  }

  @Test
  void givenTheProject_whenListed_thenItsDatasetTableSchemaAndRows() {
    var dataset = client.listDatasets().iterateAll().iterator().next();
    assertEquals("market", dataset.getDatasetId().getDataset());
    assertEquals("US", client.getDataset("market").getLocation());
    var tables = client.listTables("market").iterateAll().iterator();
    assertEquals("daily_prices", tables.next().getTableId().getTable());
    assertFalse(tables.hasNext());

    var table = client.getTable(TableId.of("market", "daily_prices"));
    StandardTableDefinition definition = table.getDefinition();
    assertEquals(
        DailyPrices.COLUMNS,
        definition.getSchema().getFields().stream().map(Field::getName).toList());
    assertEquals(12_154, table.getNumRows().intValue());
    TableResult data = table.list(definition.getSchema(), TableDataListOption.pageSize(5000));
    assertEquals(12_154, firstColumn(data).size());

    assertEquals(null, client.getDataset("nope"));
    assertEquals(null, client.getTable("market", "nope"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"forbidden-project", "x"})
  void givenAnotherProject_whenQueried_thenAccessDenied(String project) {
    BigQuery other = client.getOptions().toBuilder().setProjectId(project).build().getService();

    var error =
        assertThrows(
            BigQueryException.class, () -> other.query(QueryJobConfiguration.of("SELECT 1")));

    assertEquals(403, error.getCode());
    assertEquals("accessDenied", error.getReason());
  }

  @Test
  void givenAMethodThatIsNotThere_whenCalled_thenNotImplemented() {
    var error = assertThrows(BigQueryException.class, () -> client.delete("market"));

    assertEquals(501, error.getCode());
    assertEquals("notImplemented", error.getReason());
  }

  @Test
  void givenMoreRowsThanTheEvaluatorTakes_whenQueried_thenResourcesExceeded() {
    var error =
        assertThrows(
            BigQueryException.class,
            () -> query("SELECT REPEAT('x', 1000) FROM UNNEST(GENERATE_ARRAY(1, 5000))"));

    assertEquals("resourcesExceeded", error.getReason());
    assertTrue(error.getMessage().contains("4 MiB of rows at once"), error.getMessage());
    List<FieldValueList> rows =
        query("SELECT REPEAT(ticker, 150) AS x FROM market.daily_prices ORDER BY ticker");
    assertEquals(12_154, rows.size(), "from few bytes of a table, cut until each part's rows fit");
  }

  private static List<String> firstColumn(TableResult result) {
    return StreamSupport.stream(result.iterateAll().spliterator(), false)
        .map(row -> row.get(0).getStringValue())
        .toList();
  }

  private static String only(List<FieldValueList> rows) {
    assertEquals(1, rows.size());
    return rows.get(0).get(0).getStringValue();
  }

  private static List<FieldValueList> query(String sql) {
    return rows(QueryJobConfiguration.of(sql));
  }

  private static List<FieldValueList> rows(QueryJobConfiguration query) {
    try {
      return StreamSupport.stream(client.query(query).iterateAll().spliterator(), false).toList();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
