package org.lstmworkbook.lab.experiments;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.engine.files.SavedFileException;
import org.lstmworkbook.gates.AddingProblem;
import org.lstmworkbook.prepare.Examples;
import org.lstmworkbook.train.Batches;
import org.lstmworkbook.train.History;
import org.lstmworkbook.train.TrainingListener;
import org.lstmworkbook.train.TrainingLoop;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains a network on the adding problem until it is solved or a budget of sequences is spent. An
 * epoch is a round of 100 mini-batches of new sequences.
 *
 * <p>It counts as solved as in experiment 4 of Hochreiter and Schmidhuber (1997): the average
 * training error is below 0.01, and the 2,000 most recent sequences were processed correctly, that
 * is with an absolute error of at most 0.04. The second includes the first, since the squared error
 * of each is then at most 0.0016. A sequence is judged before the network learns from it, so each
 * is new to it. How many of 2,560 others are wrong then is measured, as in the paper, and decides
 * nothing.
 */
final class AddingTraining {

  static final int HIDDEN = 16;
  static final double LEARNING_RATE = 0.01;
  static final int BATCH = 32;

  /** How many sequences have to be right one after the other. */
  private static final int RIGHT_NEEDED = 2000;

  private static final int BATCHES = 100;
  private static final int TEST_SEQUENCES = 2560;
  private static final int TEST_BATCH = 64;
  private static final String WRONG = "wrong";
  private static final String RIGHT_IN_A_ROW = "right_in_a_row";
  private static final String SOLVED_AFTER = "solved_after";
  private static final String SECONDS = "processor_seconds";

  /**
   * What a training came to.
   *
   * @param solvedAfter the number of sequences until the problem was solved; null if it was not
   * @param wrong answers of 2,560, as solved or after the last round
   * @param milliseconds of a mini-batch: those of the training thread, which does all of the
   *     computing, without the counting of wrong answers: other programs do not change it much
   */
  record Result(Integer solvedAfter, int wrong, double milliseconds) {

    /** The result of a job, to which it may add more. */
    Map<String, Object> columns() {
      Map<String, Object> columns = new LinkedHashMap<>();
      columns.put(SOLVED_AFTER, solvedAfter);
      columns.put("wrong_of_" + TEST_SEQUENCES, wrong);
      return columns;
    }
  }

  private final AddingProblem problem;
  private final List<DataSet> test;
  private long roundBegan;
  private int rightInARow;
  private int solvedAfter;
  private INDArray solution;

  /** Adds to a job's own settings those of its training. */
  static void putSettings(Map<String, Object> settings, int budget, long seed) {
    settings.put("seed", seed);
    settings.put("hidden", HIDDEN);
    settings.put("batch", BATCH);
    settings.put("learning_rate", LEARNING_RATE);
    settings.put("budget", budget);
  }

  /** Draws the test sequences: the same for all jobs of a length, and none of any training. */
  AddingTraining(int length) {
    problem = new AddingProblem(length);
    var random = new SplittableRandom(-1);
    test =
        IntStream.range(0, TEST_SEQUENCES / TEST_BATCH)
            .mapToObj(n -> problem.batch(TEST_BATCH, random))
            .toList();
  }

  /**
   * Trains, from the checkpoint on if there is one of the same job.
   *
   * @param budget the most training sequences
   * @param seed the seed of the sequences
   * @param job name and settings, which say whose checkpoint it is
   */
  Result run(
      MultiLayerNetwork network,
      int budget,
      long seed,
      String job,
      Path checkpoint,
      Job.Progress progress) {
    var listener =
        new TrainingListener() {
          @Override
          public void epochStarted(int round, int rounds) {
            roundBegan = processorNanos();
          }

          @Override
          public void epochEnded(History soFar) {
            int sequences = soFar.epochs().size() * BATCH * BATCHES;
            progress.at(sequences, budget, last(soFar).get(WRONG).intValue() + " wrong");
          }
        };
    Optional<History> before = before(job, checkpoint);
    before.ifPresent(history -> rightInARow = last(history).get(RIGHT_IN_A_ROW).intValue());
    var batches = new Batches(BATCHES, round -> sequences(network, seed, round));
    return result(
        TrainingLoop.of(network, batches, (budget - 1) / (BATCH * BATCHES) + 1)
            .scores(
                () -> Map.of(SECONDS, (processorNanos() - roundBegan) / 1e9), () -> scores(network))
            .until(scores -> scores.get(SOLVED_AFTER) > 0)
            .checkpoint(checkpoint, job)
            .continueFrom(before.isPresent() ? checkpoint : null)
            .listener(listener)
            .run());
  }

  private static Optional<History> before(String job, Path checkpoint) {
    try {
      return Files.exists(checkpoint) ? TrainingLoop.historyOf(checkpoint, job) : Optional.empty();
    } catch (SavedFileException e) {
      throw new SavedFileException(e.getMessage() + " Or remove it: then the job starts over.", e);
    }
  }

  private Iterator<Examples.Batch> sequences(MultiLayerNetwork network, long seed, int round) {
    var random = new SplittableRandom(1_000_003 * seed + round - 1);
    return IntStream.rangeClosed(1, BATCHES)
        .mapToObj(
            batch -> {
              DataSet drawn = problem.batch(BATCH, random);
              judge(network, drawn, ((round - 1) * BATCHES + batch) * BATCH);
              return new Examples.Batch(drawn.getFeatures(), drawn.getLabels());
            })
        .iterator();
  }

  /** Takes note of the answers before they are learned, and of the weights that solve it first. */
  private void judge(MultiLayerNetwork network, DataSet batch, int sequences) {
    long began = processorNanos();
    rightInARow = rightInARow(rightInARow, errors(network, batch));
    roundBegan += processorNanos() - began; // the time of a training step is measured without it
    if (solution == null && rightInARow >= RIGHT_NEEDED) {
      solvedAfter = sequences;
      solution = network.params().dup();
    }
  }

  /**
   * How many of the most recent answers are right, up to the last one.
   *
   * @param before how many were before these
   * @param errors of the next answers; NaN is wrong, too
   */
  static int rightInARow(int before, double... errors) {
    int right = before;
    for (double error : errors) {
      right = isRight(error) ? right + 1 : 0;
    }
    return right;
  }

  /**
   * After a round; where the problem was solved within it, the network becomes what it was then.
   */
  private Map<String, Double> scores(MultiLayerNetwork network) {
    if (solution != null) {
      network.setParams(solution);
    }
    double wrong =
        test.stream()
            .flatMapToDouble(batch -> DoubleStream.of(errors(network, batch)))
            .filter(error -> !isRight(error))
            .count();
    return Map.of(
        WRONG, wrong,
        RIGHT_IN_A_ROW, (double) rightInARow,
        SOLVED_AFTER, (double) solvedAfter);
  }

  private static Map<String, Double> last(History history) {
    return history.epochs().get(history.epochs().size() - 1).validation();
  }

  private static Result result(History history) {
    int solvedAfter = last(history).get(SOLVED_AFTER).intValue();
    double seconds = history.epochs().stream().mapToDouble(r -> r.train().get(SECONDS)).sum();
    return new Result(
        solvedAfter == 0 ? null : solvedAfter,
        last(history).get(WRONG).intValue(),
        1e3 * seconds / (history.epochs().size() * BATCHES));
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double[] errors(MultiLayerNetwork network, DataSet batch) {
    INDArray errors = network.output(batch.getFeatures()).subi(batch.getLabels());
    return errors.data().asDouble();
  }

  private static boolean isRight(double error) {
    return Math.abs(error) <= AddingProblem.TOLERANCE;
  }
}
