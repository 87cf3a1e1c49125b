package org.lstmworkbook.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.http.HttpTransportOptions;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Stands between the real client and a server, and spoils the answers to one kind of request. The
 * server has done its work before: so a query that is sent again would run twice if nobody took
 * care.
 */
final class FaultyProxy implements AutoCloseable {

  /** The kinds of request that a query takes, of which the last one stops it. */
  enum Place {
    QUERY,
    POLL,
    PAGE,
    CANCEL;

    static final List<Place> OF_A_READING = List.of(QUERY, POLL, PAGE);

    private static Place of(String method, String pathAndQuery) {
      if (method.equals("POST")) {
        return pathAndQuery.contains("/cancel") ? CANCEL : QUERY;
      }
      return pathAndQuery.contains("startIndex=0&") || pathAndQuery.endsWith("startIndex=0")
          ? POLL
          : PAGE;
    }
  }

  /** An answer as it goes over the wire. */
  record Answer(int code, String type, boolean zipped, ByteString body) {

    static Answer json(int code, String json) {
      return new Answer(
          code, "application/json; charset=UTF-8", false, ByteString.copyFromUtf8(json));
    }

    static Answer html(int code) {
      String page = "<!DOCTYPE html><html><body><h1>Sign in to this network</h1></body></html>";
      return new Answer(code, "text/html", false, ByteString.copyFromUtf8(page));
    }

    static Answer empty(int code) {
      return json(code, "");
    }

    static Answer error(int code, String reason) {
      return json(
          code,
          """
          {"error": {"code": %d, "message": "in the words of the server", "status": "X",
            "errors": [{"reason": "%s", "domain": "global", "message": "in the words of the server"}]}}
          """
              .formatted(code, reason));
    }

    /** The body cut after half its bytes, with a length that says so. */
    Answer half() {
      return new Answer(code, type, zipped, body.substring(0, body.size() / 2));
    }

    Answer gzip() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
        body.writeTo(zip);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Answer(code, type, true, ByteString.copyFrom(bytes.toByteArray()));
    }

    Answer calledGzip() {
      return new Answer(code, type, true, body);
    }

    /** The same answer with some of its JSON changed. */
    Answer edited(Consumer<JsonObject> edit) {
      JsonElement json = JsonParser.parseString(body.toStringUtf8());
      edit.accept(json.getAsJsonObject());
      return json(code, json.toString());
    }
  }

  /** A request to the server, whose answer a fault may put in another one's place. */
  interface Server {
    Answer get(String target) throws IOException;
  }

  /** How an answer is spoiled; it may also write to the connection itself, and return null. */
  interface Fault {
    Answer spoil(Answer whole, HttpExchange exchange, Server server) throws IOException;
  }

  /** A fault of the next answers, as many as are left. */
  private record Injected(Fault fault, AtomicInteger left) {}

  private final HttpServer http;
  private final ExecutorService executor = Executors.newCachedThreadPool();

  /** Without the upgrade to HTTP/2 that Java asks for, over which some servers lose the body. */
  private final HttpClient forward =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final BigQuery server;
  private final Set<String> jobs = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cancels = new AtomicInteger();
  private final Map<Place, Injected> injected = new ConcurrentHashMap<>();

  FaultyProxy(BigQuery server) throws IOException {
    this.server = server;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.setExecutor(executor);
    http.start();
  }

  /** From now on no answer is spoiled, and the counts begin anew. */
  void reset() {
    injected.clear();
    jobs.clear();
    cancels.set(0);
  }

  /**
   * From now on the next answers to one kind of request are spoiled.
   *
   * @param times how many
   */
  void inject(Place where, int times, Fault how) {
    injected.put(where, new Injected(how, new AtomicInteger(times)));
  }

  /** Jobs that the server started since the last reset. */
  int jobs() {
    return jobs.size();
  }

  int cancels() {
    return cancels.get();
  }

  BigQuery client() {
    return server.getOptions().toBuilder()
        .setHost("http://127.0.0.1:" + http.getAddress().getPort())
        .setTransportOptions(HttpTransportOptions.newBuilder().build())
        .build()
        .getService();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString();
      byte[] body = body(exchange);
      Answer answer = forward(exchange, target, body);
      Place here = Place.of(exchange.getRequestMethod(), target);
      if (here == Place.QUERY && answer.code == 200) {
        String json = answer.body.toStringUtf8();
        jobs.add(json.replaceAll("(?s).*\"jobId\":\\s*\"([^\"]+)\".*", "$1"));
      }
      if (here == Place.CANCEL) {
        cancels.incrementAndGet();
      }
      Injected next = injected.get(here);
      boolean spoil = next != null && next.left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
      Server other = another -> forward(exchange, another, body);
      Answer sent = spoil ? next.fault.spoil(answer, exchange, other) : answer;
      if (sent != null) {
        send(exchange, sent, sent.body.size(), sent.body.size());
      }
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return zipped ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
  }

  private Answer forward(HttpExchange exchange, String target, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.getOptions().getHost() + target))
            .header("Content-Type", "application/json; charset=UTF-8")
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<byte[]> answer =
          forward.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return Answer.json(answer.statusCode(), new String(answer.body(), UTF_8));
    } catch (InterruptedException e) {
      throw new InterruptedIOException(e.toString());
    }
  }

  /**
   * @param length what the header says, 0 for no body
   * @param bytes how much of the body is sent
   */
  static void send(HttpExchange exchange, Answer answer, int length, int bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.type);
    if (answer.zipped) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(answer.code, length == 0 ? -1 : length);
    if (bytes > 0) {
      OutputStream out = exchange.getResponseBody();
      answer.body.substring(0, bytes).writeTo(out);
      out.flush();
    }
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
  }
}
