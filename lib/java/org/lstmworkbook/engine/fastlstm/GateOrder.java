package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Moves parameters and gradients between DL4J's order of gates and oneDNN's.
 *
 * <p>Both keep a layer's parameters as input weights [gate, hidden, features], recurrent weights
 * [gate, hidden, hidden] and biases [gate, hidden], one after the other, the last axis contiguous
 * (DL4J writes this as column-major [features, 4·hidden]). Only the order of the four gates
 * differs: DL4J has candidate, forget, output, input; oneDNN has input, forget, candidate, output.
 */
final class GateOrder {

  /** The DL4J block that holds oneDNN's gate k. */
  private static final int[] DL4J_BLOCK = {3, 1, 0, 2};

  private GateOrder() {}

  static void toOneDnn(Pointer dl4j, Pointer oneDnn, LstmShape shape) {
    copy(dl4j, oneDnn, shape, true);
  }

  static void toDl4j(Pointer oneDnn, Pointer dl4j, LstmShape shape) {
    copy(oneDnn, dl4j, shape, false);
  }

  private static void copy(Pointer source, Pointer target, LstmShape shape, boolean fromDl4j) {
    BytePointer from = new BytePointer(source);
    BytePointer to = new BytePointer(target);
    long start = 0;
    for (long columns : new long[] {shape.features(), shape.hidden(), 1}) {
      long block = columns * shape.hidden() * Float.BYTES;
      for (int gate = 0; gate < 4; gate++) {
        long dl4j = start + DL4J_BLOCK[gate] * block;
        long oneDnn = start + gate * block;
        from.position(fromDl4j ? dl4j : oneDnn);
        to.position(fromDl4j ? oneDnn : dl4j);
        Pointer.memcpy(to, from, block);
      }
      start += 4 * block;
    }
  }
}
