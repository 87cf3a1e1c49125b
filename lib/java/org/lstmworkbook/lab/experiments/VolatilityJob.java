package org.lstmworkbook.lab.experiments;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.lstmworkbook.volatility.VolatilityExperiment;
import org.lstmworkbook.volatility.VolatilityExperiment.Design;
import org.lstmworkbook.volatility.VolatilityLstm;
import tech.tablesaw.api.Table;

/**
 * One design of {@link VolatilityExperiment}, which writes its own tables beside the result. It
 * keeps no checkpoint: stopped, it starts over.
 *
 * @param design which days are forecast
 * @param seeds one network for each
 * @param prices the file of daily prices
 * @param folder where the tables go
 */
public record VolatilityJob(Design design, List<Long> seeds, Path prices, Path folder)
    implements Job {

  /** One job for each design, with the ten networks of the study. */
  public static List<Job> all(Path prices, Path folder) {
    List<Long> seeds = VolatilityLstm.Settings.chosen().seeds();
    return Stream.of(Design.values())
        .<Job>map(design -> new VolatilityJob(design, seeds, prices, folder))
        .toList();
  }

  /** Two networks, fitted once: to see it run. One alone is its own mean: nothing to compare. */
  public static List<Job> small(Path prices, Path folder) {
    return List.of(new VolatilityJob(Design.ONCE, List.of(1L, 2L), prices, folder));
  }

  @Override
  public String name() {
    return design.title();
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("seeds", seeds.toString());
  }

  @Override
  public Map<String, Object> run(Path checkpoint, Progress progress) {
    long[] each = seeds.stream().mapToLong(Long::longValue).toArray();
    Table rmse =
        VolatilityExperiment.run(
            VolatilityExperiment.stocks(prices),
            design,
            VolatilityLstm.Settings.chosen().seeds(each),
            folder);
    Map<String, Object> result = new LinkedHashMap<>();
    for (String method : List.of("LSTM", "HAR", "ridge, all inputs")) {
      Table row = rmse.where(rmse.stringColumn("method").isEqualTo(method));
      result.put("rmse " + method, row.doubleColumn("all").get(0));
    }
    return result;
  }
}
