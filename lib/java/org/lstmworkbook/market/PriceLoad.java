package org.lstmworkbook.market;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.lstmworkbook.UserException;
import org.lstmworkbook.query.CloudBigQuery;
import org.lstmworkbook.query.TableLoad;
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

  /** Replaces the table's rows by those of a file, which is checked before anything is sent. */
  private static long load(BigQuery bigquery, Path file, String dataset, String location) {
    Table rows = PriceCsv.readAll(file).selectColumns(DailyPrices.COLUMNS.toArray(String[]::new));
    TableId name = TableId.of(bigquery.getOptions().getProjectId(), dataset, TABLE);
    return TableLoad.load(bigquery, TableInfo.of(name, definition()), rows, location);
  }

  private static StandardTableDefinition definition() {
    return StandardTableDefinition.newBuilder()
        .setSchema(SCHEMA)
        .setTimePartitioning(
            TimePartitioning.newBuilder(TimePartitioning.Type.MONTH).setField("trade_date").build())
        .setClustering(Clustering.newBuilder().setFields(List.of("ticker")).build())
        .build();
  }

  private static Field price(String name, String what) {
    return column(name, StandardSQLTypeName.FLOAT64, what + " in US dollars a share, unadjusted.");
  }

  private static Field column(String name, StandardSQLTypeName type, String description) {
    return Field.newBuilder(name, type).setDescription(description).build();
  }
}
