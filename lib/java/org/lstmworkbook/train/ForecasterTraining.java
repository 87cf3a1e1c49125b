package org.lstmworkbook.train;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.lstmworkbook.evaluate.PriceScores;
import org.lstmworkbook.market.PriceOrigin;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.model.Score;
import org.lstmworkbook.model.TrainingSettings;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.prepare.PriceFeatures;
import org.lstmworkbook.prepare.Windows;

/**
 * Step 9 at once, from prepared prices to a forecaster: the network for the price, the one for the
 * quantiles, and the scores of the validation days. Same rows and settings: same bits.
 */
public final class ForecasterTraining {

  private final PreparedPrices prepared;
  private final TrainingSettings settings;
  private TrainingListener listener = new TrainingListener() {};

  private ForecasterTraining(PreparedPrices prepared, TrainingSettings settings) {
    this.prepared = prepared;
    this.settings = settings;
  }

  /** The training of step 9: {@link PriceLstm}'s own network, and {@link Trainer}'s defaults. */
  public static ForecasterTraining of(PreparedPrices prepared, int epochs, long seed) {
    MultiLayerNetwork network = PriceLstm.network(prepared.matrix().features(), seed);
    Trainer trainer = Trainer.of(network, prepared.train(), prepared.validation());
    return of(prepared, trainer.epochs(epochs).seed(seed).settings());
  }

  /** A training with settings that are known, as another forecaster's are. */
  public static ForecasterTraining of(PreparedPrices prepared, TrainingSettings settings) {
    return new ForecasterTraining(prepared, settings);
  }

  /** A listener that is told how the training of the network for the price goes. */
  public ForecasterTraining listener(TrainingListener listener) {
    this.listener = listener;
    return this;
  }

  /** What this training is set to. */
  public TrainingSettings settings() {
    return settings;
  }

  /**
   * Trains from the beginning. Quantiles are learned from the daily log return: a forecaster that
   * does not read it has none.
   *
   * @param data the query that the prices came from, and its answer
   * @throws TrainingInterruptedException if the thread was interrupted
   * @throws TrainingDivergedException if a loss is NaN or infinite
   */
  public Forecaster fit(PriceOrigin data) {
    MultiLayerNetwork network = settings.network(prepared.matrix().features());
    Trainer.of(network, prepared.train(), prepared.validation())
        .epochs(settings.epochs())
        .batchSize(settings.batchSize())
        .patience(settings.patience())
        .seed(settings.seed())
        .listener(listener)
        .fit();
    Forecaster forecaster = Forecaster.of(network, prepared.validation(), settings, data);
    if (prepared.matrix().names().contains(PriceFeatures.returns(1))) {
      forecaster =
          forecaster.withQuantiles(
              QuantileTraining.of(prepared.train(), prepared.validation(), settings).fit());
    }
    return forecaster.withScores(scores(forecaster, "validation"));
  }

  /**
   * How a forecaster does on a part of the prices, beside the baselines.
   *
   * @param part "validation" or "test"
   * @throws UserException if it is another
   */
  public List<Score> scores(Forecaster forecaster, String part) {
    Windows days =
        switch (part) {
          case "validation" -> prepared.validation();
          case "test" -> prepared.test();
          default -> throw new UserException("There is no part " + part + " to score.");
        };
    return PriceScores.of(prepared.numbers(), days)
        .scoreboard("LSTM", forecaster.predict(days))
        .scores(part);
  }
}
