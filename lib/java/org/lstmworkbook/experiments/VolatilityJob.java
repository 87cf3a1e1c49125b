package org.lstmworkbook.experiments;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.volatility.VolatilityExperiment;
import org.lstmworkbook.volatility.VolatilityLstm;
import tech.tablesaw.api.Table;

/**
 * One design of {@link VolatilityExperiment}, which writes its own two tables beside the result. It
 * keeps no checkpoint: stopped, it starts over.
 *
 * @param design {@code once} or {@code walk-forward}
 * @param refitEvery test days between two fits
 * @param seeds one network for each
 * @param prices the file of daily prices
 * @param folder for the tables
 */
record VolatilityJob(String design, int refitEvery, List<Long> seeds, Path prices, Path folder)
    implements Job {

  static List<Job> all(Path prices, Path folder) {
    List<Long> seeds = VolatilityLstm.Settings.chosen().seeds();
    return List.of(
        new VolatilityJob("once", Integer.MAX_VALUE, seeds, prices, folder),
        new VolatilityJob("walk-forward", VolatilityExperiment.REFIT_EVERY, seeds, prices, folder));
  }

  /** One network, fitted once: to see it run. */
  static List<Job> small(Path prices, Path folder) {
    return List.of(new VolatilityJob("once", Integer.MAX_VALUE, List.of(1L), prices, folder));
  }

  @Override
  public String name() {
    return design;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("seeds", seeds.toString());
  }

  @Override
  public Map<String, Object> run(Path checkpoint, JobProgress progress) {
    long[] each = seeds.stream().mapToLong(Long::longValue).toArray();
    Table rmse =
        VolatilityExperiment.run(
            VolatilityExperiment.stocks(prices),
            refitEvery,
            VolatilityLstm.Settings.chosen().seeds(each),
            folder.resolve(design));
    Map<String, Object> result = new LinkedHashMap<>();
    for (String method : List.of("LSTM", "HAR", "ridge, all inputs")) {
      Table row = rmse.where(rmse.stringColumn("method").isEqualTo(method));
      result.put("rmse " + method, row.doubleColumn("all").get(0));
    }
    return result;
  }
}
