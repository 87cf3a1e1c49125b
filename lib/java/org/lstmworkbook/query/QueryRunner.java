package org.lstmworkbook.query;

import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.spi.v2.BigQueryRpc.Option;
import com.google.cloud.bigquery.spi.v2.HttpBigQueryRpc;
import com.google.cloud.http.HttpTransportOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

/**
 * Runs a query of rows so that it can be relied on: within {@link QueryLimits}; once, under a job
 * id of its own, however often a request must be sent again; and with all its rows, which are
 * counted. Rows are asked for by their number, so a page token that goes astray loses none, and
 * each page begins with the last row of the one before, so a page that lost some is found out.
 */
public final class QueryRunner {

  /** About 2 MB of prices as JSON, a fifth of it on the wire. */
  static final int PAGE_ROWS = 20_000;

  /** In doubt the order is kept: the words may stand in a sub-query. */
  private static final Pattern ORDER_BY =
      Pattern.compile("\\bORDER\\s+BY\\b", Pattern.CASE_INSENSITIVE);

  private static final int JOBS = 3;
  private static final Duration POLL = Duration.ofSeconds(10);

  /** BigQuery itself ends a job at its time-out: so long it may take to say so. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Between two polls of a server that does not itself wait. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);
  private static final int CONNECT_MS = 10_000;
  private static final int READ_MS = 18_000;

  private final BigQuery bigquery;
  private final HttpBigQueryRpc requests;
  private final QueryLimits limits;
  private final RequestRetry retry;
  private final int pageRows;
  private final Optional<StorageReader> storage;

  /** A runner with {@link QueryLimits#current()}. */
  public QueryRunner(BigQuery bigquery) {
    this(bigquery, QueryLimits.current(), new RequestRetry(), PAGE_ROWS, System.getenv());
  }

  /**
   * @param environment names an emulator, see {@link BigQueryEndpoint}
   */
  QueryRunner(
      BigQuery bigquery,
      QueryLimits limits,
      RequestRetry retry,
      int pageRows,
      Map<String, String> environment) {
    BigQueryOptions options = withoutRetries(bigquery.getOptions());
    this.bigquery = options.getService();
    this.requests = new HttpBigQueryRpc(options);
    this.limits = limits;
    this.retry = retry;
    this.pageRows = pageRows;
    this.storage =
        BigQueryEndpoint.storage(options, environment)
            .map(settings -> new StorageReader(settings, options.getProjectId()));
  }

  /** The client's own retries know no job id, and take fifty seconds: one place decides, here. */
  private static BigQueryOptions withoutRetries(BigQueryOptions options) {
    HttpTransportOptions transport = (HttpTransportOptions) options.getTransportOptions();
    return options.toBuilder()
        .setRetrySettings(ServiceOptions.getNoRetrySettings())
        .setTransportOptions(
            transport.toBuilder().setConnectTimeout(CONNECT_MS).setReadTimeout(READ_MS).build())
        .build();
  }

  /**
   * Runs a query and reads all its rows.
   *
   * @param query a SELECT; where it has no cap, time-out or labels of its own, those of the limits
   * @throws UserException where the reader can do something: no access, no such table, no network,
   *     a cap or a time-out exceeded, or a fault that lasted
   * @throws BigQueryException if the query itself is wrong
   * @throws CancellationException if the thread was interrupted, as by the kernel's stop button;
   *     the job is cancelled
   */
  public QueryAnswer run(QueryJobConfiguration query) {
    return run(query, (rows, total) -> {});
  }

  /**
   * The same, for a long reading.
   *
   * @param progress a listener that hears how many rows have come, in this thread
   */
  public QueryAnswer run(QueryJobConfiguration query, ReadProgress progress) {
    QueryJobConfiguration limited = limits.applyTo(query);
    for (int jobs = 1; ; jobs++) {
      JobId job = newJob();
      try {
        return answer(job, limited, progress);
      } catch (BigQueryException fault) {
        if (BigQueryFaults.isTransient(fault)) {
          cancel(job); // it may still run
        }
        if (jobs == JOBS || !BigQueryFaults.jobLost(fault)) {
          throw BigQueryFaults.explained(fault, job.getJob());
        }
      } catch (InterruptedException e) {
        boolean told = cancel(job);
        Thread.currentThread().interrupt();
        throw new CancellationException(
            (told
                    ? "The query was stopped, and its job %s cancelled."
                    : "The query was stopped, but BigQuery could not be told so. Cancel its job %s"
                        + " in the console: it may still run.")
                .formatted(job.getJob()));
      }
    }
  }

  private JobId newJob() {
    return JobId.newBuilder()
        .setProject(bigquery.getOptions().getProjectId())
        .setLocation(bigquery.getOptions().getLocation())
        .setJob("lstm_workbook_" + UUID.randomUUID())
        .build();
  }

  private QueryAnswer answer(JobId asked, QueryJobConfiguration query, ReadProgress progress)
      throws InterruptedException {
    JobId job = start(asked, query);
    ResultPage first = firstPage(job, Duration.ofMillis(query.getJobTimeoutMs()));
    requireRoom(first);
    Optional<Table> large = readLarge(job, first, query, progress);
    Table table = large.isPresent() ? large.get() : readPages(job, first, progress);
    return new QueryAnswer(table, job.getJob(), new QueryCost(first.bytesProcessed()));
  }

  /** A column takes some eight bytes a row; without room for all of them, no row need travel. */
  private static void requireRoom(ResultPage first) {
    long room = Runtime.getRuntime().maxMemory();
    double bytes = 8.0 * first.totalRows() * first.schema().getFields().size();
    if (bytes > room || first.totalRows() > Integer.MAX_VALUE) {
      throw new UserException(
          ("The answer has %,d rows, about %,.0f MB as columns, but Java may take %,d MB here. Let"
                  + " the query choose or sum up what is needed.")
              .formatted(first.totalRows(), bytes / 1e6, room / 1_000_000));
    }
  }

  private Optional<Table> readLarge(
      JobId job, ResultPage first, QueryJobConfiguration query, ReadProgress progress)
      throws InterruptedException {
    if (storage.isEmpty()
        || first.totalRows() < StorageReader.WORTHWHILE
        || !ArrowColumns.canHold(first.schema())) {
      return Optional.empty();
    }
    QueryJobConfiguration done =
        retry.send(() -> bigquery.getJob(job).<QueryJobConfiguration>getConfiguration());
    boolean ordered = ORDER_BY.matcher(query.getQuery()).find();
    return storage
        .get()
        .read(
            done.getDestinationTable(), first.schema(), (int) first.totalRows(), ordered, progress);
  }

  private Table readPages(JobId job, ResultPage first, ReadProgress progress)
      throws InterruptedException {
    long total = first.totalRows();
    ResultColumns columns = new ResultColumns(first.schema());
    columns.append(first.rows());
    ResultPage last = first;
    // Where BigQuery says that rows follow the last one, one more question tells who is wrong.
    while (columns.rowCount() < total || (last.more() && !last.rows().isEmpty())) {
      int have = columns.rowCount();
      ResultPage before = last;
      last =
          retry.send(
              () ->
                  page(job, have - 1, pageRows + 1)
                      .orElseThrow(() -> BigQueryFaults.broken("a job that ended runs", null))
                      .after(before, have));
      columns.append(last.rows());
      progress.read(columns.rowCount(), total);
    }
    return columns.table();
  }

  /** Sent twice under one id, it starts once: the second time BigQuery says that there is one. */
  private JobId start(JobId job, QueryJobConfiguration query) throws InterruptedException {
    return retry.send(
        () -> {
          try {
            JobId started = bigquery.create(JobInfo.of(job, query)).getJobId();
            if (started == null) {
              throw BigQueryFaults.broken("it names no job", null);
            }
            return job.toBuilder().setLocation(started.getLocation()).build();
          } catch (BigQueryException fault) {
            if (BigQueryFaults.exists(fault)) {
              return job;
            }
            throw fault;
          }
        });
  }

  private ResultPage firstPage(JobId job, Duration timeout) throws InterruptedException {
    long began = System.nanoTime();
    while (System.nanoTime() - began < timeout.plus(GRACE).toNanos()) {
      Optional<ResultPage> page = retry.send(() -> page(job, 0, pageRows));
      if (page.isPresent()) {
        return page.get();
      }
      retry.pause(PAUSE);
    }
    cancel(job);
    throw new UserException(
        "The query did not end within %d seconds, and was cancelled. Ask for less, or set a longer"
                .formatted(timeout.toSeconds())
            + " job time-out. (Job %s.)".formatted(job.getJob()));
  }

  /** So many rows at most from {@code start} on; nothing while the job runs. */
  private Optional<ResultPage> page(JobId job, long start, long most) {
    Map<Option, Long> options =
        Map.of(
            Option.START_INDEX, start, Option.MAX_RESULTS, most, Option.TIMEOUT, POLL.toMillis());
    return ResultPage.of(
            requests.getQueryResults(job.getProject(), job.getJob(), job.getLocation(), options),
            job.getJob())
        .map(page -> page.expect(start, most));
  }

  /** Tells BigQuery, for five seconds at most, to cancel a job. */
  private boolean cancel(JobId job) {
    try {
      return new RequestRetry(time -> {}, CANCEL_LIMIT).once(() -> bigquery.cancel(job));
    } catch (BigQueryException unreachable) {
      return false;
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
