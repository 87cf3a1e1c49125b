package org.lstmworkbook.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.engine.fastlstm.NonFiniteValueException;
import org.lstmworkbook.engine.fastlstm.TrainingStep;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.factory.Nd4j;

/** One training from its first epoch, or from a checkpoint, to its end. */
final class TrainingRun {

  private static final double NANOS = 1e9;

  private final Trainer trainer;
  private final MultiLayerNetwork network;
  private final TrainingStep step;
  private final TrainingState state;
  private final int batches;
  private final int epochsBefore;
  private final long start = System.nanoTime();
  private Path lastGood;

  TrainingRun(Trainer trainer) {
    this.trainer = trainer;
    this.network = trainer.network;
    this.step = new TrainingStep(network);
    this.batches = (trainer.train.size() + trainer.batchSize - 1) / trainer.batchSize;
    this.state = new TrainingState(network, setup());
    if (trainer.continueFrom != null) {
      state.load(trainer.continueFrom);
      lastGood = trainer.continueFrom;
    }
    this.epochsBefore = state.history().epochs().size();
  }

  History run() {
    while (!finished()) {
      epoch(state.history().epochs().size() + 1);
      if (trainer.checkpoint != null) {
        state.save(trainer.checkpoint);
        lastGood = trainer.checkpoint;
      }
      trainer.listener.epochEnded(state.history());
    }
    state.useBest();
    trainer.listener.trainingEnded(state.history());
    return state.history();
  }

  private boolean finished() {
    int done = state.history().epochs().size();
    return done >= trainer.epochs || done - state.history().bestEpoch() >= trainer.patience;
  }

  private void epoch(int number) {
    trainer.listener.epochStarted(number, trainer.epochs);
    long began = System.nanoTime();
    int[] order = shuffled(number);
    for (int batch = 1; batch <= batches; batch++) {
      if (Thread.interrupted()) {
        String reason =
            stop("Training was interrupted in epoch %d, batch %d of %d.", number, batch);
        throw new TrainingInterruptedException(reason);
      }
      double loss = step(order, number, batch);
      requireFinite(loss, number, batch);
      trainer.listener.batchEnded(progress(number, batch, loss));
    }
    PartScore train = PartScore.of(network, trainer.train, trainer.tolerance);
    PartScore validation = PartScore.of(network, trainer.validation, trainer.tolerance);
    requireFinite(train.loss() + validation.loss(), number, batches);
    state.add(
        new History.Epoch(
            number,
            train.loss(),
            validation.loss(),
            train.accuracy(),
            validation.accuracy(),
            train.within(),
            validation.within(),
            (System.nanoTime() - began) / NANOS));
  }

  /** Learns one mini-batch and returns its loss. */
  private double step(int[] order, int epoch, int batch) {
    int from = (batch - 1) * trainer.batchSize;
    int to = Math.min(from + trainer.batchSize, order.length);
    Windows.Batch pairs = trainer.train.gather(Arrays.copyOfRange(order, from, to));
    try {
      step.fit(pairs.inputs(), pairs.targets());
    } catch (NonFiniteValueException e) {
      String what = e.getMessage().replace("%", "%%") + " This was epoch %d, batch %d of %d.";
      throw new TrainingDivergedException(stop(what, epoch, batch));
    }
    return network.score();
  }

  /** The order of the windows in an epoch; also seeds ND4J's generator, which draws the dropout. */
  private int[] shuffled(int epoch) {
    int[] seed = {(int) trainer.seed, (int) (trainer.seed >>> Integer.SIZE), epoch};
    RandomGenerator random = new Well19937c(seed);
    Nd4j.getRandom().setSeed(random.nextLong());
    int[] order = IntStream.range(0, trainer.train.size()).toArray();
    MathArrays.shuffle(order, random);
    return order;
  }

  private Progress progress(int epoch, int batch, double loss) {
    long elapsed = System.nanoTime() - start;
    long done = (long) (epoch - 1 - epochsBefore) * batches + batch;
    long todo = (long) (trainer.epochs - epoch + 1) * batches - batch;
    return new Progress(
        epoch,
        trainer.epochs,
        batch,
        batches,
        loss,
        Duration.ofNanos(elapsed),
        Duration.ofNanos((long) ((double) elapsed / done * todo)));
  }

  private void requireFinite(double loss, int epoch, int batch) {
    if (!Double.isFinite(loss)) {
      String reason =
          stop(
              "The loss became "
                  + loss
                  + " in epoch %d, batch %d of %d: a smaller learning rate may help.",
              epoch,
              batch);
      throw new TrainingDivergedException(reason);
    }
  }

  /** Puts the best weights back, and says to the listener and the caller what is kept. */
  private String stop(String what, int epoch, int batch) {
    state.useBest();
    String kept =
        epoch == 1
            ? "No epoch was finished; the network is as it was before."
            : "The network holds the best weights so far, those of epoch %d."
                .formatted(state.history().bestEpoch());
    String goOn =
        lastGood == null
            ? "There is no checkpoint to go on from."
            : "%s holds all %d finished epochs: continueFrom that file and fit again to go on."
                .formatted(lastGood, epoch - 1);
    String reason = String.join(" ", what.formatted(epoch, batch, batches), kept, goOn);
    trainer.listener.trainingStopped(reason);
    return reason;
  }

  private TrainingState.Setup setup() {
    MultiLayerConfiguration definition = network.getLayerWiseConfigurations().clone();
    definition.setIterationCount(0);
    definition.setEpochCount(0);
    definition.getConfs().forEach(layer -> layer.setIterationCount(0));
    definition.getConfs().forEach(layer -> layer.setEpochCount(0));
    return new TrainingState.Setup(
        definition.toJson(),
        trainer.train.matrix().sha256(trainer.train.rows()),
        trainer.train.target(),
        trainer.train.length(),
        trainer.train.horizon(),
        trainer.batchSize,
        trainer.seed);
  }
}
