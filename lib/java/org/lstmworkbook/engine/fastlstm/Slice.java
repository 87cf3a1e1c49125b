package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A few examples of the batch that go through the kernels together, forward and, in training,
 * backward: few enough for their gates to stay in the cache.
 */
final class Slice {

  /**
   * What one forward pass reads and writes; everything but the input, the parameters and the mask
   * may be null.
   *
   * @param input [time, batch, features]
   * @param parameters the layer's flat parameters in DL4J's order
   * @param hiddenBefore h before the first step, [batch, hidden]; null for zeros
   * @param cellBefore c before the first step, [batch, hidden]; null for zeros
   * @param output where the hidden states of all steps go, [time, batch, hidden]
   * @param lastOutput where each example's last hidden state goes, [batch, hidden]
   * @param hiddenAfter where h after the last step goes, [batch, hidden]
   * @param cellAfter where c after the last step goes, [batch, hidden]
   * @param mask how many steps of each example count
   * @param layer how a message names the layer
   */
  record Forward(
      TimeMajor input,
      FloatPointer parameters,
      FloatPointer hiddenBefore,
      FloatPointer cellBefore,
      TimeMajor output,
      FloatPointer lastOutput,
      FloatPointer hiddenAfter,
      FloatPointer cellAfter,
      Mask mask,
      String layer) {}

  /**
   * What one backward pass reads and writes. One of the two gradients at the output is given.
   *
   * @param outputGradient the loss's gradient by the hidden states of all steps, [time, batch,
   *     hidden]; or null
   * @param lastGradient the loss's gradient by each example's last hidden state, [batch, hidden];
   *     or null
   * @param inputGradient where the loss's gradient by the input goes, [time, batch, features]
   * @param parameterGradient where the loss's gradient by the parameters goes, flat, in DL4J's
   *     order
   * @param mask how many steps of each example count
   * @param layer how a message names the layer
   */
  record Backward(
      TimeMajor outputGradient,
      FloatPointer lastGradient,
      TimeMajor inputGradient,
      FloatPointer parameterGradient,
      Mask mask,
      String layer) {}

  private final LstmShape shape;
  private final int firstRow;
  private final FloatPointer input;
  private final FloatPointer output;
  private final FloatPointer hiddenBefore;
  private final FloatPointer cellBefore;
  private final FloatPointer hiddenAfter;
  private final FloatPointer cellAfter;
  private final FloatPointer outputGradient;
  private final FiniteCheck inputCheck;
  private final FiniteCheck outputGradientCheck;
  private final Transfer readInput;
  private final Transfer writeOutput;
  private final Transfer readOutputGradient;
  private final Transfer writeInputGradient;
  private final Kernel forward;
  private final Kernel backward;

  /** Whether all of the output gradient but the last step is known to be zero. */
  private boolean zeroBeforeLastStep = true;

  /**
   * Allocates the slice's buffers.
   *
   * @param shape of the slice: its batch is the slice's number of examples
   * @param firstRow the place of its first example in the whole batch
   */
  Slice(
      Arena arena,
      LstmKernels kernels,
      Weights weights,
      LstmShape shape,
      int firstRow,
      boolean training) {
    this.shape = shape;
    this.firstRow = firstRow;
    input = sequence(arena, shape.features());
    output = sequence(arena, shape.hidden());
    inputCheck = new FiniteCheck(arena, input);
    hiddenBefore = state(arena);
    cellBefore = state(arena);
    hiddenAfter = state(arena);
    cellAfter = state(arena);
    memory inputMemory = arena.over(kernels.input, input);
    memory outputMemory = arena.over(kernels.output, output);
    readInput = new Transfer(arena, inputMemory, input, shape, shape.features(), true);
    writeOutput = new Transfer(arena, outputMemory, output, shape, shape.hidden(), false);
    forward = Kernel.of(arena, kernels.forwardPlan, kernels.forward);
    sharedArguments(arena, kernels, forward, inputMemory, outputMemory);
    weights.forwardArguments(forward);
    if (!training) {
      outputGradient = null;
      outputGradientCheck = null;
      readOutputGradient = writeInputGradient = null;
      backward = null;
      return;
    }
    FloatPointer inputGradient = sequence(arena, shape.features());
    outputGradient = sequence(arena, shape.hidden());
    outputGradientCheck = new FiniteCheck(arena, outputGradient);
    memory toInput = arena.over(kernels.input, inputGradient);
    memory fromOutput = arena.over(kernels.output, outputGradient);
    readOutputGradient =
        new Transfer(arena, fromOutput, outputGradient, shape, shape.hidden(), true);
    writeInputGradient =
        new Transfer(arena, toInput, inputGradient, shape, shape.features(), false);
    backward =
        Kernel.of(arena, kernels.backwardPlan, kernels.backward)
            .with(dnnl.DNNL_ARG_DIFF_SRC_LAYER, toInput)
            .with(dnnl.DNNL_ARG_DIFF_DST_LAYER, fromOutput);
    // Nothing flows in from beyond the last step; what flows out before the first is not used.
    for (int argument :
        new int[] {
          dnnl.DNNL_ARG_DIFF_DST_ITER,
          dnnl.DNNL_ARG_DIFF_DST_ITER_C,
          dnnl.DNNL_ARG_DIFF_SRC_ITER,
          dnnl.DNNL_ARG_DIFF_SRC_ITER_C
        }) {
      backward.with(argument, arena.over(kernels.state, state(arena)));
    }
    weights.backwardArguments(backward);
    sharedArguments(arena, kernels, backward, inputMemory, outputMemory);
    memory.desc layout = arena.keep(kernels.forwardPlan.workspace_desc());
    memory workspace = arena.over(layout, arena.zeros(layout.get_size() / Float.BYTES));
    forward.with(dnnl.DNNL_ARG_WORKSPACE, workspace);
    backward.with(dnnl.DNNL_ARG_WORKSPACE, workspace);
  }

  private FloatPointer sequence(Arena arena, long channels) {
    return arena.zeros((long) shape.steps() * shape.batch() * channels);
  }

  private FloatPointer state(Arena arena) {
    return arena.zeros((long) shape.batch() * shape.hidden());
  }

  private void sharedArguments(
      Arena arena, LstmKernels kernels, Kernel kernel, memory inputMemory, memory outputMemory) {
    kernel
        .with(dnnl.DNNL_ARG_SRC_LAYER, inputMemory)
        .with(dnnl.DNNL_ARG_DST_LAYER, outputMemory)
        .with(dnnl.DNNL_ARG_SRC_ITER, arena.over(kernels.state, hiddenBefore))
        .with(dnnl.DNNL_ARG_SRC_ITER_C, arena.over(kernels.state, cellBefore))
        .with(dnnl.DNNL_ARG_DST_ITER, arena.over(kernels.state, hiddenAfter))
        .with(dnnl.DNNL_ARG_DST_ITER_C, arena.over(kernels.state, cellAfter));
  }

  void forward(stream queue, Forward call) {
    readInput.run(queue, call.input(), firstRow);
    requireFinite(queue, inputCheck, shape.features(), "The input of ", call.layer());
    readState(call.hiddenBefore(), hiddenBefore);
    readState(call.cellBefore(), cellBefore);
    forward.run(queue);
    clearStatesBeyond(call.mask());
    if (call.output() != null) {
      writeOutput.run(queue, call.output(), firstRow);
    }
    if (call.lastOutput() != null) {
      writeLastOutput(call);
    }
    writeState(hiddenAfter, call.hiddenAfter());
    writeState(cellAfter, call.cellAfter());
  }

  void backward(stream queue, Backward call) {
    if (call.outputGradient() != null) {
      readOutputGradient.run(queue, call.outputGradient(), firstRow);
      // A masked step's output is zero whatever the weights are, so no gradient enters there.
      clearBeyond(call.mask(), outputGradient);
      zeroBeforeLastStep = false;
    } else {
      placeLastGradient(call);
    }
    backward.run(queue);
    if (call.inputGradient() != null) {
      writeInputGradient.run(queue, call.inputGradient(), firstRow);
    }
  }

  /**
   * Blames the gradient that came in, if it was not finite.
   *
   * @throws NonFiniteValueException with the place
   */
  void refuseNonFiniteGradient(stream queue, String layer) {
    String what = "The gradient that comes from above to ";
    requireFinite(queue, outputGradientCheck, shape.hidden(), what, layer);
  }

  private void requireFinite(
      stream queue, FiniteCheck check, int channels, String what, String layer) {
    if (!check.passes(queue)) {
      throw NonFiniteValueException.at(what + layer, check, shape.batch(), channels, firstRow);
    }
  }

  /** After an example's end DL4J has zeros, as output and as state. */
  private void clearStatesBeyond(Mask mask) {
    clearBeyond(mask, output);
    for (int row = 0; !mask.full() && row < shape.batch(); row++) {
      if (mask.length(firstRow + row) < shape.steps()) {
        clear(row(hiddenAfter, row));
        clear(row(cellAfter, row));
      }
    }
  }

  private void clearBeyond(Mask mask, FloatPointer sequence) {
    for (int row = 0; !mask.full() && row < shape.batch(); row++) {
      for (int step = mask.length(firstRow + row); step < shape.steps(); step++) {
        clear(at(sequence, step, row));
      }
    }
  }

  private void clear(FloatPointer units) {
    Pointer.memset(units, 0, (long) shape.hidden() * Float.BYTES);
  }

  private void readState(FloatPointer whole, FloatPointer own) {
    if (whole == null) {
      Pointer.memset(own, 0, stateBytes());
    } else {
      Pointer.memcpy(own, row(whole, firstRow), stateBytes());
    }
  }

  private void writeState(FloatPointer own, FloatPointer whole) {
    if (whole != null) {
      Pointer.memcpy(row(whole, firstRow), own, stateBytes());
    }
  }

  private void writeLastOutput(Forward call) {
    if (call.mask().full()) {
      writeState(hiddenAfter, call.lastOutput());
      return;
    }
    for (int row = 0; row < shape.batch(); row++) {
      int last = call.mask().length(firstRow + row) - 1;
      copyRow(at(output, last, row), row(call.lastOutput(), firstRow + row));
    }
  }

  private void placeLastGradient(Backward call) {
    if (!zeroBeforeLastStep) {
      Pointer.memset(outputGradient, 0, outputGradient.capacity() * Float.BYTES);
    }
    zeroBeforeLastStep = call.mask().full();
    if (call.mask().full()) {
      readState(call.lastGradient(), at(outputGradient, shape.steps() - 1, 0));
      return;
    }
    for (int row = 0; row < shape.batch(); row++) {
      int last = call.mask().length(firstRow + row) - 1;
      copyRow(row(call.lastGradient(), firstRow + row), at(outputGradient, last, row));
    }
  }

  private FloatPointer at(FloatPointer sequence, int step, int row) {
    return row(sequence, (long) step * shape.batch() + row);
  }

  private FloatPointer row(FloatPointer rows, long number) {
    return rows.getPointer(number * shape.hidden());
  }

  private void copyRow(FloatPointer from, FloatPointer to) {
    Pointer.memcpy(to, from, (long) shape.hidden() * Float.BYTES);
  }

  private long stateBytes() {
    return (long) shape.batch() * shape.hidden() * Float.BYTES;
  }
}
