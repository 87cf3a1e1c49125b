package org.lstmworkbook.lab.experiments;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * <p>It counts as solved as in the 1997 paper: of 2,560 sequences at most 13 have an absolute error
 * above 0.04. A training asks again and again, so it might be believed at a lucky moment. Therefore
 * two sets of sequences: where the first says yes, the second, which was not asked before, must say
 * so too.
 */
final class AddingTraining {

  static final int HIDDEN = 16;
  static final double LEARNING_RATE = 0.01;
  static final int BATCH = 32;

  private static final int BATCHES = 100;
  private static final int TEST_SEQUENCES = 2560;
  private static final int TEST_BATCH = 64;
  private static final int WRONG_ALLOWED = 13;
  private static final String WRONG = "wrong";
  private static final String SECONDS = "processor_seconds";
  private static final double NANOS = 1e9;

  /**
   * What a training came to.
   *
   * @param sequences how many sequences it took
   * @param wrong answers after the last round, of 2,560
   * @param seconds the seconds of the training thread, which does all of the computing, without the
   *     counting of wrong answers: other programs do not change it much
   */
  record Result(int sequences, int wrong, double seconds) {

    /** The number of sequences until the problem was solved; null if it was not. */
    Integer solvedAfter() {
      return wrong <= WRONG_ALLOWED ? sequences : null;
    }
  }

  private final AddingProblem problem;
  private final List<DataSet> asked;
  private final List<DataSet> confirming;
  private long roundBegan;

  /** Draws the test sequences: the same for all jobs of a length, and none of any training. */
  AddingTraining(int length) {
    problem = new AddingProblem(length);
    asked = draw(-1);
    confirming = draw(-2);
  }

  private List<DataSet> draw(long seed) {
    var random = new SplittableRandom(seed);
    return IntStream.range(0, TEST_SEQUENCES / TEST_BATCH)
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
    int perRound = BATCH * BATCHES;
    var listener =
        new TrainingListener() {
          @Override
          public void epochStarted(int round, int rounds) {
            roundBegan = processorNanos();
          }

          @Override
          public void epochEnded(History soFar) {
            Result result = result(soFar);
            progress.at(result.sequences, budget, result.wrong + " wrong");
          }
        };
    var batches = new Batches(BATCHES, round -> sequences(seed, round));
    return result(
        TrainingLoop.of(network, batches, (budget - 1) / perRound + 1)
            .scores(
                () -> Map.of(SECONDS, (processorNanos() - roundBegan) / NANOS),
                () -> Map.of(WRONG, (double) wrong(network)))
            .until(scores -> scores.get(WRONG) <= WRONG_ALLOWED)
            .checkpoint(checkpoint, job)
            .continueFrom(isOf(job, checkpoint) ? checkpoint : null)
            .listener(listener)
            .run());
  }

  private static boolean isOf(String job, Path checkpoint) {
    try {
      return Files.exists(checkpoint) && TrainingLoop.isCheckpointOf(checkpoint, job);
    } catch (SavedFileException e) {
      throw new SavedFileException(e.getMessage() + " Or remove it: then the job starts over.", e);
    }
  }

  private Iterator<Examples.Batch> sequences(long seed, int round) {
    var random = new SplittableRandom(1_000_003 * seed + round - 1);
    return Stream.generate(() -> problem.batch(BATCH, random))
        .map(drawn -> new Examples.Batch(drawn.getFeatures(), drawn.getLabels()))
        .iterator();
  }

  private static Result result(History history) {
    List<History.Epoch> rounds = history.epochs();
    return new Result(
        rounds.size() * BATCH * BATCHES,
        rounds.get(rounds.size() - 1).validation().get(WRONG).intValue(),
        rounds.stream().mapToDouble(round -> round.train().get(SECONDS)).sum());
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** How many answers are wrong; of both sets the larger number, if the first would do. */
  private int wrong(MultiLayerNetwork network) {
    int wrong = wrong(network, asked);
    return wrong > WRONG_ALLOWED ? wrong : Math.max(wrong, wrong(network, confirming));
  }

  private static int wrong(MultiLayerNetwork network, List<DataSet> sequences) {
    int wrong = 0;
    for (DataSet batch : sequences) {
      INDArray error = network.output(batch.getFeatures()).sub(batch.getLabels());
      for (double e : error.data().asDouble()) {
        // Not "above the tolerance": NaN is wrong, too.
        if (!(Math.abs(e) <= AddingProblem.TOLERANCE)) {
          wrong++;
        }
      }
    }
    return wrong;
  }
}
