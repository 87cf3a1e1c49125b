package org.lstmworkbook.lab.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.evaluate.LeastSquares;
import org.lstmworkbook.evaluate.Metrics;
import org.lstmworkbook.train.Batches;
import org.lstmworkbook.train.History;
import org.lstmworkbook.train.TrainingListener;
import org.lstmworkbook.train.TrainingLoop;

/**
 * How far does a forecast go wrong when its inputs are disturbed? One model, trained on inputs with
 * a little noise or much, then tested under noise and outliers of several sizes. The error is
 * always measured against the clean next value. A short job: it keeps no checkpoint.
 *
 * @param model {@code linear}, {@code RNN} or {@code LSTM}
 * @param trainingNoise standard deviation of the noise on the training inputs
 */
record NoiseJob(String model, double trainingNoise, int epochs, long seed) implements Job {

  private static final int WINDOWS = 1000;
  private static final int HIDDEN = 16;
  private static final int BATCH = 100;
  private static final double LEARNING_RATE = 0.01;
  private static final double[] NOISE = {0, 0.1, 0.2, 0.3, 0.4, 0.5};
  private static final double[] OUTLIERS = {0.02, 0.05, 0.1, 0.2};

  /** Three models, trained with hardly any noise and with much, five seeds each. */
  static List<Job> all() {
    return jobs(60, 5);
  }

  /** Few epochs, one seed: to see it run. */
  static List<Job> small() {
    return jobs(3, 1);
  }

  private static List<Job> jobs(int epochs, int seeds) {
    List<Job> jobs = new ArrayList<>();
    for (String model : List.of("linear", "RNN", "LSTM")) {
      for (double noise : new double[] {0.01, 0.3}) {
        for (long seed = 1; seed <= seeds; seed++) {
          jobs.add(new NoiseJob(model, noise, epochs, seed));
        }
      }
    }
    return jobs;
  }

  @Override
  public String name() {
    return "%s, training noise %s, seed %d".formatted(model, trainingNoise, seed);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("model", model);
    settings.put("training_noise", trainingNoise);
    settings.put("seed", seed);
    settings.put("epochs", epochs);
    settings.put("hidden", HIDDEN);
    settings.put("batch", BATCH);
    settings.put("learning_rate", LEARNING_RATE);
    return settings;
  }

  @Override
  public Map<String, Object> run(Path checkpoint, Progress progress) {
    var training = NoisySeries.clean(0, WINDOWS).noisy(trainingNoise, new SplittableRandom(seed));
    Function<double[][], double[]> forecast =
        model.equals("linear") ? linear(training) : network(training, progress);
    NoisySeries test = NoisySeries.clean(2000, 2400);
    Map<String, Object> result = new LinkedHashMap<>();
    for (double size : NOISE) {
      result.put("noise_" + size, error(forecast, test.noisy(size, new SplittableRandom(-seed))));
    }
    for (double share : OUTLIERS) {
      var wild = test.withOutliers(share, new SplittableRandom(-seed));
      result.put("outliers_" + share, error(forecast, wild));
    }
    return result;
  }

  private static double error(Function<double[][], double[]> forecast, NoisySeries disturbed) {
    double rmse = Metrics.rmse(disturbed.targets(), forecast.apply(disturbed.inputs()));
    return Math.round(1e6 * rmse) / 1e6;
  }

  private static Function<double[][], double[]> linear(NoisySeries training) {
    LeastSquares fitted = LeastSquares.fit(training.inputs(), training.targets());
    return rows -> Arrays.stream(rows).mapToDouble(row -> fitted.forecast(0, row)).toArray();
  }

  private Function<double[][], double[]> network(NoisySeries training, Progress progress) {
    Architecture architecture = model.equals("RNN") ? Architecture.RNN : Architecture.LSTM_BIAS_1;
    MultiLayerNetwork network =
        architecture.network(1, HIDDEN, LEARNING_RATE, NoisySeries.WINDOW, seed);
    int[] inOrder = IntStream.range(0, WINDOWS).toArray();
    var listener =
        new TrainingListener() {
          @Override
          public void epochEnded(History soFar) {
            progress.at(
                (long) soFar.epochs().size() * WINDOWS,
                (long) epochs * WINDOWS,
                "loss " + network.score());
          }
        };
    TrainingLoop.of(network, Batches.ordered(training, BATCH, epoch -> inOrder), epochs)
        .listener(listener)
        .run();
    return rows -> network.output(NoisySeries.sequences(rows)).data().asDouble();
  }
}
