package org.lstmworkbook.gates;

import java.util.Arrays;
import org.lstmworkbook.UserException;

/**
 * The weights W and biases b of one gate: the weighted sum W·[h(t−1), x(t)] + b.
 *
 * <p>Row k of W belongs to unit k of the cell. Its first {@code hidden} columns weigh the previous
 * output h(t−1), the others the present input x(t): the order in which the equations write [h(t−1),
 * x(t)].
 *
 * @param w weights [hidden, hidden + inputs]
 * @param b biases [hidden]; ±∞ is allowed and holds a sigmoid gate at exactly 0 or 1
 */
@SuppressWarnings("ArrayRecordComponent") // plain arrays keep the equations readable
public record GateWeights(double[][] w, double[] b) {

  /**
   * Checks the shape.
   *
   * @throws UserException if W has not one row for each bias, or its rows are not longer than that
   */
  public GateWeights {
    if (b.length == 0 || w.length != b.length) {
      throw new UserException(
          "a gate of %s biases needs as many rows of weights, and at least one; it has %s"
              .formatted(b.length, w.length));
    }
    for (double[] row : w) {
      if (row.length <= b.length || row.length != w[0].length) {
        throw new UserException(
            "each row of weights needs one column for each of the %s previous outputs and at least one for the input; one has %s"
                .formatted(b.length, row.length));
      }
    }
  }

  /**
   * A gate held at one value whatever comes in: all weights 0, and the bias whose sigmoid is that
   * value.
   *
   * @param value from 0 (closed) to 1 (open); at the two ends the bias is −∞ or +∞, and the gate
   *     exactly 0 or 1
   * @throws UserException if the value is not between 0 and 1
   */
  public static GateWeights held(double value, int hidden, int inputs) {
    if (!(value >= 0 && value <= 1)) {
      throw new UserException("a gate is between 0 (closed) and 1 (open), not " + value);
    }
    double[] b = new double[hidden];
    Arrays.fill(b, Math.log(value / (1 - value)));
    return new GateWeights(new double[hidden][hidden + inputs], b);
  }

  /** The number of units of the cell. */
  public int hidden() {
    return b.length;
  }

  /** The number of values in x(t). */
  public int inputs() {
    return w[0].length - b.length;
  }

  /**
   * W·[h, x] + b.
   *
   * @throws UserException if h or x has another length than these weights were made for
   */
  double[] sum(double[] h, double[] x) {
    if (h.length != hidden() || x.length != inputs()) {
      throw new UserException(
          "this cell takes %d previous outputs and %d inputs, not %d and %d"
              .formatted(hidden(), inputs(), h.length, x.length));
    }
    double[] sum = b.clone();
    for (int k = 0; k < hidden(); k++) {
      for (int j = 0; j < h.length; j++) {
        sum[k] += w[k][j] * h[j];
      }
      for (int j = 0; j < x.length; j++) {
        sum[k] += w[k][h.length + j] * x[j];
      }
    }
    return sum;
  }

  /** Adds Wᵀ·dz to the gradient of [h, x], given dz, the gradient of the weighted sum. */
  void addBackward(double[] dz, double[] dhx) {
    for (int k = 0; k < dz.length; k++) {
      for (int j = 0; j < dhx.length; j++) {
        dhx[j] += w[k][j] * dz[k];
      }
    }
  }
}
