package org.lstmworkbook.gates;

import java.util.Arrays;
import java.util.List;

/**
 * How much the last output still feels of each earlier input: ‖∂h(T)/∂x(t)‖, the Frobenius norm of
 * the Jacobian [hidden, inputs]. Where it has shrunk to nothing, no training can teach the cell to
 * use that input: the vanishing gradient of Hochreiter (1991) and Bengio, Simard and Frasconi
 * (1994).
 */
public final class GradientFlow {

  private GradientFlow() {}

  /**
   * Runs a cell over a sequence from the zero state, and each unit's last output back through all
   * steps.
   *
   * @param xs inputs [time][inputs]
   * @return one norm for each step t; the last one is that of the latest input
   */
  public static double[] norms(RecurrentCell<?> cell, double[][] xs) {
    List<? extends RecurrentStep> steps = cell.run(xs);
    double[] squares = new double[xs.length];
    for (int unit = 0; unit < cell.hidden(); unit++) {
      CellState gradient = cell.zeroState();
      gradient.h()[unit] = 1;
      for (int t = xs.length - 1; t >= 0; t--) {
        RecurrentStep.StepGradient back = steps.get(t).backward(gradient);
        for (double dx : back.x()) {
          squares[t] += dx * dx;
        }
        gradient = back.before();
      }
    }
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }
}
