package org.lstmworkbook.notebook;

import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.model.Provenance;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.PriceFeatures;
import org.lstmworkbook.prepare.Split;
import org.lstmworkbook.prepare.Timestamps;
import org.lstmworkbook.prepare.Windows;
import org.lstmworkbook.train.Trainer;
import tech.tablesaw.api.Table;

/** Steps 2 to 9 at once, for the notebooks that come after them. */
public final class Steps {
  private Steps() {}

  /**
   * The forecaster that step 9 saved for this experiment. If there is none, or it was made from
   * other rows, it is trained as step 9 does, and saved.
   *
   * @param prices the daily rows that step 1 requested
   */
  public static Forecaster forecaster(Experiment experiment, Table prices) {
    Table numbers = PriceFeatures.withReturns(Timestamps.withNumbers(prices));
    FeatureMatrix matrix = FeatureMatrix.of(numbers, experiment.features());
    Split split = Split.byDate(matrix, experiment.validationFrom(), experiment.testFrom());
    FeatureMatrix scaled = MinMaxScaler.fit(matrix, split.train()).transform(matrix);
    Windows windows = Windows.over(scaled, "log_return", experiment.window(), experiment.horizon());
    Windows validation = windows.within(split.validation());
    Path file = experiment.forecasterFile();
    String wanted = Provenance.of(validation, experiment.ticker(), experiment.seed()).dataSha256();
    if (Files.exists(file)) {
      Forecaster saved = Forecaster.load(file);
      if (saved.provenance().dataSha256().equals(wanted)) {
        return saved;
      }
    }
    MultiLayerNetwork network = PriceLstm.network(matrix.features(), experiment.seed());
    Trainer.of(network, windows.within(split.train()), validation)
        .epochs(experiment.epochs())
        .seed(experiment.seed())
        .fit();
    Forecaster trained = Forecaster.of(network, validation, experiment.ticker(), experiment.seed());
    trained.save(file);
    return trained;
  }
}
