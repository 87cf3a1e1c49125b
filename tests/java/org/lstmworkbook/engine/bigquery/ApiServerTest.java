package org.lstmworkbook.engine.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.oauth2.OAuth2Credentials;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/** What travels over HTTP, seen without the client. */
class ApiServerTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUERIES = "/queries";
  private static final String SIGNS = "{}[]\",:0-.e\\é";

  private static final String ENDLESS =
      "SELECT COUNT(*) FROM UNNEST(GENERATE_ARRAY(1, 16000)), UNNEST(GENERATE_ARRAY(1, 16000)),"
          + " d.t, d.t AS b, d.t AS c";

  private static EmbeddedBigQuery endpoint;
  private static String token;

  @BeforeAll
  static void start() {
    endpoint = EmbeddedBigQuery.serve(ApiServerTest::catalog);
    var credentials = (OAuth2Credentials) endpoint.client().getOptions().getCredentials();
    token = credentials.getAccessToken().getTokenValue();
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  @Test
  void givenNoOrAnotherToken_whenCalled_thenRefusedAsBigQueryDoes()
      throws IOException, InterruptedException {
    for (String wrong : List.of("", "Bearer ", "Bearer x" + token.substring(1), "Basic " + token)) {
      HttpRequest.Builder request = request("/datasets");
      if (!wrong.isEmpty()) {
        request.setHeader("Authorization", wrong);
      }
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());

      assertEquals(401, response.statusCode(), wrong);
      JsonNode error = JSON.readTree(response.body()).get("error");
      assertEquals("authError", error.at("/errors/0/reason").asText());
      assertEquals("UNAUTHENTICATED", error.get("status").asText());
    }
    assertEquals(200, send(request("/datasets")).statusCode());
  }

  @Test
  void givenTwoEndpoints_whenStarted_thenEachHasItsOwnPortAndToken() {
    try (EmbeddedBigQuery other = EmbeddedBigQuery.serve(ApiServerTest::catalog)) {
      assertNotEquals(endpoint.url(), other.url());
      assertNotEquals(
          endpoint.client().getOptions().getCredentials(),
          other.client().getOptions().getCredentials());
      assertTrue(other.url().startsWith("http://127.0.0.1:"), other.url());
    }
  }

  @Test
  void givenAClosedEndpoint_whenCalled_thenNobodyListens() {
    EmbeddedBigQuery closed = EmbeddedBigQuery.serve(ApiServerTest::catalog);
    closed.close();

    HttpRequest request = HttpRequest.newBuilder(URI.create(closed.url())).build();
    assertThrows(ConnectException.class, () -> HTTP.send(request, BodyHandlers.ofString()));
  }

  @Test
  void givenAGzippedBody_whenPosted_thenRead() throws IOException, InterruptedException {
    byte[] zipped = zipped("{\"query\": \"SELECT 42\", \"useLegacySql\": false}");

    HttpResponse<String> response =
        send(
            request(QUERIES)
                .setHeader("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped)));

    assertEquals("42", JSON.readTree(response.body()).at("/rows/0/f/0/v").asText());
    HttpResponse<String> plain =
        send(
            request(QUERIES)
                .setHeader("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{}")));
    assertEquals(400, plain.statusCode(), plain.body());
  }

  private static byte[] zipped(String body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(body.getBytes(UTF_8));
    }
    return zipped.toByteArray();
  }

  @Test
  void givenManyLaterQueries_whenAnEarlierIsPaged_thenItsRowsAreStillThere()
      throws IOException, InterruptedException {
    String first = job("SELECT x FROM UNNEST([1, 2, 3]) AS x", 10_000);
    String last = "";
    for (int i = 0; i < 20; i++) {
      last = job("SELECT " + i, 10_000);
    }

    String page = send(request(QUERIES + "/" + first + "?maxResults=2")).body();
    assertEquals(2, JSON.readTree(page).get("rows").size());
    JsonNode jobs = JSON.readTree(send(request("/jobs?maxResults=5")).body());
    assertEquals(5, jobs.get("jobs").size());
    assertEquals(last, jobs.at("/jobs/0/jobReference/jobId").asText());
    assertEquals("5", jobs.get("nextPageToken").asText());
    assertEquals(
        0, JSON.readTree(send(request("/jobs?stateFilter=running")).body()).path("jobs").size());
  }

  private static String job(String sql, int timeoutMs) throws IOException, InterruptedException {
    return JSON.readTree(send(query(sql, timeoutMs)).body()).at("/jobReference/jobId").asText();
  }

  @Test
  void givenNumbersAndNullsAsPythonSendsThem_whenQueried_thenRead()
      throws IOException, InterruptedException {
    String body =
        """
        {"query": "SELECT @f, @i IS NULL, @inf, IS_NAN(@nan)", "useLegacySql": false,
         "jobCreationMode": "JOB_CREATION_OPTIONAL", "aFieldOfNextYear": {"a": [1]},
         "parameterMode": "NAMED", "queryParameters": [
          {"name": "f", "parameterType": {"type": "FLOAT64"}, "parameterValue": {"value": 0.5}},
          {"name": "i", "parameterType": {"type": "INT64"}, "parameterValue": {"value": null}},
          {"name": "inf", "parameterType": {"type": "FLOAT64"}, "parameterValue": {"value": "inf"}},
          {"name": "nan", "parameterType": {"type": "FLOAT64"}, "parameterValue": {"value": "nan"}}]}
        """;

    HttpResponse<String> response = send(request(QUERIES).POST(BodyPublishers.ofString(body)));

    JsonNode row = JSON.readTree(response.body()).at("/rows/0/f");
    assertEquals("0.5", row.at("/0/v").asText(), response.body());
    assertEquals("true", row.at("/1/v").asText());
    assertEquals("Infinity", row.at("/2/v").asText());
    assertEquals("true", row.at("/3/v").asText());
  }

  @Test
  void givenABombOfZeros_whenPosted_thenRefusedBeforeItIsUnpacked()
      throws IOException, InterruptedException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        gzip.write(zeros);
      }
    }

    HttpResponse<String> response =
        send(
            request(QUERIES)
                .setHeader("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray())));

    assertEquals(413, response.statusCode());
    assertTrue(response.body().contains("8 MiB at most, also when unpacked"), response.body());
  }

  /** The answer must not be lost because the client is still sending. */
  @Test
  void givenALargeBody_whenRefusedUnread_thenTheAnswerArrivesEachTime()
      throws IOException, InterruptedException {
    String body = "{".repeat(9 << 20);
    for (int i = 0; i < 40; i++) {
      HttpRequest.Builder post = request(QUERIES).POST(BodyPublishers.ofString(body));
      assertEquals(
          401,
          HTTP.send(post.setHeader("Authorization", "Bearer x").build(), BodyHandlers.ofString())
              .statusCode());
      assertEquals(413, send(post).statusCode());
    }
  }

  /** A body holds no turn for ever, and a small one needs none. */
  @Test
  void givenFourLargeBodiesThatStop_whenAFifthComes_thenItIsToldToComeAgainAndSmallOnesPass()
      throws IOException, InterruptedException {
    String large =
        "{\"query\": \"SELECT 7\", \"useLegacySql\": false%s}".formatted(" ".repeat(1 << 20));
    var slow = HTTP.sendAsync(authorized(endlessOfUnknownLength()), BodyHandlers.ofString());
    List<Socket> stopped = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      stopped.add(afterHalfOf(large));
    }
    Thread.sleep(1000); // until their beginnings are read

    CompletableFuture<HttpResponse<String>> fifth =
        HTTP.sendAsync(
            authorized(request(QUERIES).POST(BodyPublishers.ofString(large))),
            BodyHandlers.ofString());
    assertEquals(
        "8", JSON.readTree(send(query("SELECT 8", 9000)).body()).at("/rows/0/f/0/v").asText());
    assertFalse(fifth.isDone());
    JsonNode error = JSON.readTree(fifth.join().body()).get("error");
    assertEquals(503, error.get("code").asInt());
    assertEquals("UNAVAILABLE", error.get("status").asText());
    assertEquals("backendError", error.at("/errors/0/reason").asText());

    for (Socket each : stopped) {
      assertEquals(-1, each.getInputStream().read(), "hung up on, without an answer");
      each.close();
    }
    JsonNode unfinished = JSON.readTree(slow.join().body());
    assertFalse(unfinished.get("jobComplete").asBoolean(), "sent at once, answered late");
    cancel(unfinished.at("/jobReference/jobId").asText());
    var many =
        IntStream.range(0, 40)
            .mapToObj(i -> authorized(request(QUERIES).POST(BodyPublishers.ofString(large))))
            .map(request -> HTTP.sendAsync(request, BodyHandlers.ofString()))
            .toList();
    for (var each : many) {
      assertEquals("7", JSON.readTree(each.join().body()).at("/rows/0/f/0/v").asText());
    }
  }

  /** As BigQuery's Java client sends a query, which waits longer than a request may take. */
  private static HttpRequest.Builder endlessOfUnknownLength() throws IOException {
    byte[] zipped =
        zipped(
            "{\"query\": \"%s\", \"useLegacySql\": false, \"timeoutMs\": 33000}"
                .formatted(ENDLESS));
    return request(QUERIES)
        .setHeader("Content-Encoding", "gzip")
        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(zipped)));
  }

  /** A client that has sent half of a body. */
  private static Socket afterHalfOf(String body) throws IOException {
    URI url = URI.create(endpoint.url());
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(60_000);
    String head =
        """
        POST /bigquery/v2/projects/workbook-samples/queries HTTP/1.1
        Host: %s
        Authorization: Bearer %s
        Content-Length: %d

        """
            .replace("\n", "\r\n")
            .formatted(url.getAuthority(), token, body.length());
    socket.getOutputStream().write((head + body.substring(0, body.length() / 2)).getBytes(UTF_8));
    return socket;
  }

  @Test
  void givenAnotherNameForThisMachine_whenCalled_thenRefused() throws IOException {
    URI url = URI.create(endpoint.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String request =
          """
          GET /bigquery/v2/projects/workbook-samples/datasets HTTP/1.1
          Host: evil.example
          Authorization: Bearer %s
          Connection: close

          """
              .replace("\n", "\r\n");
      socket.getOutputStream().write(request.formatted(token).getBytes(UTF_8));

      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
      assertTrue(answer.contains("not for evil.example"), answer);
    }
  }

  /** Requests as a fuzzer makes them, the same ones each time: a method, its URL, its body. */
  @Test
  void given10000MutatedRequests_whenSent_thenEachIsAnsweredAndNoneWith500()
      throws IOException, InterruptedException {
    Random random = new Random(16);
    String job = job("SELECT n FROM d.t", 10_000);
    List<String> whole =
        List.of(
            """
            POST /queries {"query": "SELECT n, @p FROM d.t WHERE n > 1", "useLegacySql": false, \
            "dryRun": true, "maxResults": 10, "timeoutMs": 1000, "queryParameters": [{"name": "p", \
            "parameterType": {"type": "ARRAY", "arrayType": {"type": "INT64"}}, \
            "parameterValue": {"arrayValues": [{"value": "1"}]}}]}""",
            """
            POST /jobs {"configuration": {"query": {"query": "SELECT n FROM d.t", "priority": \
            "BATCH", "useLegacySql": false}, "dryRun": true, "jobTimeoutMs": "900", "labels": \
            {"a": "b"}}, "jobReference": {"jobId": "a-1", "location": "US"}}""",
            "GET /queries/" + job + "?startIndex=1&maxResults=2&timeoutMs=0&pageToken=1",
            "GET /jobs/" + job + "?location=US",
            "GET /jobs?maxResults=3&stateFilter=done&pageToken=2&minCreationTime=1",
            "POST /jobs/" + job + "/cancel?location=US",
            "GET /datasets?maxResults=1&pageToken=1",
            "GET /datasets/d/tables?maxResults=1&pageToken=1",
            "GET /datasets/d/tables/t?selectedFields=n",
            "GET /datasets/d/tables/t/data?startIndex=1&maxResults=2&selectedFields=n&pageToken=1");
    for (int i = 0; i < 10_000; i++) {
      String[] parts = whole.get(random.nextInt(whole.size())).split(" ", 3);
      parts[parts.length - 1] = mutated(parts[parts.length - 1], random);
      String body = parts.length == 3 ? parts[2] : "";
      HttpResponse<String> response =
          send(request(parts[1]).method(parts[0], BodyPublishers.ofString(body)));
      assertTrue(
          response.statusCode() != 500 && response.statusCode() < 504,
          () -> String.join(" ", parts) + " -> " + response.body());
    }
    assertEquals(200, send(request("/datasets")).statusCode());
  }

  private static String mutated(String whole, Random random) {
    StringBuilder text = new StringBuilder(whole);
    for (int edits = 1 + random.nextInt(3); edits > 0 && !text.isEmpty(); edits--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setLength(at + 1);
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
        default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
      }
    }
    return text.toString();
  }

  @Test
  void given500QueriesAtOnce_whenTwoRunForEver_then100WaitAndTheOthersAreRefused()
      throws IOException, InterruptedException {
    List<String> running = List.of(job(ENDLESS, 0), job(ENDLESS, 0));
    Thread.sleep(1000); // until both run and none of them waits
    List<HttpResponse<String>> answers;
    try {
      var sent =
          IntStream.range(0, 500)
              .mapToObj(i -> authorized(query("SELECT %d + COUNT(*) FROM d.t".formatted(i), 0)))
              .map(request -> HTTP.sendAsync(request, BodyHandlers.ofString()))
              .toList();
      answers = sent.stream().map(CompletableFuture::join).toList();
      assertTrue(EvaluatorTest.evaluators() <= 2, "each may take 3 GiB");
    } finally {
      for (String each : running) {
        cancel(each);
      }
    }

    int waited = 0;
    for (int i = 0; i < answers.size(); i++) {
      JsonNode answer = JSON.readTree(answers.get(i).body());
      if (answers.get(i).statusCode() == 200) {
        String job = answer.at("/jobReference/jobId").asText();
        assertEquals(Integer.toString(i + 5), finished(job).at("/rows/0/f/0/v").asText());
        waited++;
      } else {
        assertEquals(403, answers.get(i).statusCode());
        assertTrue(answer.at("/error/message").asText().contains("100 queries wait already."));
      }
    }
    assertEquals(100, waited);
  }

  private static void cancel(String job) throws IOException, InterruptedException {
    send(request("/jobs/" + job + "/cancel").POST(BodyPublishers.noBody()));
  }

  private static JsonNode finished(String job) throws IOException, InterruptedException {
    JsonNode answer;
    do {
      answer = JSON.readTree(send(request(QUERIES + "/" + job + "?timeoutMs=3000")).body());
    } while (answer.path("jobComplete").isBoolean() && !answer.get("jobComplete").asBoolean());
    return answer;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "not JSON | 400 | parseError | The request's body is not JSON",
        "\"\" | 400 | invalid | Required parameter is missing",
        "{} | 400 | invalid | Required parameter is missing: query",
        "{'query': 'SELECT 1', 'useLegacySql': true} | 501 | notImplemented | Legacy SQL",
        "{'query': 'SELECT @x', 'queryParameters': [{'name': 'x', 'parameterType': {'type':"
            + " 'INT64'}, 'parameterValue': {'value': '1x'}}]} | 400 | invalid | Invalid value for"
            + " query parameter 'x'",
        "{'query': 'SELECT 1' | 400 | parseError | The request's body is not JSON",
        "{'query': 'SELECT @x', 'queryParameters': [{'name': 'x', 'parameterType': {'type':"
            + " 'BIGNUMERIC'}, 'parameterValue': {'value': '1e999999999'}}]} | 400 | invalid |"
            + " Invalid value for query parameter 'x': it has more digits than a BIGNUMERIC",
        "{'query': 'SELECT @x', 'queryParameters': [{'name': 'x'}]} | 400 | invalid |"
            + " Invalid value for query parameter 'x': it has no type",
        "{'query': 'SELECT @x', 'queryParameters': [{'name': 'x', 'parameterType': {'type':"
            + " 'GEOGRAPHY'}}]} | 501 | notImplemented | A query parameter of type GEOGRAPHY",
      })
  void givenABadBody_whenPosted_thenBigQuerysError(
      String body, int code, String reason, String message)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(request(QUERIES).POST(BodyPublishers.ofString(body.replace('\'', '"'))));

    JsonNode error = JSON.readTree(response.body()).get("error");
    assertEquals(code, response.statusCode(), response.body());
    assertEquals(reason, error.at("/errors/0/reason").asText());
    assertTrue(error.get("message").asText().startsWith(message), response.body());
  }

  @ParameterizedTest
  @CsvSource({
    "/datasets/d/tables/t/data?maxResults=2, 200, 2",
    "/datasets/d/tables/t/data?startIndex=4, 200, 1",
    "/datasets/d/tables/t/data?pageToken=3, 200, 2",
    "/datasets/d/tables/t/data?startIndex=99, 200, 0",
    "/datasets/d/tables/t/data?pageToken=x, 400, 0",
    "/datasets/d/tables/t/data?maxResults=x, 400, 0",
    "/datasets/d/tables/t/data?maxResults=-1, 400, 0",
    "/datasets/d/tables/t/data?selectedFields=nope, 400, 0",
    "/datasets/d/tables/t/data?pageToken=%25zz, 400, 0",
    "/datasets/d/tables/t/data?selectedFields=n, 200, 5",
    "/datasets/d/tables/u/data, 404, 0",
    "/jobs/nope, 404, 0",
    "/queries/nope, 404, 0",
    "/routines, 501, 0",
  })
  void givenAPath_whenGot_thenItsCodeAndRows(String path, int code, int rows)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(request(path));

    assertEquals(code, response.statusCode(), response.body());
    assertEquals(rows, JSON.readTree(response.body()).path("rows").size());
  }

  @Test
  void givenTwoJobsOfOneName_whenInserted_thenTheSecondIsRefused()
      throws IOException, InterruptedException {
    String job =
        """
        {"jobReference": {"projectId": "workbook-samples", "jobId": "mine"},
         "configuration": {"query": {"query": "SELECT 1/0", "useLegacySql": false}}}
        """;

    assertEquals(200, send(request("/jobs").POST(BodyPublishers.ofString(job))).statusCode());
    HttpResponse<String> again = send(request("/jobs").POST(BodyPublishers.ofString(job)));

    assertEquals(409, again.statusCode());
    assertEquals("duplicate", JSON.readTree(again.body()).at("/error/errors/0/reason").asText());
  }

  @Test
  void givenALongQuery_whenTheClientWaitsBriefly_thenNotCompleteAndPolledToItsEnd()
      throws IOException, InterruptedException {
    String sql = "SELECT COUNT(*) FROM UNNEST(GENERATE_ARRAY(1, 16000)) AS x WHERE MOD(x, 7) = 0";

    JsonNode answer = JSON.readTree(send(query(sql, 0)).body());

    assertEquals(false, answer.get("jobComplete").asBoolean());
    JsonNode finished = finished(answer.at("/jobReference/jobId").asText());
    assertEquals("2285", finished.at("/rows/0/f/0/v").asText());
  }

  /** A path below the project, and its query, with any signs. */
  private static HttpRequest.Builder request(String path) {
    URI server = URI.create(endpoint.url());
    String[] parts = path.split("\\?", 2);
    try {
      URI whole =
          new URI(
              server.getScheme(),
              server.getAuthority(),
              "/bigquery/v2/projects/" + EmbeddedBigQuery.PROJECT + parts[0],
              parts.length == 2 ? parts[1] : null,
              null);
      return HttpRequest.newBuilder(URI.create(whole.toASCIIString()));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static HttpRequest.Builder query(String sql, int timeoutMs) {
    String body = "{\"query\": \"%s\", \"useLegacySql\": false, \"timeoutMs\": %d}";
    return request(QUERIES).POST(BodyPublishers.ofString(body.formatted(sql, timeoutMs)));
  }

  private static HttpRequest authorized(HttpRequest.Builder request) {
    return request.setHeader("Authorization", "Bearer " + token).build();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(authorized(request), BodyHandlers.ofString());
  }

  private static Catalog catalog() {
    Table table = Table.create(LongColumn.create("n", 1, 2, 3, 4, 5));
    TableName name = new TableName(EmbeddedBigQuery.PROJECT, "d", "t");
    return new Catalog(EmbeddedBigQuery.PROJECT, List.of(new StoredTable(name, table.columns())));
  }
}
