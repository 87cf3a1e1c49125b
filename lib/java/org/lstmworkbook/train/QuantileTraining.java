package org.lstmworkbook.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.engine.fastlstm.NonFiniteValueException;
import org.lstmworkbook.engine.fastlstm.TrainingStep;
import org.lstmworkbook.model.QuantileForecaster;
import org.lstmworkbook.model.TrainingSettings;
import org.lstmworkbook.prepare.ReturnPaths;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains the network of a {@link QuantileForecaster} on the pinball loss, stops early by the
 * validation days, and calibrates the intervals there. Same settings and rows: same bits.
 */
public final class QuantileTraining {

  private final ReturnPaths train;
  private final ReturnPaths validation;
  private final double deviation;
  private final TrainingSettings settings;
  private final List<Double> losses = new ArrayList<>();

  private QuantileTraining(Windows train, Windows validation, TrainingSettings settings) {
    this.deviation = ReturnPaths.deviation(train);
    this.train = ReturnPaths.of(train, QuantileForecaster.DAYS, deviation);
    this.validation = ReturnPaths.of(validation, QuantileForecaster.DAYS, deviation);
    this.settings = settings;
  }

  /**
   * A training with the settings of the network that forecasts the price itself.
   *
   * @param train scaled windows whose target is the daily log return
   * @param validation the same of the validation part
   */
  public static QuantileTraining of(Windows train, Windows validation, TrainingSettings settings) {
    return new QuantileTraining(train, validation, settings);
  }

  /**
   * Trains from the beginning.
   *
   * @throws TrainingInterruptedException if the thread was interrupted
   * @throws TrainingDivergedException if a loss is no number
   */
  public QuantileForecaster fit() {
    losses.clear();
    MultiLayerNetwork network =
        settings.quantileNetwork(
            train.windows().matrix().features(), train.days(), QuantileForecaster.QUANTILES);
    TrainingStep step = new TrainingStep(network);
    DataSet scored = all(validation);
    INDArray best = network.params().dup();
    double least = Double.POSITIVE_INFINITY;
    int bestEpoch = 0;
    for (int epoch = 1;
        epoch <= settings.epochs() && epoch - bestEpoch <= settings.patience();
        epoch++) {
      epoch(step, epoch);
      double loss = network.score(scored, false);
      losses.add(loss);
      if (loss < least) {
        least = loss;
        bestEpoch = epoch;
        best = network.params().dup();
      }
    }
    network.setParams(best);
    return QuantileForecaster.of(network, validation, deviation);
  }

  private void epoch(TrainingStep step, int epoch) {
    int[] order = shuffled(epoch);
    for (int from = 0; from < order.length; from += settings.batchSize()) {
      if (Thread.interrupted()) {
        throw new TrainingInterruptedException(
            "The training of the quantile network was interrupted in epoch %d. Nothing of it is kept."
                .formatted(epoch));
      }
      int to = Math.min(from + settings.batchSize(), order.length);
      Windows.Batch pairs = train.gather(Arrays.copyOfRange(order, from, to));
      try {
        step.fit(pairs.inputs(), pairs.targets());
      } catch (NonFiniteValueException e) {
        throw new TrainingDivergedException(
            e.getMessage() + " This was epoch %d of the quantile network.".formatted(epoch));
      }
    }
  }

  /** The order of the windows in an epoch; also seeds ND4J's generator, which draws the dropout. */
  private int[] shuffled(int epoch) {
    int[] seed = {(int) settings.seed(), (int) (settings.seed() >>> Integer.SIZE), epoch};
    RandomGenerator random = new Well19937c(seed);
    Nd4j.getRandom().setSeed(random.nextLong());
    int[] order = IntStream.range(0, train.size()).toArray();
    MathArrays.shuffle(order, random);
    return order;
  }

  private static DataSet all(ReturnPaths paths) {
    Windows.Batch pairs = paths.gather(IntStream.range(0, paths.size()).toArray());
    return new DataSet(pairs.inputs(), pairs.targets());
  }

  /** The validation days' pinball loss after each epoch of the last {@link #fit}. */
  public double[] losses() {
    return losses.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
