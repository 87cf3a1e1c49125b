package org.lstmworkbook.lab.experiments;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.gates.MemoryTask;
import org.lstmworkbook.model.Archive;
import org.lstmworkbook.model.NetworkState;
import org.lstmworkbook.model.SavedFileException;

/**
 * Trains a network on a memory task in rounds, until it has solved the task or a budget of
 * sequences is spent. Each round is saved. No random generator is stored: each round seeds its own
 * from the seed and its number, so a round is the same whether or not the job was stopped before
 * it.
 */
final class RoundTraining {

  private static final String KIND = "job";
  private static final double NANOS = 1e9;

  /**
   * How to train.
   *
   * @param batch sequences in a mini-batch
   * @param batches mini-batches in a round
   * @param budget the most sequences
   * @param seed of the sequences
   */
  record Plan(int batch, int batches, int budget, long seed) {

    int sequencesPerRound() {
      return batch * batches;
    }
  }

  /** What is saved beside the weights: whose it is, and how far it is. */
  private record Saved(String job, int rounds, int steps, int wrong, double seconds) {}

  private final MultiLayerNetwork network;
  private final MemoryTask task;
  private final Plan plan;
  private final ToIntFunction<MultiLayerNetwork> wrong;
  private final int allowed;
  private int rounds;
  private int wrongNow = Integer.MAX_VALUE;
  private double seconds;

  /**
   * Prepares a training.
   *
   * @param wrong how many answers of the network are wrong, asked after each round
   * @param allowed with so many wrong the task is solved
   */
  RoundTraining(
      MultiLayerNetwork network,
      MemoryTask task,
      Plan plan,
      ToIntFunction<MultiLayerNetwork> wrong,
      int allowed) {
    this.network = network;
    this.task = task;
    this.plan = plan;
    this.wrong = wrong;
    this.allowed = allowed;
  }

  /**
   * Trains, from the checkpoint on if there is one of the same job.
   *
   * @param job says whose checkpoint it is: name and settings
   * @throws JobStoppedException if the thread is interrupted; the rounds so far are saved
   */
  void run(String job, Path checkpoint, JobProgress progress) {
    restore(job, checkpoint);
    while (!solved() && sequences() < plan.budget) {
      long start = processorNanos();
      var random = new SplittableRandom(1_000_003 * plan.seed + rounds);
      for (int batch = 0; batch < plan.batches; batch++) {
        JobStoppedException.check();
        network.fit(task.batch(plan.batch, random));
      }
      rounds++;
      seconds += (processorNanos() - start) / NANOS;
      wrongNow = wrong.applyAsInt(network);
      save(job, checkpoint);
      progress.at(sequences(), plan.budget, wrongNow + " wrong");
    }
  }

  boolean solved() {
    return wrongNow <= allowed;
  }

  /** Training sequences so far. */
  int sequences() {
    return rounds * plan.sequencesPerRound();
  }

  /** Wrong answers after the last round. */
  int wrong() {
    return wrongNow;
  }

  /**
   * Processor time spent on training, without the counting of wrong answers: other programs do not
   * change it much.
   */
  double seconds() {
    return seconds;
  }

  /** Of this thread, which does all of the computing. */
  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void save(String job, Path checkpoint) {
    Map<String, byte[]> entries = new TreeMap<>();
    NetworkState.put(network, entries);
    var saved = new Saved(job, rounds, network.getIterationCount(), wrongNow, seconds);
    Archive.save(checkpoint, KIND, saved, entries);
  }

  private void restore(String job, Path checkpoint) {
    if (!Files.exists(checkpoint)) {
      return;
    }
    try {
      Archive archive = Archive.load(checkpoint, KIND);
      Saved saved = archive.about(Saved.class);
      if (saved.job.equals(job)) {
        NetworkState.restore(network, archive, saved.steps);
        rounds = saved.rounds;
        wrongNow = saved.wrong;
        seconds = saved.seconds;
      }
    } catch (SavedFileException e) {
      throw new SavedFileException(e.getMessage() + " Or remove it: then the job starts over.", e);
    }
  }
}
