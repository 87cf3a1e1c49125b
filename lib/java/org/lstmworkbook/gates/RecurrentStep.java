package org.lstmworkbook.gates;

/** What one step of a cell leaves behind: enough to go on, and enough to go back. */
public interface RecurrentStep {

  /** h(t) and c(t), with which the next step begins. */
  CellState after();

  /**
   * Takes a gradient one step back in time.
   *
   * @param gradient how a result depends on h(t) and c(t)
   * @return how it depends on x(t), h(t−1) and c(t−1) through this step
   */
  StepGradient backward(CellState gradient);

  /**
   * How a result depends on what went into a step.
   *
   * @param x gradient of x(t) [inputs]
   * @param before gradients of h(t−1) and c(t−1) [hidden]
   */
  @SuppressWarnings("ArrayRecordComponent") // plain arrays keep the equations readable
  record StepGradient(double[] x, CellState before) {}
}
