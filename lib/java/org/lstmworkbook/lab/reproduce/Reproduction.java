package org.lstmworkbook.lab.reproduce;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.evaluate.PriceScores;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.Score;
import org.lstmworkbook.model.TrainingSettings;
import org.lstmworkbook.notebook.Steps;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.prepare.Windows;
import org.lstmworkbook.train.QuantileTraining;
import org.lstmworkbook.train.Trainer;
import org.lstmworkbook.train.TrainingListener;
import tech.tablesaw.api.Table;

/** Trains a forecaster again, as its file says, on rows that are those it learned from. */
final class Reproduction {

  private final Forecaster original;
  private final TrainingSettings settings;
  private final PreparedPrices prepared;

  Reproduction(Forecaster original, TrainingSettings settings, Table prices) {
    this.original = original;
    this.settings = settings;
    this.prepared =
        PreparedPrices.of(
            prices,
            new PreparedPrices.Plan(
                original.features(),
                original.target(),
                original.window(),
                original.horizon(),
                settings.validationFrom(),
                settings.testFrom()));
  }

  Forecaster train(TrainingListener listener) {
    MultiLayerNetwork network = settings.network(original.features().size());
    Trainer.of(network, prepared.train(), prepared.validation())
        .epochs(settings.epochs())
        .patience(settings.patience())
        .batchSize(settings.batchSize())
        .seed(settings.seed())
        .listener(listener)
        .fit();
    Forecaster again =
        Forecaster.of(network, prepared.validation(), settings, original.data().orElseThrow());
    if (original.quantiles().isPresent()) {
      again =
          again.withQuantiles(
              QuantileTraining.of(prepared.train(), prepared.validation(), settings).fit());
    }
    List<String> parts =
        original.provenance().scores().stream().map(Score::part).distinct().toList();
    for (String part : parts) {
      Windows days = part.equals("test") ? prepared.test() : prepared.validation();
      again =
          again.withScores(
              part,
              PriceScores.of(prepared.numbers(), days)
                  .scoreboard("LSTM", again.predict(days), Steps.REFIT_EVERY)
                  .scores(part));
    }
    return again;
  }
}
