package org.lstmworkbook.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.bigquery.EmbeddedBigQuery;
import org.lstmworkbook.query.FaultyProxy.Answer;
import org.lstmworkbook.query.FaultyProxy.Fault;
import org.lstmworkbook.query.FaultyProxy.Place;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/**
 * Every fault that a network, a proxy or a server may make of an answer, at each of the three kinds
 * of request: the right rows, or an error in words; never fewer rows, none twice, and none without
 * an end.
 */
class QueryFaultsTest {

  private static final int ROWS = 50;
  private static final int PAGE_ROWS = 20;
  private static final int ALWAYS = Integer.MAX_VALUE;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Fault STILL_RUNNING = AnswerFaults.edit(AnswerFaults::running);
  private static final QueryJobConfiguration QUERY =
      QueryJobConfiguration.of(
          """
          SELECT DATE_ADD(DATE '2001-02-03', INTERVAL n DAY) AS trade_date, n / 4 AS close, n AS volume
          FROM UNNEST(GENERATE_ARRAY(1, 50)) AS n
          ORDER BY n
          """);

  private static Optional<EmbeddedBigQuery> embedded;
  private static BigQuery server;
  private static FaultyProxy proxy;
  private static List<String> expected;

  /** The server is the embedded one, or the one that the environment names. */
  @BeforeAll
  static void start() throws IOException {
    Optional<String> url = BigQueryEndpoint.emulator(System.getenv());
    embedded =
        url.isPresent()
            ? Optional.empty()
            : Optional.of(
                EmbeddedBigQuery.start("d", () -> Table.create("t", LongColumn.create("n", 1))));
    server =
        embedded
            .map(EmbeddedBigQuery::client)
            .orElseGet(
                () ->
                    BigQueryEndpoint.options(System.getenv("GOOGLE_CLOUD_PROJECT"), url.get())
                        .getService());
    proxy = new FaultyProxy(server);
    expected = rows(new QueryRunner(server).run(QUERY).table());
    assertEquals(ROWS, expected.size());
  }

  @BeforeEach
  void reset() {
    proxy.reset();
  }

  @AfterAll
  static void stop() {
    proxy.close();
    embedded.ifPresent(EmbeddedBigQuery::close);
  }

  /** Place, name, fault; whether it is only found out when the page was taken; whether ever. */
  private static Stream<Arguments> transientFaults() {
    List<Arguments> all = new ArrayList<>();
    for (Place place : Place.OF_A_READING) {
      add(all, place, AnswerFaults.transientErrors(), false, true);
      add(all, place, AnswerFaults.nonsense(), false, true);
    }
    for (Place place : List.of(Place.POLL, Place.PAGE)) {
      add(all, place, AnswerFaults.harmless(), false, false);
      add(all, place, AnswerFaults.wrongRows(), false, true);
      // The first page has none before it to be compared with.
      add(all, place, AnswerFaults.plausible(), place == Place.POLL, true);
      add(all, place, AnswerFaults.shortPages(), false, place == Place.PAGE);
      add(all, place, AnswerFaults.late(), true, true);
    }
    add(all, Place.PAGE, Map.of("not complete", STILL_RUNNING), false, true);
    return all.stream();
  }

  private static void add(
      List<Arguments> all, Place place, Map<String, Fault> faults, boolean late, boolean found) {
    faults.forEach((name, fault) -> all.add(Arguments.of(place, name, fault, late, found)));
  }

  private static Stream<Arguments> lastingFaults() {
    List<Arguments> all = new ArrayList<>();
    for (Place place : Place.OF_A_READING) {
      AnswerFaults.lasting().forEach((name, fault) -> all.add(Arguments.of(place, name, fault)));
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("transientFaults")
  void givenAFaultOnce_whenRun_thenAllRowsAndTheQueryRanOnce(
      Place place, String name, Fault fault, boolean late) {
    proxy.inject(place, 1, fault);

    String complaint = complaint();

    assertEquals(late, !complaint.isEmpty(), complaint);
    assertEquals(1, proxy.jobs());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("transientFaults")
  void givenAFaultForEver_whenRun_thenAllRowsOrAnErrorInWordsAndTheQueryRanOnce(
      Place place, String name, Fault fault, boolean late, boolean found) {
    proxy.inject(place, ALWAYS, fault);

    String complaint = complaint();

    // A query that was sent before is answered with 409: with luck the client reads that much.
    boolean luck = place == Place.QUERY && complaint.isEmpty();
    assertEquals(found && !luck, !complaint.isEmpty(), complaint);
    assertEquals(1, proxy.jobs());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("lastingFaults")
  void givenARefusal_whenRun_thenAnErrorInWordsAtOnce(Place place, String name, Fault fault) {
    proxy.inject(place, ALWAYS, fault);

    assertFalse(complaint().isEmpty());
    assertEquals(1, proxy.jobs());
  }

  @ParameterizedTest
  @MethodSource("places")
  void givenAnAnswerThatDripsWithoutEnd_whenRun_thenGivenUpInWords(Place place) {
    proxy.inject(place, ALWAYS, AnswerFaults::drip);

    String complaint = complaint(Duration.ofSeconds(1), LONG);

    assertTrue(complaint.contains("no whole answer came within 1 seconds"), complaint);
  }

  private static Stream<Place> places() {
    return Place.OF_A_READING.stream();
  }

  @Test
  void givenAJobThatNeverEnds_whenItsTimeIsUp_thenCancelledAndSaid() {
    proxy.inject(Place.POLL, ALWAYS, STILL_RUNNING);

    String complaint = complaint(LONG, Duration.ofSeconds(1));

    assertTrue(complaint.startsWith("The query did not end within 1 seconds"), complaint);
    assertEquals(1, proxy.cancels());
  }

  /** With the waits that a reader has: the issue asks for less than 30 seconds. */
  @Test
  void givenA503ForEver_whenRunWithRealWaits_thenTheErrorComesInTime() {
    proxy.inject(Place.QUERY, ALWAYS, (answer, exchange, server) -> Answer.empty(503));
    QueryRunner runner = new QueryRunner(proxy.client());

    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertThrows(UserException.class, () -> runner.run(QUERY)));
  }

  @Test
  void givenTheStopButtonWhileAnAnswerIsAwaited_whenRun_thenCancelledAtOnceAndSaid()
      throws Exception {
    String message = stopped();

    assertTrue(
        message.matches("The query was stopped, and its job lstm_\\S+ cancelled\\."), message);
    assertEquals(1, proxy.cancels());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faultsOfACancel")
  void givenTheStopButtonAndACancelThatFails_whenRun_thenSaidThatTheJobMayRun(
      String name, Fault fault) throws Exception {
    proxy.inject(Place.CANCEL, ALWAYS, fault);

    String message = stopped();

    assertTrue(message.contains("Cancel its job lstm_"), message);
  }

  private static Stream<Arguments> faultsOfACancel() {
    Map<String, Fault> all = AnswerFaults.transientErrors();
    return Stream.concat(
        Stream.of("closed before the answer", "truncated gzip", "503 without a body")
            .map(name -> Arguments.of(name, all.get(name))),
        Stream.of(Arguments.of("drips without end", (Fault) AnswerFaults::drip)));
  }

  /** What is said when the stop button is pressed while BigQuery does not answer. */
  private static String stopped() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch forEver = new CountDownLatch(1);
    proxy.inject(
        Place.POLL,
        ALWAYS,
        (answer, exchange, other) -> {
          asked.countDown();
          AnswerFaults.await(forEver);
          return null;
        });
    CompletableFuture<String> said = new CompletableFuture<>();
    Thread cell =
        new Thread(
            () -> {
              try {
                new QueryRunner(proxy.client()).run(QUERY);
                said.complete("it ended");
              } catch (CancellationException e) {
                said.complete(e.getMessage());
              }
            });
    cell.start();
    assertTrue(asked.await(LONG.toSeconds(), TimeUnit.SECONDS));
    cell.interrupt();
    String message = assertTimeoutPreemptively(LONG, () -> said.get());
    forEver.countDown();
    return message;
  }

  @Test
  void givenFewerRowsThanCounted_whenAClientsOwnResultIsRead_thenRefused() throws Exception {
    TableResult result = server.query(QUERY);
    TableResult counted = result.toBuilder().setTotalRows(ROWS + 1L).build();

    var error = assertThrows(UserException.class, () -> BigQueryTables.toTable(counted));

    assertTrue(error.getMessage().startsWith("The result has 51 rows, but 50 came."));
  }

  /**
   * @return empty if all rows came, else what the error says
   */
  private static String complaint() {
    return complaint(LONG, LONG);
  }

  private static String complaint(Duration requestLimit, Duration jobLimit) {
    QueryRunner runner = runner(requestLimit, jobLimit);
    return complaint(() -> assertEquals(expected, rows(runner.run(QUERY).table())));
  }

  private static QueryRunner runner(Duration requestLimit, Duration jobLimit) {
    RequestRetry retry = new RequestRetry(time -> {}, requestLimit);
    QueryLimits limits = new QueryLimits(1_000_000_000L, jobLimit);
    return new QueryRunner(proxy.client(), limits, retry, PAGE_ROWS, Map.of());
  }

  private static String complaint(Executable reading) {
    return assertTimeoutPreemptively(
        LONG.multipliedBy(3),
        () -> {
          try {
            reading.execute();
            return "";
          } catch (UserException | BigQueryException e) {
            assertInWords(e.getMessage());
            return e.getMessage();
          }
        });
  }

  private static void assertInWords(String message) {
    assertTrue(message.length() > 20 && message.contains(" "), message);
    for (String noWord : List.of("Exception", "java.", "com.google", "<html", "null:")) {
      assertFalse(message.contains(noWord), message);
    }
  }

  private static List<String> rows(Table table) {
    return table.stream()
        .map(row -> row.getDate(0) + " " + row.getDouble(1) + " " + row.getLong(2))
        .toList();
  }
}
