package org.lstmworkbook.market;

import com.google.cloud.bigquery.BigQuery;
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
import java.util.List;
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

  private PriceLoad() {}

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
   * Creates dataset and table where they are missing, and replaces the table's rows.
   *
   * @param file a CSV in the form of {@link PriceCsv}: checked before anything is sent
   * @param location the place of a dataset that is not there yet, such as US or EU
   * @return the rows that the table holds
   * @throws PriceDataException if the file cannot be used, or BigQuery refuses
   */
  public static long load(BigQuery bigquery, Path file, String dataset, String location) {
    Table prices = PriceCsv.readAll(file);
    DatasetId id = DatasetId.of(bigquery.getOptions().getProjectId(), dataset);
    TableId table = TableId.of(id.getProject(), dataset, TABLE);
    String job = "lstm_workbook_load_" + UUID.randomUUID();
    try {
      Dataset there = bigquery.getDataset(id);
      if (there == null) {
        there = bigquery.create(DatasetInfo.newBuilder(id).setLocation(location).build());
      }
      if (bigquery.getTable(table) == null) {
        bigquery.create(TableInfo.of(table, definition()));
      }
      Job done =
          send(
              bigquery,
              prices,
              table,
              JobId.newBuilder()
                  .setProject(id.getProject())
                  .setLocation(there.getLocation())
                  .setJob(job)
                  .build());
      if (done.getStatus().getError() != null) {
        throw new BigQueryException(
            0, done.getStatus().getError().getMessage(), done.getStatus().getError());
      }
      long rows = done.<LoadStatistics>getStatistics().getOutputRows();
      if (rows != prices.rowCount()) {
        throw new PriceDataException(
            "Of %d rows BigQuery took %d. Load them again. (Job %s.)"
                .formatted(prices.rowCount(), rows, job));
      }
      return rows;
    } catch (BigQueryException fault) {
      throw BigQueryFaults.explained(fault, job);
    }
  }

  private static StandardTableDefinition definition() {
    return StandardTableDefinition.newBuilder()
        .setSchema(SCHEMA)
        .setTimePartitioning(
            TimePartitioning.newBuilder(TimePartitioning.Type.MONTH).setField("trade_date").build())
        .setClustering(Clustering.newBuilder().setFields(List.of("ticker")).build())
        .build();
  }

  private static Job send(BigQuery bigquery, Table prices, TableId table, JobId job) {
    WriteChannelConfiguration how =
        WriteChannelConfiguration.newBuilder(table)
            .setFormatOptions(FormatOptions.csv().toBuilder().setSkipLeadingRows(1).build())
            .setSchema(SCHEMA)
            .setTimePartitioning(definition().getTimePartitioning())
            .setClustering(definition().getClustering())
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
            .setLabels(QueryLimits.LABELS)
            .build();
    try (TableDataWriteChannel channel = bigquery.writer(job, how)) {
      try (OutputStream out = Channels.newOutputStream(channel)) {
        prices.selectColumns(DailyPrices.COLUMNS.toArray(String[]::new)).write().csv(out);
      }
      return channel.getJob().waitFor();
    } catch (IOException e) {
      throw new BigQueryException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PriceDataException("The loading was stopped. (Job " + job.getJob() + ".)", e);
    }
  }

  private static Field price(String name, String what) {
    return column(name, StandardSQLTypeName.FLOAT64, what + " in US dollars a share, unadjusted.");
  }

  private static Field column(String name, StandardSQLTypeName type, String description) {
    return Field.newBuilder(name, type).setDescription(description).build();
  }
}
