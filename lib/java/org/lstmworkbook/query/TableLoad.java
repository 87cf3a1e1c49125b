package org.lstmworkbook.query;

import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.LoadStatistics;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableDataWriteChannel;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

/**
 * Puts rows into a table of a Google Cloud project, in a way that can be relied on: dataset and
 * table are created where they are missing, what fails for a moment is tried again, and the rows
 * that arrived are counted. Safe to repeat: BigQuery replaces the rows at once, when all new ones
 * are there.
 */
public final class TableLoad {

  /** The longest time for sending the rows. */
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(15);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The longest that a job is waited for; the time of the questions comes on top. */
  private static final Duration JOB_LIMIT = Duration.ofMinutes(15);

  private final BigQuery bigquery;
  private final TableInfo table;
  private final RequestRetry requests;
  private final RequestRetry uploads;

  /** The latest that was sent. */
  private volatile String job = "none, nothing was sent";

  /**
   * Replaces a table's rows.
   *
   * @param table the table's name, and how it is to be: columns, partitions, clusters
   * @param rows its rows: columns of the schema's names, in the schema's order
   * @param location the place of a dataset that is not there yet, such as US or EU
   * @return the rows that the table holds
   * @throws UserException if BigQuery refuses, cannot be reached, or took fewer rows
   * @throws BigQueryException if BigQuery cannot use the rows
   */
  public static long load(BigQuery bigquery, TableInfo table, Table rows, String location) {
    return load(bigquery, table, rows, location, time -> Thread.sleep(time.toMillis()));
  }

  static long load(
      BigQuery bigquery,
      TableInfo table,
      Table rows,
      String location,
      RequestRetry.Sleeper sleeper) {
    TableLoad loading = new TableLoad(bigquery, table, sleeper);
    try {
      return loading.load(rows, location);
    } catch (BigQueryException fault) {
      throw explained(fault, loading.job);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("The loading was stopped. (Job " + loading.job + ".)", e);
    }
  }

  private TableLoad(BigQuery bigquery, TableInfo table, RequestRetry.Sleeper sleeper) {
    this.bigquery =
        bigquery.getOptions().toBuilder()
            .setRetrySettings(ServiceOptions.getNoRetrySettings())
            .build()
            .getService();
    this.table = table;
    this.requests = new RequestRetry(sleeper, RequestRetry.REQUEST_LIMIT);
    this.uploads = new RequestRetry(sleeper, UPLOAD_LIMIT);
  }

  private long load(Table rows, String location) throws InterruptedException {
    Dataset dataset = requests.send(() -> dataset(location));
    requests.send(this::ensureTable);
    JobId sent = uploads.send(() -> send(rows, dataset.getLocation()));
    LoadStatistics done = finished(sent);
    if (done.getOutputRows() != rows.rowCount()) {
      throw new UserException(
          "Of %d rows BigQuery took %d. Load them again. (Job %s.)"
              .formatted(rows.rowCount(), done.getOutputRows(), job));
    }
    return done.getOutputRows();
  }

  /** Tried again, it finds what a try has created whose answer was lost. */
  private Dataset dataset(String location) {
    TableId name = table.getTableId();
    DatasetId id = DatasetId.of(name.getProject(), name.getDataset());
    Dataset there = bigquery.getDataset(id);
    return there == null
        ? bigquery.create(DatasetInfo.newBuilder(id).setLocation(location).build())
        : there;
  }

  private TableInfo ensureTable() {
    TableInfo there = bigquery.getTable(table.getTableId());
    return there == null ? bigquery.create(table) : there;
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

  /**
   * Under an id of its own each time: a job whose answer was lost has replaced the rows by the
   * same.
   *
   * @return the id that the server answers with, which need not be the one that was asked for
   */
  private JobId send(Table rows, String location) {
    job = "lstm_workbook_load_" + UUID.randomUUID();
    JobId id =
        JobId.newBuilder()
            .setProject(table.getTableId().getProject())
            .setLocation(location)
            .setJob(job)
            .build();
    StandardTableDefinition definition = table.getDefinition();
    WriteChannelConfiguration how =
        WriteChannelConfiguration.newBuilder(table.getTableId())
            .setFormatOptions(FormatOptions.csv().toBuilder().setSkipLeadingRows(1).build())
            .setSchema(definition.getSchema())
            .setTimePartitioning(definition.getTimePartitioning())
            .setClustering(definition.getClustering())
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
            .setLabels(QueryLimits.LABELS)
            .build();
    TableDataWriteChannel writer = bigquery.writer(id, how);
    try (OutputStream out = Channels.newOutputStream(writer)) {
      rows.write().csv(out);
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
        throw new UserException(
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
}
