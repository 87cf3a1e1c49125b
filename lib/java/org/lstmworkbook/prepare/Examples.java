package org.lstmworkbook.prepare;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Input-output pairs that can be gathered into mini-batches: what a network is trained on. */
public interface Examples {

  /**
   * Pairs that were copied out.
   *
   * @param inputs [batch, features, time]
   * @param targets [batch, outputs]
   */
  record Batch(INDArray inputs, INDArray targets) {}

  /** How many pairs there are. */
  int size();

  /**
   * Copies some pairs, in the order given.
   *
   * @param chosen their numbers, from 0 to below {@link #size()}
   */
  Batch gather(int... chosen);
}
