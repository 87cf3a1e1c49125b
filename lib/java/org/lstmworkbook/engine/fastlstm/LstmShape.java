package org.lstmworkbook.engine.fastlstm;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;

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

  LstmShape withSteps(int timeSteps) {
    return new LstmShape(batch, timeSteps, features, hidden);
  }

  LstmShape withBatch(int examples) {
    return new LstmShape(examples, steps, features, hidden);
  }

  /**
   * The sizes of a layer on an input.
   *
   * @throws DL4JInvalidInputException in words, with both shapes, if the input is not [examples,
   *     features, time steps]
   */
  static LstmShape of(INDArray input, long features, long hidden, String layer) {
    if (input.rank() != 3 || input.size(1) != features) {
      throw new DL4JInvalidInputException(
          "The input of %s has shape %s, but the layer was made for [examples, %s features, time steps]."
              .formatted(layer, Arrays.toString(input.shape()), features));
    }
    return new LstmShape((int) input.size(0), (int) input.size(2), (int) features, (int) hidden);
  }
}
