package org.lstmworkbook.lab.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What does truncated back-propagation through time save, and what does it lose? An LSTM learns the
 * adding problem, and the error of its answer walks only k steps back. The whole sequence is read,
 * and there is one update for each mini-batch whatever k is: only the length of the way back
 * differs. The marked numbers lie in the first half of a sequence.
 *
 * @param length the shortest sequence, T; the longest has 1.1·T steps
 * @param k steps back; 1.1·T or more is the whole way
 * @param budget the most training sequences
 */
record TruncationJob(int length, int k, int budget, long seed) implements Job {

  /** Sequences of 100 to 110 steps, six values of k, five seeds each. */
  static List<Job> all() {
    List<Job> jobs = new ArrayList<>();
    for (int k : new int[] {10, 25, 50, 75, 100, 110}) {
      for (long seed = 1; seed <= 5; seed++) {
        jobs.add(new TruncationJob(100, k, 48_000, seed));
      }
    }
    return jobs;
  }

  /** Ten steps, one seed: to see it run. */
  static List<Job> small() {
    return List.of(new TruncationJob(10, 2, 3_200, 1), new TruncationJob(10, 11, 3_200, 1));
  }

  @Override
  public String name() {
    return "length %d, k %d, seed %d".formatted(length, k, seed);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("length", length);
    settings.put("k", k);
    AddingTraining.putSettings(settings, budget, seed);
    return settings;
  }

  @Override
  public Map<String, Object> run(Path checkpoint, Progress progress) {
    MultiLayerNetwork network =
        Architecture.LSTM.network(
            2, AddingTraining.HIDDEN, AddingTraining.LEARNING_RATE, length, seed);
    TruncatedLastStep.install(network, k);
    AddingTraining.Result training =
        new AddingTraining(length)
            .run(network, budget, seed, name() + settings(), checkpoint, progress);
    Map<String, Object> result = training.columns();
    result.put("milliseconds_per_batch", Math.round(1e2 * training.milliseconds()) / 1e2);
    return result;
  }
}
