package org.lstmworkbook.engine.fastlstm;

import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An LSTM's memory between two time steps.
 *
 * @param hidden h, [batch, hidden]; null for zeros
 * @param cell c, [batch, hidden]; null for zeros
 */
record State(INDArray hidden, INDArray cell) {

  static final State ZERO = new State(null, null);

  /** The state that DL4J keeps in a layer's map. */
  static State in(Map<String, INDArray> map) {
    INDArray hidden = map.get(LSTM.STATE_KEY_PREV_ACTIVATION);
    return hidden == null ? ZERO : new State(hidden, map.get(LSTM.STATE_KEY_PREV_MEMCELL));
  }

  /** Room for the state after a pass; it outlives any workspace. */
  static State room(LstmShape shape) {
    return new State(detached(shape), detached(shape));
  }

  private static INDArray detached(LstmShape shape) {
    return Nd4j.createUninitializedDetached(
        org.nd4j.linalg.api.buffer.DataType.FLOAT, 'c', shape.batch(), shape.hidden());
  }

  void putInto(Map<String, INDArray> map) {
    map.put(LSTM.STATE_KEY_PREV_ACTIVATION, hidden);
    map.put(LSTM.STATE_KEY_PREV_MEMCELL, cell);
  }

  /** Whether two states are the same arrays, not merely equal ones. */
  boolean isSameAs(State other) {
    return hidden == other.hidden && cell == other.cell;
  }

  /**
   * Checks that the state belongs to this many examples.
   *
   * @throws DL4JInvalidInputException in words, with both shapes
   */
  State checkedFor(LstmShape shape, String layer) {
    long[] wanted = {shape.batch(), shape.hidden()};
    if (hidden != null && !Arrays.equals(hidden.shape(), wanted)) {
      throw new DL4JInvalidInputException(
          "The state carried over in %s has shape %s (examples, hidden), but this input needs %s. Call rnnClearPreviousState() before sequences that do not continue the last ones."
              .formatted(layer, Arrays.toString(hidden.shape()), Arrays.toString(wanted)));
    }
    return this;
  }

  /** The address of a dense array; null stays null. */
  static FloatPointer address(INDArray array) {
    return array == null ? null : TimeMajor.start(array);
  }

  /** The same state in dense row-major arrays. */
  State dense() {
    return new State(dense(hidden), dense(cell));
  }

  /** The array itself where it is dense and row-major, else such a copy. */
  static INDArray dense(INDArray array) {
    boolean already = array == null || (array.stride(1) == 1 && array.stride(0) == array.size(1));
    return already ? array : array.dup('c');
  }
}
