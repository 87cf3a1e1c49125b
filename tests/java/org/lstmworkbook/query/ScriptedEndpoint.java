package org.lstmworkbook.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.zip.GZIPInputStream;

/**
 * Answers each request of the real client with the next line of a script: a fault, or rows. A job
 * that may start is answered at once, and the next line tells what became of it.
 */
public final class ScriptedEndpoint implements AutoCloseable {

  private record Answer(int code, String json) {}

  private final HttpServer http;
  private final Queue<Answer> script = new ArrayDeque<>();
  private static final String STARTED =
      """
      {"kind": "bigquery#job", "jobReference": {"projectId": "p", "jobId": "j", "location": "US"},
       "configuration": {"jobType": "QUERY", "query": {"query": "SELECT"}},
       "status": {"state": "RUNNING"}}
      """;

  private final List<String> inserts = new ArrayList<>();
  private int requests;
  private int cancels;

  public ScriptedEndpoint() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.start();
  }

  public ScriptedEndpoint fault(int code, String reason, String message) {
    String json =
        """
        {"error": {"code": %d, "message": "%s",
          "errors": [{"reason": "%s", "domain": "global", "message": "%2$s"}]}}
        """
            .formatted(code, message, reason);
    script.add(new Answer(code, json));
    return this;
  }

  public ScriptedEndpoint rows(String... columnsAndValues) {
    String fields = columns(columnsAndValues[0]);
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i < columnsAndValues.length; i++) {
      String cells = String.join("\"},{\"v\":\"", columnsAndValues[i].split(",", -1));
      rows.append(i == 1 ? "" : ",").append("{\"f\":[{\"v\":\"").append(cells).append("\"}]}");
    }
    script.add(
        new Answer(
            200,
            """
            {"kind": "bigquery#queryResponse", "jobComplete": true, "totalRows": "%d", "totalBytesProcessed": "1000",
             "jobReference": {"projectId": "p", "jobId": "j", "location": "US"},
             "schema": {"fields": [%s]}, "rows": [%s]}
            """
                .formatted(columnsAndValues.length - 1, fields, rows)));
    return this;
  }

  private static String columns(String nameAndType) {
    StringBuilder fields = new StringBuilder();
    for (String each : nameAndType.split(",", -1)) {
      String[] parts = each.split(":", -1);
      fields.append(fields.isEmpty() ? "" : ",");
      fields.append("{\"name\":\"%s\",\"type\":\"%s\"}".formatted(parts[0], parts[1]));
    }
    return fields.toString();
  }

  public BigQuery client() {
    return BigQueryOptions.newBuilder()
        .setHost("http://127.0.0.1:" + http.getAddress().getPort())
        .setProjectId("p")
        .setRetrySettings(ServiceOptions.getNoRetrySettings())
        .setCredentials(NoCredentials.getInstance())
        .build()
        .getService();
  }

  public int requests() {
    return requests;
  }

  int cancels() {
    return cancels;
  }

  /** What was sent to start a job, each time. */
  public List<String> inserts() {
    return inserts;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = new String(body(exchange), UTF_8);
      String path = exchange.getRequestURI().getPath();
      Answer answer = new Answer(200, STARTED);
      if (path.endsWith("/cancel")) {
        cancels++;
        answer = new Answer(200, "{}");
      } else if (path.endsWith("/jobs")) {
        inserts.add(request);
        requests++;
        answer = script.peek().code == 200 ? answer : script.remove();
      } else {
        String job = path.substring(path.lastIndexOf('/') + 1);
        Answer next = script.remove();
        answer =
            new Answer(
                next.code, next.json.replace("\"jobId\": \"j\"", "\"jobId\": \"" + job + "\""));
      }
      byte[] body = answer.json.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** What was sent, as the client zips it or not. */
  static byte[] body(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return zipped ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
