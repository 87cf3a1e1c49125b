package org.lstmworkbook.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.lstmworkbook.evaluate.Metrics;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.model.TrainingSettings;
import org.lstmworkbook.prepare.Windows;

/**
 * Step 9: trains a network. Each epoch goes once over all training windows, in mini-batches and in
 * a new order, then scores both parts. When the validation loss has not improved for {@code
 * patience} epochs, the training stops, and the network keeps the weights of its best epoch.
 *
 * <p>The training windows are shuffled, though time is not: the days <em>within</em> a window stay
 * in order, and which window is learned first does not tell any of them its future.
 *
 * <p>Same seed, same data, same initial weights: same bits (on the CPU), also when the training was
 * interrupted and continued from its checkpoint.
 *
 * <p>The stop button of a notebook interrupts the thread; the training then ends before its next
 * mini-batch. Both Java kernels report the cell as interrupted at that moment and drop the
 * exception, so the listener is told the reason too.
 */
public final class Trainer {

  /** In log return: 1 % of the price. */
  private static final double TOLERANCE = 0.01;

  private final MultiLayerNetwork network;
  private final Windows train;
  private final Windows validation;
  private int epochs = 40;
  private int batchSize = 64;
  private int patience = 8;
  private long seed = 42;
  private Path checkpoint;
  private Path continueFrom;
  private TrainingListener listener = new TrainingListener() {};

  private Trainer(MultiLayerNetwork network, Windows train, Windows validation) {
    this.network = network;
    this.train = train;
    this.validation = validation;
  }

  /**
   * A training with 40 epochs at most, batches of 64, patience 8, seed 42.
   *
   * @throws UserException if the windows do not have as many features as the network reads
   */
  public static Trainer of(MultiLayerNetwork network, Windows train, Windows validation) {
    PriceLstm.refuseOtherInput(network, train);
    PriceLstm.refuseOtherInput(network, validation);
    return new Trainer(network, train, validation);
  }

  /** The most epochs, counted from the first of all, at least 1. */
  public Trainer epochs(int maximum) {
    epochs = atLeastOne("epochs", maximum);
    return this;
  }

  /** Windows in a mini-batch, at least 1; the last one of an epoch may be smaller. */
  public Trainer batchSize(int windows) {
    batchSize = atLeastOne("batch size", windows);
    return this;
  }

  /** Epochs without a better validation loss before the training stops, at least 1. */
  public Trainer patience(int epochsWithoutGain) {
    patience = atLeastOne("patience", epochsWithoutGain);
    return this;
  }

  /** Decides the order of the windows and the dropout; not the initial weights. */
  public Trainer seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** A file to save the training to after each epoch; none by default. */
  public Trainer checkpoint(Path file) {
    checkpoint = file;
    return this;
  }

  /** A checkpoint of the same training, to go on after its last epoch. */
  public Trainer continueFrom(Path file) {
    continueFrom = file;
    return this;
  }

  /** A listener that is told how it goes. */
  public Trainer listener(TrainingListener listener) {
    this.listener = listener;
    return this;
  }

  /** What this training is set to, for whoever repeats it. */
  public TrainingSettings settings() {
    return TrainingSettings.of(network, validation, epochs, patience, batchSize, seed);
  }

  /**
   * Trains, and leaves the best weights in the network. The scores of an epoch are its
   *
   * <ul>
   *   <li>{@code loss}: mean squared error of the scaled target
   *   <li>{@code accuracy}: share of days whose direction, the sign of the return, was forecast
   *       right; days without a move do not count
   *   <li>{@code within}: share of windows whose forecast missed by at most 0.01, in the target's
   *       own unit: in log return, 1 % of the price
   * </ul>
   *
   * @throws TrainingInterruptedException if the thread was interrupted; the network then holds the
   *     best weights so far
   * @throws TrainingDivergedException if a loss is NaN or infinite; the network then holds the best
   *     weights so far
   * @throws org.lstmworkbook.engine.files.SavedFileException if the checkpoint cannot be saved, or
   *     the one to continue from cannot be used
   */
  public History fit() {
    // One training at a time: a stopped cell may still be in its last mini-batch when the next cell
    // trains the same network.
    synchronized (network) {
      return TrainingLoop.of(network, Batches.shuffled(train, batchSize, seed), epochs)
          .scores(
              () -> scores(network, train, TOLERANCE), () -> scores(network, validation, TOLERANCE))
          .earlyStopping(patience)
          .checkpoint(checkpoint, TrainingState.identity(network, train, batchSize, seed))
          .continueFrom(continueFrom)
          .listener(listener)
          .run();
    }
  }

  /**
   * How a network does on a part, dropout off.
   *
   * @param tolerance the largest error that counts as within, in the target's own unit
   */
  static Map<String, Double> scores(MultiLayerNetwork network, Windows windows, double tolerance) {
    double[] forecast = Forecaster.predict(network, windows);
    double[] actual = windows.unscaledTargets();
    double unit = windows.unscale(1) - windows.unscale(0);
    double squares = 0;
    int within = 0;
    for (int i = 0; i < actual.length; i++) {
      double error = actual[i] - forecast[i];
      squares += error / unit * (error / unit);
      within += Math.abs(error) <= tolerance ? 1 : 0;
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put(History.LOSS, squares / actual.length);
    if (Double.isFinite(squares)) {
      double[] noMove = new double[actual.length];
      scores.put("accuracy", Metrics.directionAccuracy(noMove, actual, forecast).share());
      scores.put("within", (double) within / actual.length);
    }
    return scores;
  }

  static int atLeastOne(String what, int value) {
    if (value < 1) {
      throw new UserException("The %s must be at least 1, but was %d.".formatted(what, value));
    }
    return value;
  }
}
