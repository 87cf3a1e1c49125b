package org.lstmworkbook.lab.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.evaluate.Metrics;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

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
  public Map<String, Object> run(Path checkpoint, JobProgress progress) {
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
    var regression = new OLSMultipleLinearRegression();
    regression.newSampleData(training.targets(), training.inputs());
    double[] weights = regression.estimateRegressionParameters();
    return rows -> Arrays.stream(rows).mapToDouble(row -> weighted(weights, row)).toArray();
  }

  private static double weighted(double[] weights, double[] row) {
    double sum = weights[0];
    for (int k = 0; k < row.length; k++) {
      sum += weights[k + 1] * row[k];
    }
    return sum;
  }

  private Function<double[][], double[]> network(NoisySeries training, JobProgress progress) {
    Cell cell = model.equals("RNN") ? Cell.RNN : Cell.LSTM_BIAS_1;
    var definition =
        Cell.learning(LEARNING_RATE, seed)
            .list()
            .layer(new LastTimeStep(cell.layer(1, HIDDEN)))
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(HIDDEN)
                    .nOut(1)
                    .activation(Activation.IDENTITY)
                    .build())
            .build();
    MultiLayerNetwork network = cell.network(definition, NoisySeries.WINDOW, seed);
    INDArray inputs = sequences(training.inputs());
    INDArray targets = Nd4j.createFromArray(training.targets()).castTo(DataType.FLOAT);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      JobStoppedException.check();
      for (int from = 0; from < WINDOWS; from += BATCH) {
        var rows = NDArrayIndex.interval(from, from + BATCH);
        network.fit(inputs.get(rows).dup(), targets.get(rows).dup().reshape(BATCH, 1));
      }
      progress.at((long) epoch * WINDOWS, (long) epochs * WINDOWS, "loss " + network.score());
    }
    return rows -> network.output(sequences(rows)).data().asDouble();
  }

  /** [windows, 1, time] */
  private static INDArray sequences(double[][] rows) {
    return Nd4j.createFromArray(rows)
        .castTo(DataType.FLOAT)
        .reshape(rows.length, 1, rows[0].length);
  }
}
