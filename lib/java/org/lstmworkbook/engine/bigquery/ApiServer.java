package org.lstmworkbook.engine.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.json.gson.GsonFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Speaks HTTP on the loopback address, on a port of its own. Another user of this machine could
 * reach the port too, so a request without the token is refused.
 */
final class ApiServer implements AutoCloseable {

  static {
    // Else the headers wait up to 40 ms for the client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // How much of a refused body is read and dropped, in bytes.
    System.setProperty("sun.net.httpserver.drainAmount", "" + (1 << 30));
    // Beyond 200, one that was answered is closed while its client may be asking again.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    // A client that does not send its whole request in so many seconds is hung up on.
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
  }

  /** As many connections may wait to be accepted: of 50, the usual, a burst sees some reset. */
  private static final int BACKLOG = 1024;

  private static final int MAX_BYTES = 8 << 20;

  /** A larger body, once unpacked, waits for its turn; nearly all are smaller. */
  private static final int SMALL_BYTES = 64 << 10;

  /** So long at most: with the body's own way well below the time of a request, above. */
  private static final int TURN_SECONDS = 10;

  /** As many large bodies are held at once, with what is made of them: some 50 MiB each. */
  private final Semaphore largeBodies = new Semaphore(4, true);

  private final Router router;
  private final byte[] authorization;
  private final HttpServer http;

  /** A page on the web that makes its own name point here would send that name. */
  private final Set<String> hosts;

  private ApiServer(Router router, String token, HttpServer http) {
    this.router = router;
    this.authorization = ("Bearer " + token).getBytes(UTF_8);
    this.http = http;
    int port = http.getAddress().getPort();
    this.hosts = new TreeSet<>(List.of("127.0.0.1:" + port, "localhost:" + port));
  }

  /** Starts serving; requests are answered on the executor's threads, which are daemons. */
  static ApiServer start(Router router, String token, Executor executor) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    ApiServer server = new ApiServer(router, token, http);
    http.createContext("/", server::handle);
    http.setExecutor(executor);
    // The server's own thread is a daemon if the starting one is; else it would keep the JVM alive.
    CompletableFuture.runAsync(http::start, executor).join();
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int code = 200;
      Object answer;
      try {
        answer = answer(exchange);
      } catch (ApiException e) {
        code = e.code();
        answer = error(e);
      }
      byte[] json = GsonFactory.getDefaultInstance().toByteArray(answer);
      // Drops what was not read of a refused body: else the connection is reset, and a client that
      // is still sending sees no answer.
      exchange.getRequestBody().close();
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
      exchange.sendResponseHeaders(code, json.length);
      exchange.getResponseBody().write(json);
    }
  }

  private Object answer(HttpExchange exchange) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given == null || !MessageDigest.isEqual(authorization, given.getBytes(UTF_8))) {
      throw new ApiException(401, "authError", "Request had invalid authentication credentials.");
    }
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !hosts.contains(host)) {
      throw ApiException.accessDenied(
          "This endpoint answers for %s only, not for %s.".formatted(hosts, host));
    }
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream sent = exchange.getRequestBody();
        InputStream plain = gzip ? new GZIPInputStream(sent) : sent) {
      byte[] start = plain.readNBytes(SMALL_BYTES + 1);
      if (start.length <= SMALL_BYTES) {
        return routed(exchange, start);
      }
      awaitTurn();
      try {
        return routed(exchange, whole(start, plain));
      } finally {
        largeBodies.release();
      }
    } catch (ZipException | EOFException e) {
      throw ApiException.invalid("The request's body is not gzip: " + e.getMessage());
    } catch (ApiException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ApiException(500, "internalError", "The embedded endpoint failed: " + e);
    }
  }

  private Object routed(HttpExchange exchange, byte[] body) throws IOException {
    // Unpacking may leave the last bytes: the request would count as unsent, and be hung up on.
    exchange.getRequestBody().close();
    return router.answer(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query(exchange.getRequestURI().getRawQuery()),
        new String(body, UTF_8));
  }

  /**
   * @throws ApiException 503, which BigQuery's clients send again after a while
   */
  private void awaitTurn() {
    try {
      if (largeBodies.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ApiException(
        503,
        "backendError",
        "Too many large requests are being read at once. Send this one again later.");
  }

  /** A body of any size, packed or not, takes no more memory than the largest that is allowed. */
  private static byte[] whole(byte[] start, InputStream rest) throws IOException {
    byte[] bytes =
        new SequenceInputStream(new ByteArrayInputStream(start), rest).readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new ApiException(
          413,
          "invalid",
          "Request Entity Too Large: a request's body holds %d MiB at most, also when unpacked."
              .formatted(MAX_BYTES >> 20));
    }
    return bytes;
  }

  /** The server has refused a malformed URI already. */
  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String each : raw.split("&", -1)) {
        int equals = each.indexOf('=');
        String name = equals < 0 ? each : each.substring(0, equals);
        String value = equals < 0 ? "" : each.substring(equals + 1);
        query.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
      }
    }
    return query;
  }

  /** The body of BigQuery's errors. */
  private static Map<String, Object> error(ApiException e) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", e.code());
    error.put("message", e.getMessage());
    error.put(
        "errors",
        List.of(Map.of("reason", e.reason(), "domain", "global", "message", e.getMessage())));
    error.put("status", status(e.code()));
    return Map.of("error", error);
  }

  private static String status(int code) {
    return switch (code) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ALREADY_EXISTS";
      case 499 -> "CANCELLED";
      case 501 -> "UNIMPLEMENTED";
      case 503 -> "UNAVAILABLE";
      default -> "INTERNAL";
    };
  }
}
