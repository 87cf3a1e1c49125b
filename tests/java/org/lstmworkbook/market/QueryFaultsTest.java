package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableResult;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lstmworkbook.engine.bigquery.EmbeddedBigQuery;
import org.lstmworkbook.market.FaultyProxy.Answer;
import org.lstmworkbook.market.FaultyProxy.Fault;
import org.lstmworkbook.market.FaultyProxy.Place;
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
  private static final QueryJobConfiguration QUERY =
      QueryJobConfiguration.of(
          """
          SELECT trade_date, close, volume FROM market.daily_prices
          WHERE ticker = 'IBM' ORDER BY trade_date LIMIT 50
          """);

  private static EmbeddedBigQuery server;
  private static FaultyProxy proxy;
  private static List<String> expected;

  @BeforeAll
  static void start() throws IOException {
    server =
        EmbeddedBigQuery.start(
            "market",
            () ->
                PriceCsv.readAll(Path.of("data-samples", "daily_prices.csv"))
                    .setName("daily_prices"));
    proxy = new FaultyProxy(server.client());
    expected = rows(new QueryRunner(server.client()).run(QUERY).table());
    assertEquals(ROWS, expected.size());
  }

  @AfterAll
  static void stop() {
    proxy.close();
    server.close();
  }

  /** Transient errors: the same request may succeed the next time. */
  private static Map<String, Fault> transientErrors() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("closed before the answer", (answer, exchange) -> null);
    faults.put("closed in mid-body", QueryFaultsTest::closeInMidBody);
    faults.put("closed after the header", QueryFaultsTest::closeAfterHeader);
    faults.put("a byte short of its length", QueryFaultsTest::oneByteShort);
    faults.put("truncated JSON", (answer, exchange) -> answer.half());
    faults.put("truncated gzip", (answer, exchange) -> answer.gzip().half());
    faults.put("gzip that is none", (answer, exchange) -> answer.calledGzip());
    faults.put("408", (answer, exchange) -> Answer.empty(408));
    faults.put("429", (answer, exchange) -> Answer.error(429, "rateLimitExceeded"));
    faults.put("429 without a body", (answer, exchange) -> Answer.empty(429));
    faults.put("429 in HTML", (answer, exchange) -> Answer.html(429));
    faults.put("403 rate limit", (answer, exchange) -> Answer.error(403, "rateLimitExceeded"));
    faults.put("500", (answer, exchange) -> Answer.error(500, "internalError"));
    faults.put("500 without a body", (answer, exchange) -> Answer.empty(500));
    faults.put("502 in HTML", (answer, exchange) -> Answer.html(502));
    faults.put("503", (answer, exchange) -> Answer.error(503, "backendError"));
    faults.put("503 without a body", (answer, exchange) -> Answer.empty(503));
    faults.put("504 without a body", (answer, exchange) -> Answer.empty(504));
    return faults;
  }

  /** Answers with status 200 that hold no answer. */
  private static Map<String, Fault> nonsense() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("empty body", (answer, exchange) -> Answer.empty(200));
    faults.put("{}", (answer, exchange) -> Answer.json(200, "{}"));
    faults.put("[]", (answer, exchange) -> Answer.json(200, "[]"));
    faults.put("null", (answer, exchange) -> Answer.json(200, "null"));
    faults.put("a number", (answer, exchange) -> Answer.json(200, "17"));
    faults.put("HTML", (answer, exchange) -> Answer.html(200));
    faults.put("half of it, then garbage", QueryFaultsTest::garbage);
    return faults;
  }

  /** Well-formed answers that hold other rows than were asked for. */
  private static Map<String, Fault> wrongRows() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("token lost", edit(json -> json.remove("pageToken")));
    faults.put("token looping", edit(json -> json.addProperty("pageToken", "20")));
    faults.put("token skipping", edit(json -> json.addProperty("pageToken", "45")));
    faults.put("page empty", edit(json -> json.add("rows", new JsonArray())));
    faults.put("page without rows", edit(json -> json.remove("rows")));
    faults.put("page halved", edit(QueryFaultsTest::halve));
    faults.put("page doubled", edit(QueryFaultsTest::duplicate));
    faults.put("empty cells", edit(QueryFaultsTest::dropCells));
    faults.put("total missing", edit(json -> json.remove("totalRows")));
    faults.put("total of zero", edit(json -> json.addProperty("totalRows", "0")));
    faults.put("total too small", edit(json -> json.addProperty("totalRows", "30")));
    faults.put("total too large", edit(json -> json.addProperty("totalRows", "70")));
    faults.put("schema missing", edit(json -> json.remove("schema")));
    faults.put("jobComplete missing", edit(json -> json.remove("jobComplete")));
    faults.put("not complete", edit(QueryFaultsTest::running));
    return faults;
  }

  /** Refusals: to ask again would not help. */
  private static Map<String, Fault> lasting() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("401", (answer, exchange) -> Answer.error(401, "authError"));
    faults.put("401 without a body", (answer, exchange) -> Answer.empty(401));
    faults.put("403 access", (answer, exchange) -> Answer.error(403, "accessDenied"));
    faults.put("403 quota", (answer, exchange) -> Answer.error(403, "quotaExceeded"));
    faults.put("403 in HTML", (answer, exchange) -> Answer.html(403));
    faults.put("404", (answer, exchange) -> Answer.error(404, "notFound"));
    faults.put("404 in HTML", (answer, exchange) -> Answer.html(404));
    faults.put("407 in HTML", (answer, exchange) -> Answer.html(407));
    faults.put("501", (answer, exchange) -> Answer.error(501, "notImplemented"));
    return faults;
  }

  private static Stream<Arguments> transientFaults() {
    List<Arguments> all = new ArrayList<>();
    for (Place place : Place.values()) {
      transientErrors().forEach((name, fault) -> all.add(Arguments.of(place, name, fault)));
      nonsense().forEach((name, fault) -> all.add(Arguments.of(place, name, fault)));
    }
    wrongRows().forEach((name, fault) -> all.add(Arguments.of(Place.PAGE, name, fault)));
    wrongRows().forEach((name, fault) -> all.add(Arguments.of(Place.POLL, name, fault)));
    return all.stream();
  }

  private static Stream<Arguments> lastingFaults() {
    List<Arguments> all = new ArrayList<>();
    for (Place place : Place.values()) {
      lasting().forEach((name, fault) -> all.add(Arguments.of(place, name, fault)));
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("transientFaults")
  void givenAFaultOnce_whenRun_thenAllRowsAndTheQueryRanOnce(
      Place place, String name, Fault fault) {
    proxy.inject(place, 1, fault);

    boolean believed = place == Place.POLL && name.startsWith("total too");
    String complaint = complaint();

    // A wrong total in the first page is found out by the second page, which has another.
    assertEquals(believed, !complaint.isEmpty(), complaint);
    assertEquals(1, proxy.jobs());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("transientFaults")
  void givenAFaultForEver_whenRun_thenAllRowsOrAnErrorInWordsAndTheQueryRanOnce(
      Place place, String name, Fault fault) {
    proxy.inject(place, ALWAYS, fault);

    String complaint = complaint();

    boolean harmless = name.startsWith("token") || name.equals("page halved");
    // A query that was sent before is answered with 409: with luck the client reads that much.
    boolean luck = place == Place.QUERY && complaint.isEmpty();
    assertEquals(harmless || luck, complaint.isEmpty(), complaint);
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
    proxy.inject(place, ALWAYS, QueryFaultsTest::drip);

    String complaint = complaint(Duration.ofSeconds(1));

    assertTrue(complaint.contains("no whole answer came within 1 seconds"), complaint);
  }

  private static Stream<Place> places() {
    return Stream.of(Place.values());
  }

  @Test
  void givenAJobThatNeverEnds_whenItsTimeIsUp_thenCancelledAndSaid() {
    proxy.inject(Place.POLL, ALWAYS, edit(QueryFaultsTest::running));

    String complaint = complaint();

    assertTrue(complaint.startsWith("The query did not end within 1 seconds"), complaint);
    assertEquals(1, proxy.cancels());
  }

  /** With the waits that a reader has: the issue asks for less than 30 seconds. */
  @Test
  void givenA503ForEver_whenRunWithRealWaits_thenTheErrorComesInTime() {
    proxy.inject(Place.QUERY, ALWAYS, (answer, exchange) -> Answer.empty(503));
    QueryRunner runner = new QueryRunner(proxy.client());

    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> assertThrows(PriceDataException.class, () -> runner.run(QUERY)));
  }

  @Test
  void givenTheStopButtonWhileAnAnswerIsAwaited_whenRun_thenCancelledAtOnceAndSaid()
      throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch forEver = new CountDownLatch(1);
    proxy.inject(
        Place.POLL,
        ALWAYS,
        (answer, exchange) -> {
          asked.countDown();
          await(forEver);
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
    asked.await();
    cell.interrupt();

    String message = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> said.get());

    assertTrue(
        message.matches("The query was stopped, and its job lstm_\\S+ cancelled\\."), message);
    assertEquals(1, proxy.cancels());
    forEver.countDown();
  }

  @Test
  void givenFewerRowsThanCounted_whenAClientsOwnResultIsRead_thenRefused() throws Exception {
    TableResult result = server.client().query(QUERY);
    TableResult counted = result.toBuilder().setTotalRows(ROWS + 1L).build();

    var error = assertThrows(PriceDataException.class, () -> BigQueryTables.toTable(counted));

    assertTrue(error.getMessage().startsWith("The result has 51 rows, but 50 came."));
  }

  /**
   * @return empty if all rows came, else what the error says
   */
  private static String complaint() {
    return complaint(Duration.ofSeconds(5));
  }

  private static String complaint(Duration requestLimit) {
    RequestRetry retry = new RequestRetry(time -> {}, requestLimit);
    QueryLimits limits = new QueryLimits(1_000_000_000L, Duration.ofSeconds(1));
    QueryRunner runner = new QueryRunner(proxy.client(), limits, retry, PAGE_ROWS);
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            assertEquals(expected, rows(runner.run(QUERY).table()));
            return "";
          } catch (PriceDataException | BigQueryException e) {
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

  private static Fault edit(Consumer<JsonObject> change) {
    return (answer, exchange) -> answer.edited(change);
  }

  private static void halve(JsonObject json) {
    JsonArray rows = json.getAsJsonArray("rows");
    for (int i = rows.size() / 2; i > 0; i--) {
      rows.remove(rows.size() - 1);
    }
  }

  private static void duplicate(JsonObject json) {
    json.getAsJsonArray("rows").addAll(json.getAsJsonArray("rows").deepCopy());
  }

  private static void dropCells(JsonObject json) {
    json.getAsJsonArray("rows").get(0).getAsJsonObject().getAsJsonArray("f").remove(0);
  }

  private static void running(JsonObject json) {
    List.copyOf(json.keySet()).stream()
        .filter(key -> !key.equals("jobReference"))
        .forEach(json::remove);
    json.add("jobComplete", new JsonPrimitive(false));
  }

  private static Answer garbage(Answer answer, HttpExchange exchange) {
    byte[] body = answer.body().toByteArray();
    Arrays.fill(body, body.length / 2, body.length, (byte) 0);
    return new Answer(200, answer.type(), false, ByteString.copyFrom(body));
  }

  private static Answer closeInMidBody(Answer answer, HttpExchange exchange) throws IOException {
    FaultyProxy.send(exchange, answer, answer.body().size(), answer.body().size() / 2);
    return null;
  }

  private static Answer closeAfterHeader(Answer answer, HttpExchange exchange) throws IOException {
    FaultyProxy.send(exchange, answer, answer.body().size(), 0);
    return null;
  }

  private static Answer oneByteShort(Answer answer, HttpExchange exchange) throws IOException {
    FaultyProxy.send(exchange, answer, answer.body().size(), answer.body().size() - 1);
    return null;
  }

  private static Answer drip(Answer answer, HttpExchange exchange) throws IOException {
    FaultyProxy.send(exchange, answer, Integer.MAX_VALUE, 1);
    await(new CountDownLatch(1));
    return null;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
