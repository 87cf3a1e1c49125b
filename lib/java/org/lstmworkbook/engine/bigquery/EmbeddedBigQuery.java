package org.lstmworkbook.engine.bigquery;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

/**
 * BigQuery without Google Cloud: an endpoint in this process that serves a table in the project
 * {@value #PROJECT} through the real BigQuery client, and evaluates queries in a process beside it.
 *
 * <p>It answers SELECT in GoogleSQL with parameters, dry runs and paging, and shows datasets and
 * tables, with BigQuery's own errors; what it does not have, such as INSERT or load jobs, it
 * answers with 501. It needs x86-64 Linux or macOS.
 */
public final class EmbeddedBigQuery implements AutoCloseable {

  /** The id of the one project that the endpoint serves. */
  public static final String PROJECT = "workbook-samples";

  /** A notebook that forgets to close it can end all the same. */
  private static final ThreadFactory DAEMONS =
      new ThreadFactoryBuilder().setNameFormat("embedded-bigquery").setDaemon(true).build();

  private final String token = HexFormat.of().formatHex(randomBytes());
  private final ExecutorService executor;
  private final Evaluators evaluators;
  private final QueryJobs jobs;
  private final ApiServer server;

  private static byte[] randomBytes() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private EmbeddedBigQuery(Supplier<Catalog> tables) throws IOException {
    executor = Executors.newCachedThreadPool(DAEMONS);
    evaluators = new Evaluators(executor);
    Catalog catalog = catalog(tables);
    evaluators.serve(catalog);
    jobs = new QueryJobs(catalog.project(), evaluators, DAEMONS);
    Router router = new Router(catalog.project());
    new QueryApi(jobs).routes(router);
    new DatasetApi(catalog, jobs).routes(router);
    server = ApiServer.start(router, token, executor);
  }

  private Catalog catalog(Supplier<Catalog> tables) {
    try {
      return tables.get();
    } catch (RuntimeException e) {
      evaluators.close();
      throw e;
    }
  }

  /**
   * Starts serving a table; its name is its id in the dataset.
   *
   * @param table reads the table, while the evaluator loads; columns of text, whole and decimal
   *     numbers (64 bits), truth values, days and times
   * @throws UserException if GoogleSQL has no native library for this operating system
   */
  public static EmbeddedBigQuery start(String dataset, Supplier<Table> table) {
    requireRunsHere(System.getProperty("os.name"), System.getProperty("os.arch"));
    return serve(
        () -> {
          Table rows = table.get();
          TableName name = new TableName(PROJECT, dataset, rows.name());
          return new Catalog(PROJECT, List.of(new StoredTable(name, rows.columns())));
        });
  }

  /**
   * @throws UserException if there is no native library for this operating system
   */
  static void requireRunsHere(String os, String architecture) {
    String name = os.toLowerCase(Locale.ROOT);
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    boolean runs = name.startsWith("mac") || (name.startsWith("linux") && x86);
    if (!runs) {
      throw new UserException(
          ("The embedded BigQuery has no native library for %s on %s:"
                  + " %s, or name a Google Cloud project in GOOGLE_CLOUD_PROJECT.")
              .formatted(
                  os,
                  architecture,
                  name.startsWith("windows")
                      ? "run the workbook in WSL2"
                      : "run it on x86-64 Linux or macOS"));
    }
  }

  static EmbeddedBigQuery serve(Supplier<Catalog> tables) {
    try {
      return new EmbeddedBigQuery(tables);
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded BigQuery cannot start", e);
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
    jobs.close();
    evaluators.close();
    executor.shutdownNow();
  }
}
