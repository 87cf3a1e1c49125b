package org.lstmworkbook.spark;

import org.apache.spark.sql.SparkSession;

/** Daily prices by Spark's own readers, as one file of CSV, which the library reads. */
public final class PriceRows {

  private PriceRows() {}

  /**
   * Writes the rows by ticker and day, so that the same rows give the same file.
   *
   * @param args the format, as {@code parquet} or {@code bigquery}; the path or table; a new folder
   */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      spark
          .read()
          .format(args[0])
          .load(args[1])
          .coalesce(1)
          .sortWithinPartitions("ticker", "trade_date")
          .write()
          .option("header", true)
          .csv(args[2]);
    }
  }
}
