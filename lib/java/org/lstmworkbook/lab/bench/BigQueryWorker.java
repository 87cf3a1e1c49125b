package org.lstmworkbook.lab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.query.CloudBigQuery;
import org.lstmworkbook.query.QueryRunner;
import org.lstmworkbook.query.StorageReader;
import tech.tablesaw.api.Table;

/**
 * Runs each line of input as a query, and reads its rows into a table. Started as {@code
 * BigQueryWorker PROJECT}, with an emulator in the environment that has a dataset {@code market};
 * answers with the seconds, and with the most that Java's heap held, garbage included.
 */
public final class BigQueryWorker {

  private BigQueryWorker() {}

  /** Serves until the input ends. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BigQuery bigquery = CloudBigQuery.connect(arguments[0]);
    QueryRunner queries = new QueryRunner(bigquery);
    boolean rest = arguments[1].equals("rest");
    List<MemoryPoolMXBean> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = input.readLine(); name != null; name = input.readLine()) {
      System.gc();
      heap.forEach(MemoryPoolMXBean::resetPeakUsage);
      long began = System.nanoTime();
      Table table =
          rest
              ? queries.run(QueryJobConfiguration.of("SELECT * FROM market." + name)).table()
              : StorageReader.readTable(bigquery, TableId.of("market", name), (rows, total) -> {});
      double seconds = (System.nanoTime() - began) / 1e9;
      double peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
      Map<String, Object> answer =
          Map.of(
              "seconds",
              seconds,
              "columns",
              table.columnCount(),
              "sum_of_volume",
              (long) table.longColumn("volume").sum(),
              "peak_mb",
              peak / (1 << 20));
      System.out.println("answer " + new ObjectMapper().writeValueAsString(answer));
    }
  }
}
