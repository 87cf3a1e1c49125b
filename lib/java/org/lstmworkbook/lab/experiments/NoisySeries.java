package org.lstmworkbook.lab.experiments;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.lstmworkbook.prepare.Examples;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Windows of a series whose rule is known, a slow wave and a fast one: sin(0.2 t) + 0.5 sin(0.53
 * t). Twenty values go in, the next is to be forecast; the inputs can be disturbed, the targets are
 * always clean. The series' standard deviation is about 0.8.
 *
 * @param inputs [windows][20]
 * @param targets [windows]
 */
@SuppressWarnings("ArrayRecordComponent") // made and used within a job
record NoisySeries(double[][] inputs, double[] targets) implements Examples {

  static final int WINDOW = 20;

  /** Outliers are five times as far out as the series ever gets. */
  private static final double WILD = 7.5;

  /** The clean windows that begin at the times from (inclusive) to (exclusive). */
  static NoisySeries clean(int from, int to) {
    double[][] inputs = new double[to - from][WINDOW];
    for (int n = 0; n < inputs.length; n++) {
      int start = from + n;
      Arrays.setAll(inputs[n], k -> value(start + k));
    }
    return new NoisySeries(
        inputs, IntStream.range(from, to).mapToDouble(t -> value(t + WINDOW)).toArray());
  }

  private static double value(int t) {
    return Math.sin(0.2 * t) + 0.5 * Math.sin(0.53 * t);
  }

  /** The same with Gaussian noise on each input. */
  NoisySeries noisy(double standardDeviation, RandomGenerator random) {
    return disturbed(x -> x + standardDeviation * random.nextGaussian());
  }

  /** The same with a share of the inputs replaced by ±7.5. */
  NoisySeries withOutliers(double share, RandomGenerator random) {
    return disturbed(
        x -> {
          double wild = random.nextBoolean() ? WILD : -WILD;
          return random.nextDouble() < share ? wild : x;
        });
  }

  private NoisySeries disturbed(DoubleUnaryOperator disturbance) {
    return new NoisySeries(
        Arrays.stream(inputs)
            .map(row -> Arrays.stream(row).map(disturbance).toArray())
            .toArray(double[][]::new),
        targets);
  }

  @Override
  public int size() {
    return targets.length;
  }

  /** {@inheritDoc} Inputs are [batch, 1, 20], targets [batch, 1]. */
  @Override
  public Batch gather(int... chosen) {
    double[] next = Arrays.stream(chosen).mapToDouble(n -> targets[n]).toArray();
    return new Batch(
        sequences(Arrays.stream(chosen).mapToObj(n -> inputs[n]).toArray(double[][]::new)),
        Nd4j.createFromArray(next).castTo(DataType.FLOAT).reshape(chosen.length, 1));
  }

  /** Windows as a network takes them: [windows, 1, time]. */
  static INDArray sequences(double[][] rows) {
    return Nd4j.createFromArray(rows)
        .castTo(DataType.FLOAT)
        .reshape(rows.length, 1, rows[0].length);
  }
}
