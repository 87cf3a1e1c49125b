package org.lstmworkbook.evaluate;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gradient-boosted regression trees by XGBoost (Chen and Guestrin 2016): many small trees, each
 * fitted to what the trees before it left over. The strong non-linear peer of a network: no
 * sequence, no gates, minutes of tuning less.
 *
 * @param name for the scoreboard
 * @param inputs what it sees
 * @param trees number of trees
 * @param depth splits from a tree's root to a leaf
 * @param learningRate share of each tree's answer that is added
 */
public record GradientBoosting(
    String name, Inputs inputs, int trees, int depth, double learningRate)
    implements ForecastMethod {

  static {
    // XGBoost needs OpenMP's library, which a bare machine lacks; ND4J's libraries bring one.
    Nd4j.create(1);
  }

  /**
   * A cautious setting for a few thousand noisy days: 150 trees of depth 3, learning rate 0.03, at
   * least 40 days in each leaf.
   */
  public static GradientBoosting of(String name, Inputs inputs) {
    return new GradientBoosting(name, inputs, 150, 3, 0.03);
  }

  @Override
  public Fitted fit(Series past, int horizon) {
    Inputs.Examples examples = inputs.examples(name, past, horizon);
    try {
      Booster booster = train(examples);
      return known -> predict(booster, inputs.row().apply(known));
    } catch (XGBoostError e) {
      throw new IllegalStateException(name + " could not be trained: " + e.getMessage(), e);
    }
  }

  private Booster train(Inputs.Examples examples) throws XGBoostError {
    DMatrix data = matrix(examples.rows());
    try {
      data.setLabel(Floats.toArray(Doubles.asList(examples.targets())));
      return XGBoost.train(data, settings(), trees, Map.of(), null, null);
    } finally {
      data.dispose();
    }
  }

  /** One thread: the walk-forward runs several fits at once, and the sums keep one order. */
  private Map<String, Object> settings() {
    return Map.ofEntries(
        Map.entry("objective", "reg:squarederror"),
        Map.entry("max_depth", depth),
        Map.entry("eta", learningRate),
        Map.entry("min_child_weight", 40),
        Map.entry("nthread", 1),
        Map.entry("verbosity", 0));
  }

  private double predict(Booster booster, double[] row) {
    try {
      DMatrix data = matrix(new double[][] {row});
      try {
        return booster.predict(data)[0][0];
      } finally {
        data.dispose();
      }
    } catch (XGBoostError e) {
      throw new IllegalStateException(name + " could not forecast: " + e.getMessage(), e);
    }
  }

  private static DMatrix matrix(double[][] rows) throws XGBoostError {
    int width = rows[0].length;
    float[] flat = new float[rows.length * width];
    IntStream.range(0, flat.length).forEach(k -> flat[k] = (float) rows[k / width][k % width]);
    return new DMatrix(flat, rows.length, width, Float.NaN);
  }
}
