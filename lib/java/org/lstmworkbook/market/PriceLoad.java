package org.lstmworkbook.market;

import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.LoadStatistics;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableDataWriteChannel;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

/**
 * Puts a file of prices into a Google Cloud project: the table {@code daily_prices}, partitioned by
 * the month of {@code trade_date} and clustered by {@code ticker}, so that a query of one stock and
 * some years reads no more than these. Safe to repeat: BigQuery replaces the rows at once, when all
 * new ones are there.
 */
public final class PriceLoad {

  static final String TABLE = "daily_prices";

  private static final Schema SCHEMA =
      Schema.of(
          column("ticker", StandardSQLTypeName.STRING, "The stock's symbol."),
          column("trade_date", StandardSQLTypeName.DATE, "The exchange's trading day."),
          price("open", "First price of the day"),
          price("high", "Highest price of the day"),
          price("low", "Lowest price of the day"),
          price("close", "Last price of the day"),
          column(
              "adj_close",
              StandardSQLTypeName.FLOAT64,
              "The close in US dollars, adjusted for splits and dividends."),
          column("volume", StandardSQLTypeName.INT64, "Shares traded that day, unadjusted."));

  /** The longest time for sending the rows. */
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(15);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The longest that a job is waited for; the time of the questions comes on top. */
  private static final Duration JOB_LIMIT = Duration.ofMinutes(15);

  private final BigQuery bigquery;
  private final TableId table;
  private final RequestRetry requests;
  private final RequestRetry uploads;

  /** The latest that was sent. */
  private volatile String job = "none, nothing was sent";

  /** Arguments: FILE PROJECT DATASET LOCATION. Exit code 2 for what the reader has to mend. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      BigQuery bigquery = CloudBigQuery.connect(arguments[1]);
      Path file = Path.of(arguments[0]);
      long rows = load(bigquery, file, arguments[2], arguments[3]);
      out.println(
          "%s.%s.%s holds the %,d rows of %s."
              .formatted(arguments[1], arguments[2], TABLE, rows, file.getFileName()));
      return 0;
    } catch (UserException | BigQueryException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  /**
   * Creates dataset and table where they are missing, and replaces the table's rows. What fails for
   * a moment is tried again.
   *
   * @param file a CSV in the form of {@link PriceCsv}: checked before anything is sent
   * @param location the place of a dataset that is not there yet, such as US or EU
   * @return the rows that the table holds
   * @throws PriceDataException if the file cannot be used, or BigQuery refuses
   */
  public static long load(BigQuery bigquery, Path file, String dataset, String location) {
    return load(bigquery, file, dataset, location, time -> Thread.sleep(time.toMillis()));
  }

  static long load(
      BigQuery bigquery, Path file, String dataset, String location, RequestRetry.Sleeper sleeper) {
    Table prices = PriceCsv.readAll(file);
    PriceLoad loading = new PriceLoad(bigquery, dataset, sleeper);
    try {
      return loading.load(prices, location);
    } catch (BigQueryException fault) {
      throw explained(fault, loading.job);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PriceDataException("The loading was stopped. (Job " + loading.job + ".)", e);
    }
  }

  private PriceLoad(BigQuery bigquery, String dataset, RequestRetry.Sleeper sleeper) {
    this.bigquery =
        bigquery.getOptions().toBuilder()
            .setRetrySettings(ServiceOptions.getNoRetrySettings())
            .build()
            .getService();
    this.table = TableId.of(bigquery.getOptions().getProjectId(), dataset, TABLE);
    this.requests = new RequestRetry(sleeper, RequestRetry.REQUEST_LIMIT);
    this.uploads = new RequestRetry(sleeper, UPLOAD_LIMIT);
  }

  private long load(Table prices, String location) throws InterruptedException {
    Dataset dataset = requests.send(() -> dataset(location));
    requests.send(this::ensureTable);
    JobId sent = uploads.send(() -> send(prices, dataset.getLocation()));
    LoadStatistics done = finished(sent);
    if (done.getOutputRows() != prices.rowCount()) {
      throw new PriceDataException(
          "Of %d rows BigQuery took %d. Load them again. (Job %s.)"
              .formatted(prices.rowCount(), done.getOutputRows(), job));
    }
    return done.getOutputRows();
  }

  /** Tried again, it finds what a try has created whose answer was lost. */
  private Dataset dataset(String location) {
    DatasetId id = DatasetId.of(table.getProject(), table.getDataset());
    Dataset there = bigquery.getDataset(id);
    return there == null
        ? bigquery.create(DatasetInfo.newBuilder(id).setLocation(location).build())
        : there;
  }

  private TableInfo ensureTable() {
    TableInfo there = bigquery.getTable(table);
    return there == null ? bigquery.create(TableInfo.of(table, definition())) : there;
  }

  /** The same fault in the words of one who loads; an upload is refused without a reason. */
  private static RuntimeException explained(BigQueryException fault, String job) {
    String cure =
        switch (Optional.ofNullable(fault.getReason()).orElse("" + fault.getCode())) {
          case "accessDenied", "403" ->
              "The project refuses this account. Ask its owner for the roles BigQuery Job User and"
                  + " BigQuery Data Editor, or name another project.";
          case "notFound", "404" ->
              "Check --project, and that the dataset was not deleted meanwhile.";
          default ->
              BigQueryFaults.isTransient(fault)
                  ? "BigQuery did not recover in several tries. Wait a minute, and load again."
                  : null;
        };
    return cure == null
        ? BigQueryFaults.explained(fault, job)
        : BigQueryFaults.explained(fault, job, cure);
  }

  private static StandardTableDefinition definition() {
    return StandardTableDefinition.newBuilder()
        .setSchema(SCHEMA)
        .setTimePartitioning(
            TimePartitioning.newBuilder(TimePartitioning.Type.MONTH).setField("trade_date").build())
        .setClustering(Clustering.newBuilder().setFields(List.of("ticker")).build())
        .build();
  }

  /**
   * Under an id of its own each time: a job whose answer was lost has replaced the rows by the
   * same.
   *
   * @return the id that the server answers with, which need not be the one that was asked for
   */
  private JobId send(Table prices, String location) {
    job = "lstm_workbook_load_" + UUID.randomUUID();
    JobId id =
        JobId.newBuilder().setProject(table.getProject()).setLocation(location).setJob(job).build();
    WriteChannelConfiguration how =
        WriteChannelConfiguration.newBuilder(table)
            .setFormatOptions(FormatOptions.csv().toBuilder().setSkipLeadingRows(1).build())
            .setSchema(SCHEMA)
            .setTimePartitioning(definition().getTimePartitioning())
            .setClustering(definition().getClustering())
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
            .setLabels(QueryLimits.LABELS)
            .build();
    TableDataWriteChannel writer = bigquery.writer(id, how);
    try (OutputStream out = Channels.newOutputStream(writer)) {
      prices.selectColumns(DailyPrices.COLUMNS.toArray(String[]::new)).write().csv(out);
    } catch (IOException e) {
      throw new BigQueryException(e);
    }
    JobId given = writer.getJob().getJobId();
    job = given.getJob();
    return given;
  }

  private LoadStatistics finished(JobId id) throws InterruptedException {
    Job polled = requests.send(() -> bigquery.getJob(id));
    Duration waited = Duration.ZERO;
    while (polled != null && !polled.getStatus().getState().equals(JobStatus.State.DONE)) {
      if (waited.compareTo(JOB_LIMIT) >= 0) {
        throw new PriceDataException(
            "BigQuery has not loaded the rows after %d minutes. The job may still end: look for it in"
                    .formatted(JOB_LIMIT.toMinutes())
                + " the Google Cloud console, or load again, which is safe. (Job %s.)"
                    .formatted(job));
      }
      Duration pause = PAUSE.plus(waited.dividedBy(10)); // the longer it takes, the rarer asked
      requests.pause(pause);
      waited = waited.plus(pause);
      polled = requests.send(() -> bigquery.getJob(id));
    }
    if (polled == null) {
      throw BigQueryFaults.broken("it knows nothing of the job that took the rows", null);
    }
    BigQueryError error = polled.getStatus().getError();
    if (error != null) {
      throw new BigQueryException(0, error.getMessage(), error);
    }
    return polled.getStatistics();
  }

  private static Field price(String name, String what) {
    return column(name, StandardSQLTypeName.FLOAT64, what + " in US dollars a share, unadjusted.");
  }

  private static Field column(String name, StandardSQLTypeName type, String description) {
    return Field.newBuilder(name, type).setDescription(description).build();
  }
}
