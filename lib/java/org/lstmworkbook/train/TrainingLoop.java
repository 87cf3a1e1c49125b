package org.lstmworkbook.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.engine.fastlstm.NonFiniteValueException;
import org.lstmworkbook.engine.fastlstm.TrainingStep;
import org.lstmworkbook.prepare.Examples;

/**
 * The one training loop: in each epoch the network learns mini-batch after mini-batch, then it is
 * scored, and the training is saved. What differs from training to training is handed in. A loop is
 * run once.
 *
 * <p>Interrupting the thread, as the stop button of a notebook does, ends the training before its
 * next mini-batch.
 */
public final class TrainingLoop {

  private final MultiLayerNetwork network;
  private final Batches batches;
  private final int epochs;
  private final long start = System.nanoTime();
  private Supplier<Map<String, Double>> trainScores = Map::of;
  private Supplier<Map<String, Double>> validationScores = Map::of;
  private Predicate<Map<String, Double>> solved = scores -> false;
  private IntToDoubleFunction learningRate;
  private int patience;
  private String name = "";
  private String identity = "";
  private Path checkpoint;
  private Path lastGood;
  private TrainingListener listener = new TrainingListener() {};
  private TrainingStep step;
  private TrainingState state;
  private int epochsBefore;

  private TrainingLoop(MultiLayerNetwork network, Batches batches, int epochs) {
    this.network = network;
    this.batches = batches;
    this.epochs = epochs;
  }

  /**
   * A loop over all epochs that scores nothing, saves nothing, and leaves the last weights in the
   * network.
   *
   * @param epochs the most epochs, those of a continued training included
   */
  public static TrainingLoop of(MultiLayerNetwork network, Batches batches, int epochs) {
    return new TrainingLoop(network, batches, epochs);
  }

  /**
   * What is measured after each epoch, by name: the figures of a {@link History.Epoch}. One named
   * {@code loss} has to be finite.
   */
  public TrainingLoop scores(
      Supplier<Map<String, Double>> train, Supplier<Map<String, Double>> validation) {
    trainScores = train;
    validationScores = validation;
    return this;
  }

  /**
   * Stops when the validation part's loss has not become better for some epochs, and leaves the
   * weights of the best epoch in the network.
   */
  public TrainingLoop earlyStopping(int epochsWithoutGain) {
    patience = epochsWithoutGain;
    return this;
  }

  /** Stops after the first epoch whose validation scores are good enough. */
  public TrainingLoop until(Predicate<Map<String, Double>> goodEnough) {
    solved = goodEnough;
    return this;
  }

  /** The learning rate of each step; steps are counted from 0 over all epochs. */
  public TrainingLoop learningRate(IntToDoubleFunction schedule) {
    learningRate = schedule;
    return this;
  }

  /** A listener that is told how it goes. */
  public TrainingLoop listener(TrainingListener listener) {
    this.listener = listener;
    return this;
  }

  /** The network's name in messages, if it is not the caller's and so lost with the training. */
  public TrainingLoop named(String networkName) {
    name = networkName;
    return this;
  }

  /**
   * A file to save the training to after each epoch.
   *
   * @param file null for none
   * @param training all that decides the course of the training
   */
  public TrainingLoop checkpoint(Path file, String training) {
    checkpoint = file;
    identity = training;
    return this;
  }

  /**
   * A checkpoint of the same training, to go on after its last epoch.
   *
   * @param file null for none
   */
  public TrainingLoop continueFrom(Path file) {
    lastGood = file;
    return this;
  }

  /**
   * The epochs that a checkpoint holds, to be continued from there.
   *
   * @param training as in {@link #checkpoint}
   * @return nothing if the file is of another training
   * @throws org.lstmworkbook.engine.files.SavedFileException if the file is missing or no
   *     checkpoint
   */
  public static Optional<History> historyOf(Path file, String training) {
    return TrainingState.historyOf(file, training);
  }

  /**
   * Trains.
   *
   * @throws TrainingInterruptedException if the thread was interrupted
   * @throws TrainingDivergedException if a loss is NaN or infinite
   * @throws org.lstmworkbook.engine.files.SavedFileException if the checkpoint cannot be saved, or
   *     the one to continue from cannot be used
   */
  public History run() {
    step = new TrainingStep(network);
    state = new TrainingState(network, identity, patience > 0);
    if (lastGood != null) {
      state.load(lastGood);
    }
    epochsBefore = state.history().epochs().size();
    while (!finished()) {
      epoch(state.history().epochs().size() + 1);
      if (checkpoint != null) {
        state.save(checkpoint);
        lastGood = checkpoint;
      }
      listener.epochEnded(state.history());
    }
    state.useBest();
    listener.trainingEnded(state.history());
    return state.history();
  }

  private boolean finished() {
    History history = state.history();
    int done = history.epochs().size();
    return done >= epochs
        || (patience > 0 && done - history.bestEpoch() >= patience)
        || (done > 0 && solved.test(history.epochs().get(done - 1).validation()));
  }

  private void epoch(int number) {
    listener.epochStarted(number, epochs);
    long began = System.nanoTime();
    Iterator<Examples.Batch> remaining = batches.epoch().apply(number);
    for (int batch = 1; batch <= batches.count(); batch++) {
      if (Thread.interrupted()) {
        throw new TrainingInterruptedException(
            stop("Training was interrupted in %s.".formatted(place(number, batch)), number));
      }
      double loss = learn(remaining, number, batch);
      requireFinite(loss, number, batch);
      listener.batchEnded(progress(number, batch, loss));
    }
    var scored =
        new History.Epoch(
            number, trainScores.get(), validationScores.get(), (System.nanoTime() - began) / 1e9);
    requireFinite(scored.train().getOrDefault(History.LOSS, 0.0), number, batches.count());
    requireFinite(scored.validation().getOrDefault(History.LOSS, 0.0), number, batches.count());
    state.add(scored);
  }

  /** Learns the next mini-batch and returns its loss. */
  private double learn(Iterator<Examples.Batch> remaining, int epoch, int batch) {
    if (learningRate != null) {
      int steps = (epoch - 1) * batches.count() + batch - 1;
      network.setLearningRate(learningRate.applyAsDouble(steps));
    }
    Examples.Batch pairs = remaining.next();
    try {
      step.fit(pairs.inputs(), pairs.targets());
    } catch (NonFiniteValueException e) {
      String what = "%s This was %s.".formatted(e.getMessage(), place(epoch, batch));
      throw new TrainingDivergedException(stop(what, epoch));
    }
    return network.score();
  }

  private Progress progress(int epoch, int batch, double loss) {
    long elapsed = System.nanoTime() - start;
    long done = (long) (epoch - 1 - epochsBefore) * batches.count() + batch;
    long todo = (long) (epochs - epoch + 1) * batches.count() - batch;
    return new Progress(
        epoch,
        epochs,
        batch,
        batches.count(),
        loss,
        Duration.ofNanos(elapsed),
        Duration.ofNanos((long) ((double) elapsed / done * todo)));
  }

  private void requireFinite(double loss, int epoch, int batch) {
    if (!Double.isFinite(loss)) {
      String what =
          "The loss became %s in %s: a smaller learning rate may help."
              .formatted(loss, place(epoch, batch));
      throw new TrainingDivergedException(stop(what, epoch));
    }
  }

  private String place(int epoch, int batch) {
    return "epoch %d, batch %d of %d%s"
        .formatted(epoch, batch, batches.count(), name.isEmpty() ? "" : " of the " + name);
  }

  /** Puts the best weights back, and says to the listener and the caller what is kept. */
  private String stop(String what, int epoch) {
    state.useBest();
    String kept =
        patience == 0 || !name.isEmpty()
            ? ""
            : epoch == 1
                ? " No epoch was finished; the network is as it was before."
                : " The network holds the best weights so far, those of epoch %d."
                    .formatted(state.history().bestEpoch());
    String goOn =
        lastGood == null
            ? " There is no checkpoint to go on from."
            : " %s holds all %d finished epochs: continueFrom that file and fit again to go on."
                .formatted(lastGood, epoch - 1);
    String reason = what + kept + goOn;
    listener.trainingStopped(reason);
    return reason;
  }
}
