package org.lstmworkbook.gates;

import static org.apache.commons.math3.util.MathArrays.ebeAdd;
import static org.apache.commons.math3.util.MathArrays.ebeMultiply;

import java.util.Arrays;
import org.lstmworkbook.UserException;

/**
 * An LSTM cell, written as its equations: the cell of Hochreiter and Schmidhuber (1997) with the
 * forget gate of Gers, Schmidhuber and Cummins (2000), which is also the cell of DL4J, Keras and
 * PyTorch.
 *
 * <pre>
 * i(t) = σ(Wi·[h(t−1), x(t)] + bi)         input gate
 * f(t) = σ(Wf·[h(t−1), x(t)] + bf)         forget gate
 * o(t) = σ(Wo·[h(t−1), x(t)] + bo)         output gate
 * g(t) = tanh(Wg·[h(t−1), x(t)] + bg)      candidate
 * c(t) = f(t) ⊙ c(t−1) + i(t) ⊙ g(t)       memory cell
 * h(t) = o(t) ⊙ tanh(c(t))                 output
 * </pre>
 *
 * It is made to be read, not to be fast: DL4J trains, this explains.
 *
 * @param inputGate weights of i
 * @param forgetGate weights of f
 * @param outputGate weights of o
 * @param candidate weights of g
 */
public record LstmCell(
    GateWeights inputGate, GateWeights forgetGate, GateWeights outputGate, GateWeights candidate)
    implements RecurrentCell<LstmStep> {

  /**
   * Checks that the four fit together.
   *
   * @throws UserException if they differ in the number of units or of inputs
   */
  public LstmCell {
    for (GateWeights gate : new GateWeights[] {forgetGate, outputGate, candidate}) {
      if (gate.hidden() != inputGate.hidden() || gate.inputs() != inputGate.inputs()) {
        throw new UserException(
            "all gates of a cell have the same units and inputs; here %d and %d meet %d and %d"
                .formatted(inputGate.hidden(), inputGate.inputs(), gate.hidden(), gate.inputs()));
      }
    }
  }

  @Override
  public LstmStep step(double[] x, CellState before) {
    double[] i = sigmoid(inputGate.sum(before.h(), x));
    double[] f = sigmoid(forgetGate.sum(before.h(), x));
    double[] o = sigmoid(outputGate.sum(before.h(), x));
    double[] g = tanh(candidate.sum(before.h(), x));
    double[] c = ebeAdd(ebeMultiply(f, before.c()), ebeMultiply(i, g));
    double[] h = ebeMultiply(o, tanh(c));
    return new LstmStep(this, before, i, f, o, g, c, h);
  }

  /** The same cell with its input gate held at a value from 0 (closed) to 1 (open). */
  public LstmCell withInputGate(double value) {
    return new LstmCell(
        GateWeights.held(value, hidden(), inputs()), forgetGate, outputGate, candidate);
  }

  /** The same cell with its forget gate held at a value from 0 (closed) to 1 (open). */
  public LstmCell withForgetGate(double value) {
    return new LstmCell(
        inputGate, GateWeights.held(value, hidden(), inputs()), outputGate, candidate);
  }

  /** The same cell with its output gate held at a value from 0 (closed) to 1 (open). */
  public LstmCell withOutputGate(double value) {
    return new LstmCell(
        inputGate, forgetGate, GateWeights.held(value, hidden(), inputs()), candidate);
  }

  @Override
  public int inputs() {
    return inputGate.inputs();
  }

  @Override
  public int hidden() {
    return inputGate.hidden();
  }

  @Override
  public CellState zeroState() {
    return new CellState(new double[hidden()], new double[hidden()]);
  }

  /** The logistic function σ(z) = 1 / (1 + e^−z), value by value: 0 at −∞, ½ at 0, 1 at +∞. */
  public static double[] sigmoid(double[] z) {
    return Arrays.stream(z).map(v -> 1 / (1 + Math.exp(-v))).toArray();
  }

  /** The hyperbolic tangent, value by value: −1 at −∞, 0 at 0, 1 at +∞. */
  public static double[] tanh(double[] z) {
    return Arrays.stream(z).map(Math::tanh).toArray();
  }
}
