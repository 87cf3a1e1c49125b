package org.lstmworkbook.gates;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A synthetic task of Hochreiter and Schmidhuber (1997, "Long Short-Term Memory") whose answer
 * depends on something seen many steps ago. Sequences are drawn afresh for each mini-batch, so
 * there is nothing to learn by heart.
 *
 * <p>All sequences of a mini-batch have the same length, which is drawn anew for each mini-batch
 * where the paper draws it for each sequence: so no mask is needed.
 */
interface MemoryTask {

  /** The number of values at each step. */
  int inputs();

  /** The number of values to predict. */
  int outputs();

  /**
   * Draws a mini-batch.
   *
   * @param size number of sequences
   * @param random the same seed gives the same mini-batches
   * @return features [size, inputs, time]; labels as the task says
   */
  DataSet batch(int size, RandomGenerator random);
}
