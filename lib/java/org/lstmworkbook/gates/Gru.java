package org.lstmworkbook.gates;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network of gated recurrent units (Cho et al. 2014) on plain arrays, with its own training: DL4J
 * has no such layer. At each step
 *
 * <ul>
 *   <li>z = σ(Wz·[h, x] + bz), the update gate: how much of the old state is kept
 *   <li>r = σ(Wr·[h, x] + br), the reset gate: how much of it the candidate sees
 *   <li>g = tanh(Wg·[r ⊙ h, x] + bg), the candidate
 *   <li>h′ = z ⊙ h + (1 − z) ⊙ g, the new state, and the answer is a weighted sum of it
 * </ul>
 */
public final class Gru {

  private static final int UPDATE = 0;
  private static final int RESET = 1;
  private static final int CANDIDATE = 2;

  private final int inputs;
  private final int hidden;
  private final double[] weights; // rows [h, x, bias] of z, r and g, then those of the answer
  private final double[] mean; // Adam's moments
  private final double[] square;
  private int updates;

  @SuppressWarnings("ArrayRecordComponent") // plain arrays keep the equations readable
  private record Step(
      double[] x, double[] before, double[] z, double[] r, double[] g, double[] after) {}

  /**
   * A network with Xavier's initial weights (uniform, Glorot and Bengio 2010) and biases of 0.
   *
   * @param inputs numbers at a step, at least 1
   * @param hidden length of h, at least 1
   * @param seed the same seed gives the same weights
   * @throws UserException if a size is below 1
   */
  public Gru(int inputs, int hidden, long seed) {
    if (inputs < 1 || hidden < 1) {
      throw new UserException(
          "a GRU needs at least one input and one unit, not %d and %d".formatted(inputs, hidden));
    }
    this.inputs = inputs;
    this.hidden = hidden;
    this.weights = new double[3 * hidden * row() + hidden + 1];
    this.mean = new double[weights.length];
    this.square = new double[weights.length];
    Random random = new Random(seed);
    for (int at = 0; at < weights.length - 1; at++) {
      boolean ofAnswer = at >= answer();
      int fan = ofAnswer ? hidden + 1 : 2 * hidden + inputs;
      boolean bias = !ofAnswer && at % row() == row() - 1;
      weights[at] = bias ? 0 : Math.sqrt(6.0 / fan) * (2 * random.nextDouble() - 1);
    }
  }

  private int row() {
    return hidden + inputs + 1;
  }

  private int answer() {
    return 3 * hidden * row();
  }

  /** How many weights and biases there are. */
  public int numParams() {
    return weights.length;
  }

  double[] weights() {
    return weights;
  }

  /** A copy of the weights of z, r or g, by number from 0: rows of [h, x], and biases. */
  public GateWeights gate(int number) {
    double[][] w = new double[hidden][];
    double[] b = new double[hidden];
    for (int k = 0; k < hidden; k++) {
      int at = (number * hidden + k) * row();
      w[k] = Arrays.copyOfRange(weights, at, at + row() - 1);
      b[k] = weights[at + row() - 1];
    }
    return new GateWeights(w, b);
  }

  /** The state after a step from x [inputs] and the state before it [hidden]. */
  public double[] next(double[] x, double[] before) {
    return step(x, before).after;
  }

  private Step step(double[] x, double[] before) {
    double[] z = LstmCell.sigmoid(sums(UPDATE, before, x));
    double[] r = LstmCell.sigmoid(sums(RESET, before, x));
    double[] seen = new double[hidden];
    Arrays.setAll(seen, k -> r[k] * before[k]);
    double[] g = LstmCell.tanh(sums(CANDIDATE, seen, x));
    double[] after = new double[hidden];
    Arrays.setAll(after, k -> z[k] * before[k] + (1 - z[k]) * g[k]);
    return new Step(x, before, z, r, g, after);
  }

  private double[] sums(int gate, double[] h, double[] x) {
    double[] sums = new double[hidden];
    for (int k = 0; k < hidden; k++) {
      int at = (gate * hidden + k) * row();
      double sum = weights[at + row() - 1];
      for (int j = 0; j < hidden; j++) {
        sum += weights[at + j] * h[j];
      }
      for (int i = 0; i < inputs; i++) {
        sum += weights[at + hidden + i] * x[i];
      }
      sums[k] = sum;
    }
    return sums;
  }

  private double answer(double[] h) {
    double sum = weights[answer() + hidden];
    for (int k = 0; k < hidden; k++) {
      sum += weights[answer() + k] * h[k];
    }
    return sum;
  }

  /**
   * The answer at each step, from a state of zeros.
   *
   * @param features [batch, inputs, time]
   * @return [batch, 1, time]
   */
  public INDArray output(INDArray features) {
    double[][][] sequences = byTime(features);
    double[][][] answers = new double[sequences.length][1][];
    for (int n = 0; n < sequences.length; n++) {
      double[] h = new double[hidden];
      answers[n][0] = new double[sequences[n].length];
      for (int t = 0; t < sequences[n].length; t++) {
        h = next(sequences[n][t], h);
        answers[n][0][t] = answer(h);
      }
    }
    return Nd4j.createFromArray(answers).castTo(features.dataType());
  }

  /**
   * One update by Adam (Kingma and Ba 2015) on a batch. The loss is half the squared error, summed
   * over the steps of a sequence; its mean over the batch is made smaller.
   *
   * @param batch features [batch, inputs, time] and labels [batch, 1, time]
   * @param rate the learning rate
   */
  public void fit(DataSet batch, double rate) {
    double[][][] x = byTime(batch.getFeatures());
    double[] gradient = new double[weights.length];
    for (int n = 0; n < x.length; n++) {
      addGradient(x[n], batch.getLabels().slice(n).slice(0).toDoubleVector(), gradient);
    }
    updates++;
    double correction = Math.sqrt(1 - Math.pow(0.999, updates)) / (1 - Math.pow(0.9, updates));
    for (int at = 0; at < weights.length; at++) {
      double slope = gradient[at] / x.length;
      mean[at] = 0.9 * mean[at] + 0.1 * slope;
      square[at] = 0.999 * square[at] + 0.001 * slope * slope;
      weights[at] -= rate * correction * mean[at] / (Math.sqrt(square[at]) + 1e-8);
    }
  }

  /**
   * [batch][time][inputs], copied at once: a copy for each sequence would cost more than all sums.
   */
  private static double[][][] byTime(INDArray features) {
    int steps = (int) features.size(2);
    int inputs = (int) features.size(1);
    double[] flat = features.permute(0, 2, 1).dup('c').data().asDouble();
    double[][][] sequences = new double[(int) features.size(0)][steps][];
    for (int n = 0; n < sequences.length; n++) {
      for (int t = 0; t < steps; t++) {
        int at = (n * steps + t) * inputs;
        sequences[n][t] = Arrays.copyOfRange(flat, at, at + inputs);
      }
    }
    return sequences;
  }

  /** Back-propagation through time; returns the loss of the sequence. */
  double addGradient(double[][] x, double[] wanted, double[] gradient) {
    Deque<Step> walk = new ArrayDeque<>();
    double[] h = new double[hidden];
    for (double[] now : x) {
      walk.push(step(now, h));
      h = walk.element().after;
    }
    double loss = 0;
    double[] dh = new double[hidden];
    for (int t = x.length - 1; t >= 0; t--) {
      Step step = walk.pop();
      double error = answer(step.after) - wanted[t];
      loss += error * error / 2;
      gradient[answer() + hidden] += error;
      for (int k = 0; k < hidden; k++) {
        gradient[answer() + k] += error * step.after[k];
        dh[k] += error * weights[answer() + k];
      }
      dh = back(step, dh, gradient);
    }
    return loss;
  }

  /** From the gradient of the state after a step to that of the state before it. */
  private double[] back(Step s, double[] dAfter, double[] gradient) {
    double[] dg = new double[hidden];
    double[] dz = new double[hidden];
    double[] dr = new double[hidden];
    double[] seen = new double[hidden];
    Arrays.setAll(dg, k -> dAfter[k] * (1 - s.z[k]) * (1 - s.g[k] * s.g[k]));
    Arrays.setAll(dz, k -> dAfter[k] * (s.before[k] - s.g[k]) * s.z[k] * (1 - s.z[k]));
    Arrays.setAll(seen, k -> s.r[k] * s.before[k]);
    double[] viaG = pull(CANDIDATE, dg, seen, s.x, gradient);
    Arrays.setAll(dr, k -> viaG[k] * s.before[k] * s.r[k] * (1 - s.r[k]));
    double[] viaZ = pull(UPDATE, dz, s.before, s.x, gradient);
    double[] viaR = pull(RESET, dr, s.before, s.x, gradient);
    double[] dBefore = new double[hidden];
    Arrays.setAll(dBefore, k -> dAfter[k] * s.z[k] + viaZ[k] + viaR[k] + viaG[k] * s.r[k]);
    return dBefore;
  }

  /** Adds the gradient of a gate's weights, and returns that of the h it read. */
  private double[] pull(int gate, double[] d, double[] h, double[] x, double[] gradient) {
    double[] dh = new double[hidden];
    for (int k = 0; k < hidden; k++) {
      int at = (gate * hidden + k) * row();
      for (int j = 0; j < hidden; j++) {
        gradient[at + j] += d[k] * h[j];
        dh[j] += d[k] * weights[at + j];
      }
      for (int i = 0; i < inputs; i++) {
        gradient[at + hidden + i] += d[k] * x[i];
      }
      gradient[at + row() - 1] += d[k];
    }
    return dh;
  }
}
