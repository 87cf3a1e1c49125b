package org.lstmworkbook.lab.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * How many training sequences does a network need for the adding problem?
 *
 * <p>{@link AddingTraining} says when it is solved.
 *
 * @param budget the most training sequences; after them the job counts as not solved
 */
record MemoryJob(Architecture architecture, int gap, int budget, long seed) implements Job {

  /**
   * LSTM and plain RNN at gaps 100, 500 and 1,000, five seeds each; and at gap 100 the LSTM with
   * the usual bias, to see what its start is worth.
   */
  static List<Job> all() {
    List<Job> jobs = new ArrayList<>();
    add(jobs, Architecture.LSTM, 100, 200_000);
    add(jobs, Architecture.LSTM, 500, 200_000);
    add(jobs, Architecture.LSTM, 1000, 200_000);
    add(jobs, Architecture.LSTM_BIAS_1, 100, 160_000);
    add(jobs, Architecture.RNN, 100, 160_000);
    // Long gaps take the plain RNN long: at 500 it gets more than any LSTM needed there, at 1,000
    // somewhat more than their median.
    add(jobs, Architecture.RNN, 500, 51_200);
    add(jobs, Architecture.RNN, 1000, 38_400);
    return jobs;
  }

  private static void add(List<Job> jobs, Architecture architecture, int gap, int budget) {
    for (long seed = 1; seed <= 5; seed++) {
      jobs.add(new MemoryJob(architecture, gap, budget, seed));
    }
  }

  /** A gap of 10 and 6,400 sequences, one seed: to see it run. */
  static List<Job> small() {
    return Stream.of(Architecture.values())
        .<Job>map(each -> new MemoryJob(each, 10, 6_400, 1))
        .toList();
  }

  @Override
  public String name() {
    return "%s, gap %d, seed %d".formatted(architecture.label(), gap, seed);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("cell", architecture.label());
    settings.put("gap", gap);
    AddingTraining.putSettings(settings, budget, seed);
    return settings;
  }

  @Override
  public Map<String, Object> run(Path checkpoint, Progress progress) {
    MultiLayerNetwork network =
        architecture.network(2, AddingTraining.HIDDEN, AddingTraining.LEARNING_RATE, gap, seed);
    AddingTraining.Result training =
        new AddingTraining(gap)
            .run(network, budget, seed, name() + settings(), checkpoint, progress);
    return training.columns();
  }
}
