package org.lstmworkbook.query;

import static java.nio.charset.StandardCharsets.UTF_16;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.lstmworkbook.query.FaultyProxy.Answer;
import org.lstmworkbook.query.FaultyProxy.Fault;

/** Every fault that a network, a proxy or a server may make of an answer, by its name. */
final class AnswerFaults {

  private AnswerFaults() {}

  /** Transient errors: the same request may succeed the next time. */
  static Map<String, Fault> transientErrors() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("closed before the answer", (answer, exchange, server) -> null);
    faults.put("closed in mid-body", (answer, exchange, server) -> part(answer, exchange, 0.5));
    faults.put("closed after the header", (answer, exchange, server) -> part(answer, exchange, 0));
    faults.put("a byte short of its length", AnswerFaults::oneByteShort);
    faults.put("truncated JSON", (answer, exchange, server) -> answer.half());
    faults.put("truncated JSON in chunks", AnswerFaults::chunks);
    faults.put("truncated gzip", (answer, exchange, server) -> answer.gzip().half());
    faults.put("gzip that is none", (answer, exchange, server) -> answer.calledGzip());
    faults.put("408", always(Answer.empty(408)));
    faults.put("429", always(Answer.error(429, "rateLimitExceeded")));
    faults.put("429 without a body", always(Answer.empty(429)));
    faults.put("429 in HTML", always(Answer.html(429)));
    faults.put("403 rate limit", always(Answer.error(403, "rateLimitExceeded")));
    faults.put("500", always(Answer.error(500, "internalError")));
    faults.put("500 without a body", always(Answer.empty(500)));
    faults.put("502 in HTML", always(Answer.html(502)));
    faults.put("503", always(Answer.error(503, "backendError")));
    faults.put("503 without a body", always(Answer.empty(503)));
    faults.put("503 with an error of another shape", always(Answer.json(503, "{\"error\":\"x\"}")));
    faults.put("504 without a body", always(Answer.empty(504)));
    faults.put("511, sign in to this network", always(Answer.html(511)));
    return faults;
  }

  /** Answers with status 200 that hold no answer. */
  static Map<String, Fault> nonsense() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("empty body", always(Answer.empty(200)));
    faults.put("204", always(Answer.empty(204)));
    faults.put("{}", always(Answer.json(200, "{}")));
    faults.put("[]", always(Answer.json(200, "[]")));
    faults.put("null", always(Answer.json(200, "null")));
    faults.put("a number", always(Answer.json(200, "17")));
    faults.put("HTML", always(Answer.html(200)));
    faults.put("another resource", always(Answer.json(200, "{\"kind\": \"bigquery#dataset\"}")));
    faults.put("an error with status 200", always(error200()));
    faults.put("an answer in UTF-16", AnswerFaults::utf16);
    faults.put("brackets without end", always(Answer.json(200, "{\"x\":" + "[".repeat(500_000))));
    faults.put("half of it, then garbage", AnswerFaults::garbage);
    return faults;
  }

  /** Answers that lose no row: a token is not needed. */
  static Map<String, Fault> harmless() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("token lost", edit(json -> json.remove("pageToken")));
    faults.put("token looping", edit(json -> json.addProperty("pageToken", "20")));
    faults.put("token skipping", edit(json -> json.addProperty("pageToken", "45")));
    return faults;
  }

  /** A short page is in order; only a server that never sends a whole one does not get on. */
  static Map<String, Fault> shortPages() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("page halved", rows(AnswerFaults::halve));
    faults.put("last row lost", rows(rows -> rows.remove(rows.size() - 1)));
    return faults;
  }

  /** Answers that are no page of rows, as is seen at once. */
  static Map<String, Fault> wrongRows() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("page empty", edit(json -> json.add("rows", new JsonArray())));
    faults.put("page without rows", edit(json -> json.remove("rows")));
    faults.put("page doubled", rows(rows -> rows.addAll(rows.deepCopy())));
    faults.put("row of null", rows(rows -> rows.set(7, JsonNull.INSTANCE)));
    faults.put("empty cells", rows(rows -> cells(rows.get(0).getAsJsonObject()).remove(0)));
    faults.put("cell too many", rows(rows -> cells(rows.get(3).getAsJsonObject()).add("x")));
    faults.put("total missing", edit(json -> json.remove("totalRows")));
    faults.put("total of zero", edit(json -> json.addProperty("totalRows", "0")));
    faults.put("total below zero", edit(json -> json.addProperty("totalRows", "-50")));
    faults.put("total beyond 64 bits", edit(json -> json.addProperty("totalRows", "9".repeat(20))));
    faults.put("total in words", edit(json -> json.addProperty("totalRows", "fifty")));
    faults.put("schema missing", edit(json -> json.remove("schema")));
    faults.put("schema of no columns", schema(fields -> removeAll(fields)));
    faults.put("schema with no such type", schema(f -> field(f, 1).addProperty("type", "MONEY")));
    faults.put("another job's answer", edit(AnswerFaults::anotherJob));
    faults.put("jobComplete missing", edit(json -> json.remove("jobComplete")));
    return faults;
  }

  /** Pages that look as they should, and do not go with the pages beside them. */
  static Map<String, Fault> plausible() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("page of before", instead(1));
    faults.put("page after", instead(39));
    faults.put("first row lost", rows(rows -> rows.remove(0)));
    faults.put("total too small", edit(json -> json.addProperty("totalRows", "30")));
    faults.put("total too large", edit(json -> json.addProperty("totalRows", "70")));
    faults.put("total of nine billion", edit(json -> json.addProperty("totalRows", "9000000000")));
    faults.put("schema with another name", schema(f -> field(f, 1).addProperty("name", "open")));
    faults.put("schema with another type", schema(f -> field(f, 1).addProperty("type", "STRING")));
    faults.put("columns swapped", edit(AnswerFaults::swapColumns));
    faults.put("column lost", edit(AnswerFaults::dropColumn));
    return faults;
  }

  /** What is only found out when the page was taken: by the page after it, or in its values. */
  static Map<String, Fault> late() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("row lost in the middle", rows(rows -> rows.remove(7)));
    faults.put("text for a number", rows(rows -> cell(rows, 1).addProperty("v", "much")));
    faults.put(
        "no day of the calendar", rows(rows -> cell(rows, 0).addProperty("v", "2001-02-30")));
    return faults;
  }

  /** Refusals: to ask again would not help. */
  static Map<String, Fault> lasting() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("302 to nowhere", always(Answer.empty(302)));
    faults.put("307 to itself", AnswerFaults::redirectToItself);
    faults.put("400 without a body", always(Answer.empty(400)));
    faults.put("400 in HTML", always(Answer.html(400)));
    faults.put("401", always(Answer.error(401, "authError")));
    faults.put("401 without a body", always(Answer.empty(401)));
    faults.put("403 access", always(Answer.error(403, "accessDenied")));
    faults.put("403 quota", always(Answer.error(403, "quotaExceeded")));
    faults.put("403 in HTML", always(Answer.html(403)));
    faults.put("404", always(Answer.error(404, "notFound")));
    faults.put("404 in HTML", always(Answer.html(404)));
    faults.put("407 in HTML", always(Answer.html(407)));
    faults.put("410 without a body", always(Answer.empty(410)));
    faults.put("501", always(Answer.error(501, "notImplemented")));
    return faults;
  }

  /** One byte, and then none more, of an answer that is said to be large. */
  static Answer drip(Answer answer, HttpExchange exchange, FaultyProxy.Server server)
      throws IOException {
    FaultyProxy.send(exchange, answer, Integer.MAX_VALUE, 1);
    await(new CountDownLatch(1));
    return null;
  }

  static void running(JsonObject json) {
    List.copyOf(json.keySet()).stream()
        .filter(key -> !key.equals("jobReference"))
        .forEach(json::remove);
    json.add("jobComplete", new JsonPrimitive(false));
  }

  static Fault edit(Consumer<JsonObject> change) {
    return (answer, exchange, server) -> answer.edited(change);
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Fault always(Answer fault) {
    return (answer, exchange, server) -> fault;
  }

  private static Fault rows(Consumer<JsonArray> change) {
    return edit(json -> change.accept(json.getAsJsonArray("rows")));
  }

  private static Fault schema(Consumer<JsonArray> change) {
    return edit(json -> change.accept(fields(json)));
  }

  /** The rows from another one on than was asked for. */
  private static Fault instead(int start) {
    return (answer, exchange, server) ->
        server.get(
            exchange
                .getRequestURI()
                .toString()
                .replaceAll("startIndex=\\d+", "startIndex=" + start));
  }

  private static JsonArray fields(JsonObject json) {
    return json.getAsJsonObject("schema").getAsJsonArray("fields");
  }

  private static JsonObject field(JsonArray fields, int column) {
    return fields.get(column).getAsJsonObject();
  }

  private static JsonArray cells(JsonObject row) {
    return row.getAsJsonArray("f");
  }

  private static JsonObject cell(JsonArray rows, int column) {
    return cells(rows.get(5).getAsJsonObject()).get(column).getAsJsonObject();
  }

  private static void removeAll(JsonArray array) {
    while (!array.isEmpty()) {
      array.remove(0);
    }
  }

  private static void halve(JsonArray rows) {
    for (int i = rows.size() / 2; i > 0; i--) {
      rows.remove(rows.size() - 1);
    }
  }

  private static List<JsonArray> schemaAndRows(JsonObject json) {
    List<JsonArray> all = new ArrayList<>(List.of(fields(json)));
    json.getAsJsonArray("rows").forEach(row -> all.add(cells(row.getAsJsonObject())));
    return all;
  }

  private static void swapColumns(JsonObject json) {
    schemaAndRows(json).forEach(each -> each.set(1, each.set(2, each.get(1))));
  }

  private static void dropColumn(JsonObject json) {
    schemaAndRows(json).forEach(each -> each.remove(1));
  }

  private static void anotherJob(JsonObject json) {
    json.getAsJsonObject("jobReference").addProperty("jobId", "another");
  }

  private static Answer error200() {
    Answer error = Answer.error(503, "backendError");
    return Answer.json(200, JsonParser.parseString(error.body().toStringUtf8()).toString());
  }

  private static Answer utf16(Answer answer, HttpExchange exchange, FaultyProxy.Server server) {
    byte[] body = answer.body().toStringUtf8().getBytes(UTF_16);
    return new Answer(200, answer.type(), false, ByteString.copyFrom(body));
  }

  private static Answer garbage(Answer answer, HttpExchange exchange, FaultyProxy.Server server) {
    byte[] body = answer.body().toByteArray();
    Arrays.fill(body, body.length / 2, body.length, (byte) 0);
    return new Answer(200, answer.type(), false, ByteString.copyFrom(body));
  }

  private static Answer part(Answer answer, HttpExchange exchange, double share)
      throws IOException {
    int size = answer.body().size();
    FaultyProxy.send(exchange, answer, size, (int) (size * share));
    return null;
  }

  private static Answer oneByteShort(
      Answer answer, HttpExchange exchange, FaultyProxy.Server server) throws IOException {
    FaultyProxy.send(exchange, answer, answer.body().size(), answer.body().size() - 1);
    return null;
  }

  /** Without a length nothing but the JSON itself tells that it is cut. */
  private static Answer chunks(Answer answer, HttpExchange exchange, FaultyProxy.Server server)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.sendResponseHeaders(answer.code(), 0);
    answer.half().body().writeTo(exchange.getResponseBody());
    return null;
  }

  private static Answer redirectToItself(
      Answer answer, HttpExchange exchange, FaultyProxy.Server server) {
    exchange.getResponseHeaders().set("Location", exchange.getRequestURI().toString());
    return Answer.empty(307);
  }
}
