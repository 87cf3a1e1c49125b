package org.lstmworkbook.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.commons.math3.stat.StatUtils;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.Windows;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * Times how a batch of windows is made ready, and weighs what the windows hold; prints one line of
 * JSON.
 */
public final class WindowsBench {

  private static final int ROWS = 500_000;
  private static final int FEATURES = 5;
  private static final int LENGTH = 60;
  private static final int BATCH = 64;
  private static final int ROUNDS = 9;

  /** So many that what the JVM itself takes or frees meanwhile counts little. */
  private static final int HELD = 32;

  private static final double ROUND_MILLIS = 100;

  private WindowsBench() {}

  /** Measures. */
  public static void main(String[] arguments) throws JsonProcessingException {
    FeatureMatrix matrix = matrix();
    Windows windows = Windows.over(matrix, "feature_0", LENGTH, 1); // loads all that it needs
    double held = bytesHeld(() -> Windows.over(matrix, "feature_0", LENGTH, 1));
    int[] shuffled = new Random(1).ints(BATCH, 0, windows.size()).toArray();
    float[] source = new float[BATCH * LENGTH * FEATURES];
    float[] target = new float[source.length];
    double bytes = 4.0 * source.length;
    double gather = medianMillis(() -> windows.gather(shuffled));
    double view = medianMillis(() -> windows.view(1000, 1000 + BATCH));
    double copy = medianMillis(() -> System.arraycopy(source, 0, target, 0, source.length));
    Map<String, Double> found = new LinkedHashMap<>();
    found.put("windows", (double) windows.size());
    found.put("window_length", (double) LENGTH);
    found.put("batch_bytes", bytes);
    found.put("gather_bytes_per_s", bytes / gather * 1e3);
    found.put("plain_copy_bytes_per_s", bytes / copy * 1e3);
    found.put("view_us", view * 1e3);
    found.put("bytes_held_per_window", held / windows.size());
    found.put("bytes_of_a_copied_window", bytes / BATCH);
    System.out.println("answer " + new ObjectMapper().writeValueAsString(found));
  }

  /** Milliseconds of one call, the median of several rounds after a warm-up. */
  private static double medianMillis(Runnable call) {
    BenchNetwork.millisOnce(call, ROUND_MILLIS);
    double[] times = new double[ROUNDS];
    Arrays.setAll(times, round -> BenchNetwork.millisOnce(call, ROUND_MILLIS));
    return StatUtils.percentile(times, 50);
  }

  private static FeatureMatrix matrix() {
    Random random = new Random(1);
    LocalDate[] dates = new LocalDate[ROWS];
    Arrays.setAll(dates, LocalDate.of(1, 1, 1)::plusDays);
    Table table = Table.create(DateColumn.create("trade_date", dates));
    String[] names = new String[FEATURES];
    for (int feature = 0; feature < FEATURES; feature++) {
      names[feature] = "feature_" + feature;
      table.addColumns(DoubleColumn.create(names[feature], random.doubles(ROWS).toArray()));
    }
    return FeatureMatrix.of(table, names);
  }

  /** What one of many takes of Java's heap. */
  private static double bytesHeld(Supplier<Windows> made) {
    List<Windows> held = new ArrayList<>();
    long before = bytesHeld();
    for (int i = 0; i < HELD; i++) {
      held.add(made.get());
    }
    return (double) (bytesHeld() - before) / held.size();
  }

  /** Java's heap in use, after a collection. */
  private static long bytesHeld() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
