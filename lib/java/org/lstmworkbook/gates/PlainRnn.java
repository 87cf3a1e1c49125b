package org.lstmworkbook.gates;

import java.util.Arrays;

/**
 * The plain recurrent cell of Elman (1990), h(t) = tanh(W·[h(t−1), x(t)] + b): no gate, no memory
 * cell. It is here to be compared with {@link LstmCell}.
 *
 * @param weights W and b
 */
public record PlainRnn(GateWeights weights) implements RecurrentCell<PlainRnn.Step> {

  private static final double[] NO_MEMORY_CELL = {};

  @Override
  public Step step(double[] x, CellState before) {
    return new Step(this, LstmCell.tanh(weights.sum(before.h(), x)));
  }

  @Override
  public int inputs() {
    return weights.inputs();
  }

  @Override
  public int hidden() {
    return weights.hidden();
  }

  @Override
  public CellState zeroState() {
    return new CellState(new double[hidden()], NO_MEMORY_CELL);
  }

  /**
   * One step of a plain RNN.
   *
   * @param cell the cell that made the step
   * @param h output after the step [hidden]
   */
  @SuppressWarnings("ArrayRecordComponent") // plain arrays keep the equations readable
  public record Step(PlainRnn cell, double[] h) implements RecurrentStep {

    @Override
    public CellState after() {
      return new CellState(h, NO_MEMORY_CELL);
    }

    @Override
    public StepGradient backward(CellState gradient) {
      int hidden = cell.hidden();
      double[] dz = new double[hidden];
      Arrays.setAll(dz, k -> gradient.h()[k] * (1 - h[k] * h[k]));
      double[] dhx = new double[hidden + cell.inputs()];
      cell.weights().addBackward(dz, dhx);
      return new StepGradient(
          Arrays.copyOfRange(dhx, hidden, dhx.length),
          new CellState(Arrays.copyOf(dhx, hidden), NO_MEMORY_CELL));
    }
  }
}
