package org.lstmworkbook.engine.fastlstm;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A part of the batch, which one thread computes: equal slices that run one after the other with
 * the same packed weights, and native memory of its own.
 */
final class Part implements AutoCloseable {

  /**
   * Gates of this many examples still fit the fastest cache; measured best for hidden sizes from 50
   * to 256.
   */
  private static final int IDEAL_SLICE = 16;

  private final Arena arena = new Arena();
  private final stream queue = arena.keep(new stream(OneDnn.engine()));
  private final Weights weights;
  private final List<Slice> slices = new ArrayList<>();

  Part(LstmShape whole, int firstRow, int rows, boolean training) {
    int sliceRows = sliceRows(rows);
    LstmShape shape = whole.withBatch(sliceRows);
    LstmKernels kernels = new LstmKernels(arena, shape, training);
    weights = new Weights(arena, kernels, shape, training);
    for (int row = firstRow; row < firstRow + rows; row += sliceRows) {
      slices.add(new Slice(arena, kernels, weights, shape, row, training));
    }
  }

  /**
   * The divisor of a part's rows that is nearest to the ideal, or all of them where no divisor
   * comes near.
   */
  static int sliceRows(int rows) {
    int best = rows;
    for (int candidate = IDEAL_SLICE / 2; candidate <= 2 * IDEAL_SLICE; candidate++) {
      if (rows % candidate == 0
          && Math.abs(candidate - IDEAL_SLICE) < Math.abs(best - IDEAL_SLICE)) {
        best = candidate;
      }
    }
    return best;
  }

  void forward(Slice.Forward call) {
    weights.load(queue, call.parameters());
    for (Slice slice : slices) {
      slice.forward(queue, call);
    }
    queue._wait();
  }

  void backward(Slice.Backward call) {
    weights.beginGradient(queue);
    for (Slice slice : slices) {
      slice.backward(queue, call);
    }
    weights.endGradient(queue);
    queue._wait();
  }

  /**
   * Blames the gradient that came in, if it was not finite.
   *
   * @throws NonFiniteValueException with the place
   */
  void refuseNonFiniteGradient(String layer) {
    slices.forEach(slice -> slice.refuseNonFiniteGradient(queue, layer));
  }

  /** The gradient of the part's examples, flat, in oneDNN's order of gates. */
  FloatPointer gradient() {
    return weights.gradient();
  }

  /** Native bytes held. */
  long bytes() {
    return arena.bytes();
  }

  @Override
  public void close() {
    arena.close();
  }
}
