package org.lstmworkbook.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.bigquery.BigQuery;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a loading needs of BigQuery: a dataset, a table, an upload, a job; each request can fail.
 */
final class FakeLoads implements AutoCloseable {

  /** The requests of a loading, in their order. */
  enum Request {
    GET_DATASET,
    CREATE_DATASET,
    GET_TABLE,
    CREATE_TABLE,
    START,
    SEND,
    POLL
  }

  /** How a request fails; the work is done all the same where an answer is cut. */
  enum Fault {
    CUT,
    UNAVAILABLE,
    HTML,
    NOT_FOUND,
    DENIED
  }

  private record Injected(Fault fault, AtomicInteger left) {}

  private static final String NO_ANSWER = "";

  private static final String DATASET =
      "{\"datasetReference\": {\"projectId\": \"p\", \"datasetId\": \"market\"}, \"location\":"
          + " \"US\"}";
  private static final String TABLE =
      "{\"tableReference\": {\"projectId\": \"p\", \"datasetId\": \"market\", \"tableId\":"
          + " \"daily_prices\"}, \"type\": \"TABLE\"}";
  private static final String JOB =
      """
      {"jobReference": {"projectId": "p", "jobId": "%s", "location": "US"},
       "configuration": {"jobType": "LOAD", "load": {"destinationTable":
         {"projectId": "p", "datasetId": "market", "tableId": "daily_prices"}}},
       "status": {%s}, "statistics": {"load": {"outputRows": "%d"}}}
      """;

  private final HttpServer http;
  private final Map<Request, Injected> injected = new ConcurrentHashMap<>();
  private boolean dataset;
  private boolean table;
  private int rows;
  private int most = Integer.MAX_VALUE;
  private String status = "\"state\": \"DONE\"";
  private String job;

  FakeLoads() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.start();
  }

  void inject(Request where, Fault fault, int times) {
    injected.put(where, new Injected(fault, new AtomicInteger(times)));
  }

  /** From now on a job takes no more rows than this, and says so. */
  void takeOnly(int rows) {
    most = rows;
  }

  /** From now on each job ends with this error. */
  void failJob(String reason, String message) {
    status =
        "\"state\": \"DONE\", \"errorResult\": {\"reason\": \"%s\", \"message\": \"%s\"}"
            .formatted(reason, message);
  }

  /** From now on no job ends. */
  void keepRunning() {
    status = "\"state\": \"RUNNING\"";
  }

  /** The rows that the table holds. */
  int rows() {
    return rows;
  }

  BigQuery client() {
    return BigQueryEndpoint.options("p", "http://127.0.0.1:" + http.getAddress().getPort())
        .getService();
  }

  private static Request request(String method, String path, String query) {
    if (path.startsWith("/upload")) {
      return query.contains("upload_id") ? Request.SEND : Request.START;
    } else if (path.contains("/jobs/")) {
      return Request.POLL;
    } else if (method.equals("POST")) {
      return path.endsWith("/datasets") ? Request.CREATE_DATASET : Request.CREATE_TABLE;
    }
    return path.contains("/tables/") ? Request.GET_TABLE : Request.GET_DATASET;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              String.valueOf(exchange.getRequestURI().getQuery()));
      String body = new String(ScriptedEndpoint.body(exchange), UTF_8);
      Injected next = injected.get(request);
      boolean fails = next != null && next.left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
      if (fails && next.fault != Fault.CUT) {
        fail(exchange, next.fault);
        return;
      }
      String answer = answer(request, body);
      if (fails) {
        return;
      } else if (answer.equals(NO_ANSWER)) {
        send(exchange, 404, error(404, "notFound", "Not found: it is not there"));
        return;
      }
      if (request == Request.START) {
        exchange
            .getResponseHeaders()
            .set("Location", client().getOptions().getHost() + "/upload?upload_id=1");
      }
      send(exchange, 200, answer);
    }
  }

  private String answer(Request request, String body) {
    switch (request) {
      case CREATE_DATASET -> dataset = true;
      case CREATE_TABLE -> table = true;
      case START ->
          job =
              JsonParser.parseString(body)
                  .getAsJsonObject()
                  .getAsJsonObject("jobReference")
                  .get("jobId")
                  .getAsString();
      case SEND -> rows = Math.min(most, (int) body.lines().count() - 1);
      default -> {}
    }
    return switch (request) {
      case GET_DATASET, CREATE_DATASET -> dataset ? DATASET : NO_ANSWER;
      case GET_TABLE, CREATE_TABLE -> table ? TABLE : NO_ANSWER;
      default -> JOB.formatted(job, status, rows);
    };
  }

  private static void fail(HttpExchange exchange, Fault fault) throws IOException {
    switch (fault) {
      case UNAVAILABLE -> send(exchange, 503, error(503, "backendError", "Try again."));
      case DENIED -> send(exchange, 403, error(403, "accessDenied", "Access Denied: Project p"));
      case NOT_FOUND -> send(exchange, 404, error(404, "notFound", "Not found: Project p"));
      default -> send(exchange, 502, "<html><h1>Bad gateway</h1></html>");
    }
  }

  private static String error(int code, String reason, String message) {
    return """
    {"error": {"code": %d, "message": "%s", "errors": [{"reason": "%s", "message": "%2$s"}]}}
    """
        .formatted(code, message, reason);
  }

  private static void send(HttpExchange exchange, int code, String answer) throws IOException {
    byte[] bytes = answer.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
