package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** The backward half of a {@link Slice}. */
final class SliceGradient {

  private final LstmShape shape;
  private final int firstRow;
  private final FloatPointer outputGradient;
  private final FiniteCheck check;
  private final Transfer readOutputGradient;
  private final Transfer writeInputGradient;
  private final Kernel kernel;

  /** Whether all of the output gradient but the last step is known to be zero. */
  private boolean zeroBeforeLastStep = true;

  SliceGradient(
      Arena arena,
      Scratchpad scratchpad,
      LstmKernels kernels,
      Weights weights,
      LstmShape shape,
      int firstRow) {
    this.shape = shape;
    this.firstRow = firstRow;
    int rows = shape.batch();
    FloatPointer inputGradient = arena.zeros((long) shape.steps() * rows * shape.features());
    outputGradient = arena.zeros((long) shape.steps() * rows * shape.hidden());
    check =
        new FiniteCheck(
            arena, scratchpad, outputGradient, (long) shape.steps() * rows * shape.hidden());
    memory inputMemory = arena.keep(OneDnn.over(kernels.input, inputGradient));
    memory outputMemory = arena.keep(OneDnn.over(kernels.output, outputGradient));
    readOutputGradient =
        new Transfer(outputMemory, outputGradient, shape.steps(), rows, shape.hidden(), true);
    writeInputGradient =
        new Transfer(inputMemory, inputGradient, shape.steps(), rows, shape.features(), false);
    arena.onClose(readOutputGradient::close);
    arena.onClose(writeInputGradient::close);
    kernel =
        Kernel.of(arena, scratchpad, kernels.backwardPlan, kernels.backward)
            .with(dnnl.DNNL_ARG_DIFF_SRC_LAYER, inputMemory)
            .with(dnnl.DNNL_ARG_DIFF_DST_LAYER, outputMemory);
    // Nothing flows in from beyond the last step; what flows out before the first is not used.
    for (int argument :
        new int[] {
          dnnl.DNNL_ARG_DIFF_DST_ITER,
          dnnl.DNNL_ARG_DIFF_DST_ITER_C,
          dnnl.DNNL_ARG_DIFF_SRC_ITER,
          dnnl.DNNL_ARG_DIFF_SRC_ITER_C
        }) {
      FloatPointer state = arena.zeros((long) rows * shape.hidden());
      kernel.with(argument, arena.keep(OneDnn.over(kernels.state, state)));
    }
    weights.backwardArguments(kernel);
  }

  Kernel kernel() {
    return kernel;
  }

  void run(stream queue, BackwardCall call) {
    if (call.outputGradient() != null) {
      readOutputGradient.run(queue, call.outputGradient(), firstRow);
      clearBeyond(call.mask());
      zeroBeforeLastStep = false;
    } else {
      placeLastGradient(call);
    }
    kernel.run(queue);
    if (call.inputGradient() != null) {
      writeInputGradient.run(queue, call.inputGradient(), firstRow);
    }
  }

  /** A masked step's output is zero whatever the weights are, so no gradient enters there. */
  private void clearBeyond(Mask mask) {
    for (int row = 0; !mask.full() && row < shape.batch(); row++) {
      for (int step = mask.length(firstRow + row); step < shape.steps(); step++) {
        Pointer.memset(at(step, row), 0, (long) shape.hidden() * Float.BYTES);
      }
    }
  }

  private void placeLastGradient(BackwardCall call) {
    if (!zeroBeforeLastStep) {
      Pointer.memset(outputGradient, 0, outputGradient.capacity() * Float.BYTES);
    }
    zeroBeforeLastStep = call.mask().full();
    long hidden = shape.hidden();
    if (call.mask().full()) {
      FloatPointer rows = call.lastGradient().getPointer(firstRow * hidden);
      Pointer.memcpy(at(shape.steps() - 1, 0), rows, shape.batch() * hidden * Float.BYTES);
      return;
    }
    for (int row = 0; row < shape.batch(); row++) {
      FloatPointer from = call.lastGradient().getPointer((firstRow + row) * hidden);
      Pointer.memcpy(at(call.mask().length(firstRow + row) - 1, row), from, hidden * Float.BYTES);
    }
  }

  void refuseNonFinite(stream queue, String layer) {
    if (!check.passes(queue)) {
      throw NonFiniteValueException.at(
          "The gradient that comes from above to " + layer,
          check,
          shape.batch(),
          shape.hidden(),
          firstRow);
    }
  }

  private FloatPointer at(int step, int row) {
    return outputGradient.getPointer(((long) step * shape.batch() + row) * shape.hidden());
  }
}
