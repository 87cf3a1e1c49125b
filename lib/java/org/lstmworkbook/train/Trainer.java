package org.lstmworkbook.train;

import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
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

  final MultiLayerNetwork network;
  final Windows train;
  final Windows validation;
  int epochs = 40;
  int batchSize = 64;
  int patience = 8;
  long seed = 42;
  double tolerance = 0.01;
  Path checkpoint;
  Path continueFrom;
  TrainingListener listener = new TrainingListener() {};

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
  public Trainer epochs(int most) {
    epochs = atLeastOne("epochs", most);
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
  public Trainer seed(long number) {
    seed = number;
    return this;
  }

  /** How far a forecast may miss, in the target's own unit, to count as within; 0.01 by default. */
  public Trainer tolerance(double most) {
    if (!(most > 0)) {
      throw new UserException("The tolerance must be above 0, but was " + most + ".");
    }
    tolerance = most;
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

  /** Whom to tell how it goes. */
  public Trainer listener(TrainingListener whom) {
    listener = whom;
    return this;
  }

  /** What this training is set to, for whoever repeats it. */
  public TrainingSettings settings() {
    return TrainingSettings.of(network, validation, epochs, patience, batchSize, seed);
  }

  /**
   * Trains, and leaves the best weights in the network.
   *
   * @throws TrainingInterruptedException if the thread was interrupted; the network then holds the
   *     best weights so far
   * @throws TrainingDivergedException if a loss is NaN or infinite; the network then holds the best
   *     weights so far
   * @throws org.lstmworkbook.model.SavedFileException if the checkpoint cannot be saved, or the one
   *     to continue from cannot be used
   */
  public History fit() {
    // One training at a time: a stopped cell may still be in its last mini-batch when the next cell
    // trains the same network.
    synchronized (network) {
      return new TrainingRun(this).run();
    }
  }

  static int atLeastOne(String what, int value) {
    if (value < 1) {
      throw new UserException("The %s must be at least 1, but was %d.".formatted(what, value));
    }
    return value;
  }
}
