package org.lstmworkbook.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lstmworkbook.UserException;
import org.lstmworkbook.query.FakeLoads.Fault;
import org.lstmworkbook.query.FakeLoads.Request;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Loading against a BigQuery that fails at each of its requests: all rows, or one clear sentence.
 */
class TableLoadTest {

  private static final int ROWS = 40;
  private static final TableInfo TABLE =
      TableInfo.of(
          TableId.of("p", "market", "daily_prices"),
          StandardTableDefinition.of(Schema.of(Field.of("ticker", StandardSQLTypeName.STRING))));
  private static final int ALWAYS = Integer.MAX_VALUE;

  private FakeLoads server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeLoads();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Stream<Arguments> passing() {
    return Arrays.stream(Request.values())
        .flatMap(
            request ->
                Stream.of(Fault.CUT, Fault.UNAVAILABLE, Fault.HTML)
                    .map(fault -> Arguments.of(request, fault)));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void givenAFaultOnce_whenLoaded_thenAllRowsAreThereOnce(Request request, Fault fault) {
    server.inject(request, fault, 1);

    assertEquals(ROWS, load());

    assertEquals(ROWS, server.rows());
  }

  /** What was created is found, although the answer that says so is lost each time. */
  private static Stream<Arguments> lasting() {
    return passing()
        .filter(
            each -> each.get()[1] != Fault.CUT || !each.get()[0].toString().startsWith("CREATE"));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void givenAFaultForEver_whenLoaded_thenOneSentenceWithTheCureAndTheNextLoadingWorks(
      Request request, Fault fault) {
    server.inject(request, fault, ALWAYS);

    String message = complaint();

    assertTrue(message.contains("load again") || message.contains("Check"), message);
    server.inject(request, fault, 0);
    assertEquals(ROWS, load());
    assertEquals(ROWS, server.rows());
  }

  @ParameterizedTest
  @EnumSource(Request.class)
  void givenNoRight_whenLoaded_thenTheRolesAreNamed(Request request) {
    server.inject(request, Fault.DENIED, ALWAYS);

    String message = complaint();

    assertTrue(message.contains("BigQuery Job User and BigQuery Data Editor"), message);
  }

  @ParameterizedTest
  @EnumSource(
      value = Request.class,
      names = {"CREATE_DATASET", "CREATE_TABLE", "START", "SEND"})
  void givenAProjectOrDatasetThatIsGone_whenLoaded_thenSaid(Request request) {
    server.inject(request, Fault.NOT_FOUND, ALWAYS);

    String message = complaint();

    assertTrue(message.contains("Check --project"), message);
    assertFalse(message.contains("load data-samples first"), message);
  }

  @Test
  void givenAJobThatTakesHalf_whenLoaded_thenSaidAndTheNextLoadingWorks() {
    server.takeOnly(ROWS / 2);

    String message = complaint();

    assertTrue(message.startsWith("Of 40 rows BigQuery took 20. Load them again."), message);
    server.takeOnly(ALWAYS);
    assertEquals(ROWS, load());
    assertEquals(ROWS, server.rows());
  }

  @Test
  void givenAJobThatFails_whenLoaded_thenBigQuerysWords() {
    server.failJob("invalid", "Error while reading data, error message: CSV table has no rows.");

    var error = assertThrows(RuntimeException.class, this::load);

    assertTrue(error.getMessage().contains("error message: CSV table"), error.getMessage());
  }

  @Test
  void givenAJobThatNeverEnds_whenLoaded_thenSaidWithTheCure() {
    server.keepRunning();

    String message = complaint();

    assertTrue(message.startsWith("BigQuery has not loaded the rows after 15 minutes."), message);
    assertTrue(message.contains("load again, which is safe"), message);
  }

  private long load() {
    Table rows = Table.create(StringColumn.create("ticker", Collections.nCopies(ROWS, "IBM")));
    return assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> TableLoad.load(server.client(), TABLE, rows, "US", time -> {}));
  }

  private String complaint() {
    String message = assertThrows(UserException.class, this::load).getMessage();
    assertTrue(message.contains("(Job "), message);
    for (String noWord : List.of("Exception", "java.", "com.google", "<html", "null")) {
      assertFalse(message.contains(noWord), message);
    }
    return message;
  }
}
