package org.lstmworkbook.gates;

import java.util.ArrayList;
import java.util.List;

/**
 * A cell that reads a sequence one step at a time.
 *
 * @param <S> what one step leaves behind
 */
public interface RecurrentCell<S extends RecurrentStep> {

  /** The number of values in x(t). */
  int inputs();

  /** The number of units, the length of h(t). */
  int hidden();

  /** The state before the first step: all zeros. */
  CellState zeroState();

  /**
   * One step.
   *
   * @param x the present input x(t) [inputs]
   * @param before h(t−1) and c(t−1)
   * @throws org.lstmworkbook.UserException if x or h(t−1) has another length than the cell was made
   *     for
   */
  S step(double[] x, CellState before);

  /**
   * A whole sequence, from the zero state.
   *
   * @param xs inputs [time][inputs]
   * @return the steps, in order
   */
  default List<S> run(double[][] xs) {
    var steps = new ArrayList<S>(xs.length);
    CellState state = zeroState();
    for (double[] x : xs) {
      S step = step(x, state);
      steps.add(step);
      state = step.after();
    }
    return steps;
  }
}
