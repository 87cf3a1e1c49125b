package org.lstmworkbook.lab.jobs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.market.PriceCsv;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.Score;
import org.lstmworkbook.notebook.CheckedPrices;
import org.lstmworkbook.notebook.Experiment;
import org.lstmworkbook.notebook.PriceSource;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.train.ForecasterTraining;

/**
 * Steps 1 to 9 for each ticker of a file, without a notebook. A forecaster's file is the same to
 * the last byte as step 9's.
 */
record Forecasters(Path prices, Path folder, Map<String, String> choices) implements JobKind {

  @Override
  public List<String> names() {
    return PriceCsv.open(prices, null).tickers();
  }

  /**
   * Saves the ticker's forecaster.
   *
   * @return the validation MAE of LSTM and persistence in dollars, the p-value of their difference,
   *     and the forecaster's file
   */
  @Override
  public Map<String, Object> run(String ticker) {
    Map<String, String> all = new HashMap<>(choices);
    all.put("WORKBOOK_TICKER", ticker);
    CheckedPrices run = CheckedPrices.of(prices, all);
    Experiment experiment = run.experiment();
    Forecaster forecaster =
        ForecasterTraining.of(
                PreparedPrices.of(run.prices(), experiment.plan()),
                experiment.epochs(),
                experiment.seed())
            .fit(PriceSource.origin(experiment, run.prices()));
    String file = Experiment.fileName(ticker) + ".forecaster.zip";
    forecaster.save(folder.resolve(file));
    List<Score> scores = forecaster.provenance().scores();
    Score lstm = score(scores, "LSTM");
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("mae", lstm.mae());
    row.put("persistence_mae", score(scores, "persistence").mae());
    row.put("p_value", lstm.pValue());
    row.put("file", file);
    return row;
  }

  private static Score score(List<Score> scores, String forecaster) {
    return scores.stream().filter(s -> s.forecaster().equals(forecaster)).findFirst().orElseThrow();
  }
}
