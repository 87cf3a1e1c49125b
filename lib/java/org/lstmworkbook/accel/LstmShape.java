package org.lstmworkbook.accel;

/**
 * The sizes of one LSTM computation.
 *
 * @param batch examples
 * @param steps time steps
 * @param features input features of each step
 * @param hidden units of the layer
 */
record LstmShape(int batch, int steps, int features, int hidden) {

  /**
   * Floats in the layer's flat parameters: input weights, recurrent weights, biases, of four gates
   * each.
   */
  long parameters() {
    return 4L * hidden * (features + hidden + 1);
  }

  /** Multiplications of one forward pass. */
  long multiplications() {
    return 4L * batch * steps * hidden * (features + hidden);
  }

  LstmShape withBatch(int examples) {
    return new LstmShape(examples, steps, features, hidden);
  }
}
