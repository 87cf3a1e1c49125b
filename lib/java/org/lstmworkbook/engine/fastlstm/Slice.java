package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A few examples of the batch that go through the kernels together, few enough for their gates to
 * stay in the cache.
 */
final class Slice {

  private final LstmShape shape;
  private final int firstRow;
  private final FloatPointer input;
  private final FloatPointer output;
  private final FloatPointer hiddenBefore;
  private final FloatPointer cellBefore;
  private final FloatPointer hiddenAfter;
  private final FloatPointer cellAfter;
  private final FiniteCheck inputCheck;
  private final Transfer readInput;
  private final Transfer writeOutput;
  private final Kernel forward;
  private final SliceGradient gradient;

  /**
   * Allocates the slice's buffers.
   *
   * @param shape of the slice: its batch is the slice's number of examples
   * @param firstRow the place of its first example in the whole batch
   */
  Slice(
      Arena arena,
      Scratchpad scratchpad,
      LstmKernels kernels,
      Weights weights,
      LstmShape shape,
      int firstRow,
      boolean training) {
    this.shape = shape;
    this.firstRow = firstRow;
    int rows = shape.batch();
    long states = (long) rows * shape.hidden();
    input = arena.zeros((long) shape.steps() * rows * shape.features());
    output = arena.zeros(shape.steps() * states);
    inputCheck =
        new FiniteCheck(arena, scratchpad, input, (long) shape.steps() * rows * shape.features());
    hiddenBefore = arena.zeros(states);
    cellBefore = arena.zeros(states);
    hiddenAfter = arena.zeros(states);
    cellAfter = arena.zeros(states);
    memory inputMemory = arena.keep(OneDnn.over(kernels.input, input));
    memory outputMemory = arena.keep(OneDnn.over(kernels.output, output));
    readInput = new Transfer(inputMemory, input, shape.steps(), rows, shape.features(), true);
    writeOutput = new Transfer(outputMemory, output, shape.steps(), rows, shape.hidden(), false);
    arena.onClose(readInput::close);
    arena.onClose(writeOutput::close);
    forward = Kernel.of(arena, scratchpad, kernels.forwardPlan, kernels.forward);
    sharedArguments(arena, kernels, forward, inputMemory, outputMemory);
    weights.forwardArguments(forward);
    gradient =
        training ? new SliceGradient(arena, scratchpad, kernels, weights, shape, firstRow) : null;
    if (training) {
      sharedArguments(arena, kernels, gradient.kernel(), inputMemory, outputMemory);
      memory.desc layout = arena.keep(kernels.forwardPlan.workspace_desc());
      memory workspace =
          arena.keep(OneDnn.over(layout, arena.zeros(layout.get_size() / Float.BYTES)));
      forward.with(dnnl.DNNL_ARG_WORKSPACE, workspace);
      gradient.kernel().with(dnnl.DNNL_ARG_WORKSPACE, workspace);
    }
  }

  private void sharedArguments(
      Arena arena, LstmKernels kernels, Kernel kernel, memory inputMemory, memory outputMemory) {
    kernel
        .with(dnnl.DNNL_ARG_SRC_LAYER, inputMemory)
        .with(dnnl.DNNL_ARG_DST_LAYER, outputMemory)
        .with(dnnl.DNNL_ARG_SRC_ITER, arena.keep(OneDnn.over(kernels.state, hiddenBefore)))
        .with(dnnl.DNNL_ARG_SRC_ITER_C, arena.keep(OneDnn.over(kernels.state, cellBefore)))
        .with(dnnl.DNNL_ARG_DST_ITER, arena.keep(OneDnn.over(kernels.state, hiddenAfter)))
        .with(dnnl.DNNL_ARG_DST_ITER_C, arena.keep(OneDnn.over(kernels.state, cellAfter)));
  }

  void forward(stream queue, ForwardCall call) {
    readInput.run(queue, call.input(), firstRow);
    if (!inputCheck.passes(queue)) {
      throw NonFiniteValueException.at(
          "The input of " + call.layer(), inputCheck, shape.batch(), shape.features(), firstRow);
    }
    readState(call.hiddenBefore(), hiddenBefore);
    readState(call.cellBefore(), cellBefore);
    forward.run(queue);
    clearBeyond(call.mask());
    if (call.output() != null) {
      writeOutput.run(queue, call.output(), firstRow);
    }
    if (call.lastOutput() != null) {
      writeLastOutput(call);
    }
    writeState(hiddenAfter, call.hiddenAfter());
    writeState(cellAfter, call.cellAfter());
  }

  void backward(stream queue, BackwardCall call) {
    gradient.run(queue, call);
  }

  /** After an example's end DL4J has zeros, as output and as state. */
  private void clearBeyond(Mask mask) {
    long hidden = shape.hidden();
    for (int row = 0; !mask.full() && row < shape.batch(); row++) {
      int length = mask.length(firstRow + row);
      for (long step = length; step < shape.steps(); step++) {
        clear(output.getPointer((step * shape.batch() + row) * hidden));
      }
      if (length < shape.steps()) {
        clear(hiddenAfter.getPointer(row * hidden));
        clear(cellAfter.getPointer(row * hidden));
      }
    }
  }

  private void clear(FloatPointer units) {
    Pointer.memset(units, 0, (long) shape.hidden() * Float.BYTES);
  }

  /**
   * Blames the gradient that came in, if it was not finite.
   *
   * @throws NonFiniteValueException with the place
   */
  void refuseNonFiniteGradient(stream queue, String layer) {
    gradient.refuseNonFinite(queue, layer);
  }

  private void readState(FloatPointer whole, FloatPointer own) {
    if (whole == null) {
      Pointer.memset(own, 0, stateBytes());
    } else {
      Pointer.memcpy(own, whole.getPointer((long) firstRow * shape.hidden()), stateBytes());
    }
  }

  private void writeState(FloatPointer own, FloatPointer whole) {
    if (whole != null) {
      Pointer.memcpy(whole.getPointer((long) firstRow * shape.hidden()), own, stateBytes());
    }
  }

  private void writeLastOutput(ForwardCall call) {
    if (call.mask().full()) {
      writeState(hiddenAfter, call.lastOutput());
      return;
    }
    long hidden = shape.hidden();
    for (int row = 0; row < shape.batch(); row++) {
      long step = call.mask().length(firstRow + row) - 1L;
      FloatPointer from = output.getPointer((step * shape.batch() + row) * hidden);
      Pointer.memcpy(
          call.lastOutput().getPointer((firstRow + row) * hidden), from, hidden * Float.BYTES);
    }
  }

  private long stateBytes() {
    return (long) shape.batch() * shape.hidden() * Float.BYTES;
  }
}
