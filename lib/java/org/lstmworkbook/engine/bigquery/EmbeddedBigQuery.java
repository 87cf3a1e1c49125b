package org.lstmworkbook.engine.bigquery;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.lstmworkbook.market.PriceCsv;

/**
 * BigQuery without Google Cloud: an endpoint in this process that serves a CSV file of daily prices
 * as the table {@code market.daily_prices} of the project {@value #PROJECT}, through the real
 * BigQuery client.
 *
 * <p>It answers SELECT in GoogleSQL with parameters, dry runs and paging, and shows datasets and
 * tables, with BigQuery's own errors; what it does not have, such as INSERT or load jobs, it
 * answers with 501. It needs x86-64 Linux or macOS.
 */
public final class EmbeddedBigQuery implements AutoCloseable {

  /** The id of the one project that the endpoint serves. */
  public static final String PROJECT = "workbook-samples";

  private final String token = HexFormat.of().formatHex(randomBytes());
  private final ExecutorService executor;
  private final ApiServer server;

  /** A notebook that forgets to close it can end all the same. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "embedded-bigquery");
    thread.setDaemon(true);
    return thread;
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private EmbeddedBigQuery(Catalog catalog) throws IOException {
    executor = Executors.newCachedThreadPool(EmbeddedBigQuery::daemon);
    QueryJobs jobs = new QueryJobs(catalog.project(), new SqlEngine(catalog), executor);
    Router router = new Router(catalog.project());
    new QueryApi(jobs).routes(router);
    new DatasetApi(catalog, jobs).routes(router);
    server = ApiServer.start(router, token, executor);
  }

  /**
   * Starts serving the prices of a file.
   *
   * @param csvOfDailyPrices in the form of {@link PriceCsv}, with any number of tickers
   * @throws org.lstmworkbook.market.PriceDataException if the file cannot be used, or GoogleSQL has
   *     no native library for this operating system
   */
  public static EmbeddedBigQuery start(Path csvOfDailyPrices) {
    GoogleSql.requireRunsHere(System.getProperty("os.name"), System.getProperty("os.arch"));
    daemon(SqlEngine::warmUp).start();
    TableName name = new TableName(PROJECT, "market", "daily_prices");
    StoredTable table = new StoredTable(name, PriceCsv.readAll(csvOfDailyPrices));
    return start(new Catalog(PROJECT, List.of(table)));
  }

  static EmbeddedBigQuery start(Catalog catalog) {
    try {
      return new EmbeddedBigQuery(catalog);
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded BigQuery cannot listen on 127.0.0.1", e);
    }
  }

  /** A client of this endpoint, as BigQueryOptions makes it for Google Cloud. */
  public BigQuery client() {
    Date never = Date.from(Instant.now().plus(36_500, ChronoUnit.DAYS));
    return BigQueryOptions.newBuilder()
        .setHost(url())
        .setProjectId(PROJECT)
        .setLocation(Catalog.LOCATION)
        .setCredentials(OAuth2Credentials.create(new AccessToken(token, never)))
        .build()
        .getService();
  }

  /** Where it listens, as {@code http://127.0.0.1:43210}. */
  public String url() {
    return server.url();
  }

  /** Stops serving. Clients made before are refused from then on. */
  @Override
  public void close() {
    server.close();
    executor.shutdownNow();
  }
}
