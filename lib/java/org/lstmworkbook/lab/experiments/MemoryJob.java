package org.lstmworkbook.lab.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.gates.AddingProblem;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * How many training sequences does a network need for the adding problem?
 *
 * <p>{@link TestSequences} says when it is solved; that is asked after each 100 mini-batches.
 *
 * @param budget the most training sequences; after them the job counts as not solved
 */
record MemoryJob(Cell cell, int gap, int budget, long seed) implements Job {

  private static final int HIDDEN = 16;
  private static final double LEARNING_RATE = 0.01;
  private static final int BATCH = 32;
  private static final int BATCHES = 100;

  /**
   * LSTM and plain RNN at gaps 100, 500 and 1,000, five seeds each; and at gap 100 the LSTM with
   * the usual bias, to see what its start is worth.
   */
  static List<Job> all() {
    List<Job> jobs = new ArrayList<>();
    add(jobs, Cell.LSTM, 100, 200_000);
    add(jobs, Cell.LSTM, 500, 200_000);
    add(jobs, Cell.LSTM, 1000, 200_000);
    add(jobs, Cell.LSTM_BIAS_1, 100, 160_000);
    add(jobs, Cell.RNN, 100, 160_000);
    // Long gaps take the plain RNN long: it gets somewhat more than the LSTM needed there.
    add(jobs, Cell.RNN, 500, 38_400);
    add(jobs, Cell.RNN, 1000, 38_400);
    return jobs;
  }

  private static void add(List<Job> jobs, Cell cell, int gap, int budget) {
    for (long seed = 1; seed <= 5; seed++) {
      jobs.add(new MemoryJob(cell, gap, budget, seed));
    }
  }

  /** A gap of 10 and 6,400 sequences, one seed: to see it run. */
  static List<Job> small() {
    return Stream.of(Cell.values()).<Job>map(cell -> new MemoryJob(cell, 10, 6_400, 1)).toList();
  }

  @Override
  public String name() {
    return "%s, gap %d, seed %d".formatted(cell.label(), gap, seed);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("cell", cell.label());
    settings.put("gap", gap);
    settings.put("seed", seed);
    settings.put("hidden", HIDDEN);
    settings.put("batch", BATCH);
    settings.put("learning_rate", LEARNING_RATE);
    settings.put("budget", budget);
    return settings;
  }

  @Override
  public Map<String, Object> run(Path checkpoint, JobProgress progress) {
    var task = new AddingProblem(gap);
    var test = new TestSequences(task);
    var training =
        new RoundTraining(
            network(),
            task,
            new RoundTraining.Plan(BATCH, BATCHES, budget, seed),
            test::wrong,
            TestSequences.WRONG_ALLOWED);
    training.run(name() + settings(), checkpoint, progress);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("solved_after", training.solved() ? training.sequences() : null);
    result.put("wrong_of_2560", training.wrong());
    return result;
  }

  private MultiLayerNetwork network() {
    var definition =
        Cell.learning(LEARNING_RATE, seed)
            .list()
            .layer(new LastTimeStep(cell.layer(2, HIDDEN)))
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(HIDDEN)
                    .nOut(1)
                    .activation(Activation.IDENTITY)
                    .build())
            .build();
    return cell.network(definition, gap, seed);
  }
}
