package org.lstmworkbook.notebook;

import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.evaluate.PriceScores;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.model.Provenance;
import org.lstmworkbook.model.QuantileForecaster;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.train.QuantileTraining;
import org.lstmworkbook.train.Trainer;
import tech.tablesaw.api.Table;

/** Steps 2 to 9 at once, for the notebooks that come after them. */
public final class Steps {

  /** Trading days after which the baselines of a scoreboard learn anew: about a quarter. */
  public static final int REFIT_EVERY = 66;

  private Steps() {}

  /**
   * The forecaster that step 9 saved for this experiment. If there is none, or it was made from
   * other rows, it is trained as step 9 does, and saved.
   *
   * @param prices the daily rows that step 1 requested
   */
  public static Forecaster forecaster(Experiment experiment, Table prices) {
    PreparedPrices prepared = PreparedPrices.of(prices, experiment.plan());
    Path file = experiment.forecasterFile();
    String wanted =
        Provenance.of(prepared.validation(), experiment.ticker(), experiment.seed()).dataSha256();
    if (Files.exists(file)) {
      Forecaster saved = Forecaster.load(file);
      if (saved.provenance().dataSha256().equals(wanted)) {
        return saved;
      }
    }
    Forecaster trained = train(experiment, prices, prepared);
    trained.save(file);
    return trained;
  }

  private static Forecaster train(Experiment experiment, Table prices, PreparedPrices prepared) {
    MultiLayerNetwork network = PriceLstm.network(experiment.features().length, experiment.seed());
    Trainer trainer =
        Trainer.of(network, prepared.train(), prepared.validation())
            .epochs(experiment.epochs())
            .seed(experiment.seed());
    trainer.fit();
    QuantileForecaster quantiles =
        QuantileTraining.of(prepared.train(), prepared.validation(), trainer.settings()).fit();
    Forecaster forecaster =
        Forecaster.of(
                network,
                prepared.validation(),
                trainer.settings(),
                PriceSource.origin(experiment, prices))
            .withQuantiles(quantiles);
    return forecaster.withScores(
        "validation",
        PriceScores.of(prepared.numbers(), prepared.validation())
            .scoreboard("LSTM", forecaster.predict(prepared.validation()), REFIT_EVERY)
            .scores("validation"));
  }
}
