package org.lstmworkbook.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.model.QuantileForecaster;
import org.lstmworkbook.model.TrainingSettings;
import org.lstmworkbook.prepare.CumulativeReturns;
import org.lstmworkbook.prepare.Examples;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains the network of a {@link QuantileForecaster} on the pinball loss, stops early by the
 * validation days, and calibrates the intervals there. Same settings and rows: same bits.
 */
public final class QuantileTraining {

  private final CumulativeReturns train;
  private final CumulativeReturns validation;
  private final double deviation;
  private final TrainingSettings settings;
  private Path checkpoint;
  private Path continueFrom;
  private TrainingListener listener = new TrainingListener() {};
  private History history;

  private QuantileTraining(Windows train, Windows validation, TrainingSettings settings) {
    this.deviation = CumulativeReturns.deviation(train);
    this.train = CumulativeReturns.of(train, QuantileForecaster.DAYS, deviation);
    this.validation = CumulativeReturns.of(validation, QuantileForecaster.DAYS, deviation);
    this.settings = settings;
  }

  /**
   * A training with the settings of the network that forecasts the price itself.
   *
   * @param train scaled windows that hold the daily log return
   * @param validation the same of the validation part
   */
  public static QuantileTraining of(Windows train, Windows validation, TrainingSettings settings) {
    return new QuantileTraining(train, validation, settings);
  }

  /** A file to save the training to after each epoch; none by default. */
  public QuantileTraining checkpoint(Path file) {
    checkpoint = file;
    return this;
  }

  /** A checkpoint of the same training, to go on after its last epoch. */
  public QuantileTraining continueFrom(Path file) {
    continueFrom = file;
    return this;
  }

  /** A listener that is told how it goes. */
  public QuantileTraining listener(TrainingListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Trains from the beginning, or from the checkpoint.
   *
   * @throws TrainingInterruptedException if the thread was interrupted
   * @throws TrainingDivergedException if a loss is no number
   * @throws org.lstmworkbook.engine.files.SavedFileException if the checkpoint cannot be saved, or
   *     the one to continue from cannot be used
   */
  public QuantileForecaster fit() {
    Windows windows = train.windows();
    int batchSize = settings.batchSize();
    MultiLayerNetwork network =
        settings.quantileNetwork(
            windows.matrix().features(), train.days(), QuantileForecaster.QUANTILES);
    DataSet learned = all(train);
    DataSet held = all(validation);
    history =
        TrainingLoop.of(
                network, Batches.shuffled(train, batchSize, settings.seed()), settings.epochs())
            .scores(() -> scores(network, learned), () -> scores(network, held))
            .earlyStopping(settings.patience())
            .named("quantile network")
            .checkpoint(
                checkpoint, TrainingState.identity(network, windows, batchSize, settings.seed()))
            .continueFrom(continueFrom)
            .listener(listener)
            .run();
    return QuantileForecaster.of(network, validation, deviation);
  }

  private static DataSet all(CumulativeReturns returns) {
    Examples.Batch pairs = returns.gather(IntStream.range(0, returns.size()).toArray());
    return new DataSet(pairs.inputs(), pairs.targets());
  }

  private static Map<String, Double> scores(MultiLayerNetwork network, DataSet part) {
    return Map.of(History.LOSS, network.score(part, false));
  }

  /**
   * The epochs of the last {@link #fit}; their one score is {@code loss}, the mean pinball loss, in
   * units of the network.
   */
  public History history() {
    return history;
  }
}
