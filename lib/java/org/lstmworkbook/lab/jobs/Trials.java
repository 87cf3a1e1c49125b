package org.lstmworkbook.lab.jobs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lstmworkbook.notebook.CheckedPrices;
import org.lstmworkbook.notebook.Experiment;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.train.Hyperparameters;
import org.lstmworkbook.train.Search;
import org.lstmworkbook.train.SearchSpace;
import org.lstmworkbook.train.Trial;

/**
 * The trials of lesson 18's search: settings of a network that forecasts tomorrow's range of the
 * day. Their names are their numbers.
 */
record Trials(Path prices, Map<String, String> choices) implements JobKind {

  private static final int PATIENCE = 3;

  private static final SearchSpace SPACE =
      SearchSpace.usual().hidden(4, 16).learningRate(1e-4, 3e-2).window(5, 30).batchSize(64, 256);

  /** As many as {@code WORKBOOK_TRIALS} says, of prices that can be used. */
  @Override
  public List<String> names() {
    CheckedPrices.of(prices, choices);
    int count = Integer.parseInt(choices.get("WORKBOOK_TRIALS"));
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
  }

  /** Returns what was tried, the lowest validation loss of its epochs, and the trial's own seed. */
  @Override
  public Map<String, Object> run(String number) {
    CheckedPrices run = CheckedPrices.of(prices, choices);
    Experiment experiment = run.experiment();
    PreparedPrices prepared =
        PreparedPrices.of(
            run.prices(),
            experiment.plan(experiment.window(), "log_range", "log_return", "log_volume_change"));
    Trial trial =
        Search.of(prepared.matrix(), "log_range", prepared.split())
            .epochs(experiment.epochs())
            .patience(PATIENCE)
            .seed(experiment.seed())
            .trial(SPACE, Integer.parseInt(number));
    Hyperparameters settings = trial.settings();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("hidden", settings.hidden());
    row.put("dropout", settings.dropout());
    row.put("learning_rate", settings.learningRate());
    row.put("window", settings.window());
    row.put("batch_size", settings.batchSize());
    row.put("validation_loss", trial.validationLoss());
    row.put("best_epoch", trial.bestEpoch());
    row.put("seed", trial.seed());
    return row;
  }
}
