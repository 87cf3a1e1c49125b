package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * One part's copy of the layer's parameters, and the sum of its gradients: both flat, in oneDNN's
 * order of gates.
 */
final class Weights {

  private final LstmShape shape;
  private final FloatPointer flat;
  private final FloatPointer flatGradient;
  private final Packed forwardInput;
  private final Packed forwardRecurrent;
  private final Packed backwardInput;
  private final Packed backwardRecurrent;
  private final Packed inputGradient;
  private final Packed recurrentGradient;
  private final memory bias;
  private final memory biasGradient;

  Weights(
      Arena arena, Scratchpad scratchpad, LstmKernels kernels, LstmShape shape, boolean training) {
    this.shape = shape;
    long recurrentStart = 4L * shape.hidden() * shape.features();
    long biasStart = recurrentStart + 4L * shape.hidden() * shape.hidden();
    flat = arena.zeros(shape.parameters());
    memory input = arena.keep(OneDnn.over(kernels.inputWeights, flat));
    memory recurrent =
        arena.keep(OneDnn.over(kernels.recurrentWeights, flat.getPointer(recurrentStart)));
    bias = arena.keep(OneDnn.over(kernels.bias, flat.getPointer(biasStart)));
    forwardInput =
        Packed.copyOf(arena, scratchpad, input, kernels.forwardPlan.weights_layer_desc());
    forwardRecurrent =
        Packed.copyOf(arena, scratchpad, recurrent, kernels.forwardPlan.weights_iter_desc());
    if (!training) {
      flatGradient = null;
      backwardInput = backwardRecurrent = inputGradient = recurrentGradient = null;
      biasGradient = null;
      return;
    }
    backwardInput =
        Packed.copyOf(arena, scratchpad, input, kernels.backwardPlan.weights_layer_desc());
    backwardRecurrent =
        Packed.copyOf(arena, scratchpad, recurrent, kernels.backwardPlan.weights_iter_desc());
    flatGradient = arena.zeros(shape.parameters());
    memory inputSum = arena.keep(OneDnn.over(kernels.inputWeights, flatGradient));
    memory recurrentSum =
        arena.keep(OneDnn.over(kernels.recurrentWeights, flatGradient.getPointer(recurrentStart)));
    biasGradient = arena.keep(OneDnn.over(kernels.bias, flatGradient.getPointer(biasStart)));
    inputGradient =
        Packed.sourceOf(
            arena, scratchpad, inputSum, kernels.backwardPlan.diff_weights_layer_desc());
    recurrentGradient =
        Packed.sourceOf(
            arena, scratchpad, recurrentSum, kernels.backwardPlan.diff_weights_iter_desc());
  }

  /** Takes the layer's parameters, in DL4J's order, for a forward pass. */
  void load(stream queue, FloatPointer dl4jParameters) {
    GateOrder.toOneDnn(dl4jParameters, flat, shape);
    forwardInput.copy.run(queue);
    forwardRecurrent.copy.run(queue);
  }

  /**
   * Prepares a backward pass with the parameters of the last forward pass: packs them and sets the
   * gradient to zero.
   */
  void beginGradient(stream queue) {
    backwardInput.copy.run(queue);
    backwardRecurrent.copy.run(queue);
    inputGradient.clear();
    recurrentGradient.clear();
    Pointer.memset(biasGradient.get_data_handle(), 0, 4L * shape.hidden() * Float.BYTES);
  }

  /** Brings the gradient, which each backward call adds to, into the flat order. */
  void endGradient(stream queue) {
    inputGradient.copy.run(queue);
    recurrentGradient.copy.run(queue);
  }

  /** The gradient of all of the part's examples, flat, in oneDNN's order of gates. */
  FloatPointer gradient() {
    return flatGradient;
  }

  void forwardArguments(Kernel kernel) {
    kernel
        .with(dnnl.DNNL_ARG_WEIGHTS_LAYER, forwardInput.packed)
        .with(dnnl.DNNL_ARG_WEIGHTS_ITER, forwardRecurrent.packed)
        .with(dnnl.DNNL_ARG_BIAS, bias);
  }

  void backwardArguments(Kernel kernel) {
    kernel
        .with(dnnl.DNNL_ARG_WEIGHTS_LAYER, backwardInput.packed)
        .with(dnnl.DNNL_ARG_WEIGHTS_ITER, backwardRecurrent.packed)
        .with(dnnl.DNNL_ARG_BIAS, bias)
        .with(dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER, inputGradient.packed)
        .with(dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER, recurrentGradient.packed)
        .with(dnnl.DNNL_ARG_DIFF_BIAS, biasGradient);
  }

  /**
   * Weights or gradients in the layout a kernel wants, and the copy from or to the plain layout.
   */
  private record Packed(memory packed, FloatPointer buffer, Kernel copy) {

    static Packed copyOf(Arena arena, Scratchpad scratchpad, memory plain, memory.desc layout) {
      FloatPointer buffer = arena.zeros(arena.keep(layout).get_size() / Float.BYTES);
      memory packed = arena.keep(OneDnn.over(layout, buffer));
      return new Packed(packed, buffer, Kernel.copy(arena, scratchpad, plain, packed));
    }

    static Packed sourceOf(Arena arena, Scratchpad scratchpad, memory plain, memory.desc layout) {
      FloatPointer buffer = arena.zeros(arena.keep(layout).get_size() / Float.BYTES);
      memory packed = arena.keep(OneDnn.over(layout, buffer));
      return new Packed(packed, buffer, Kernel.copy(arena, scratchpad, packed, plain));
    }

    void clear() {
      Pointer.memset(buffer, 0, buffer.capacity() * Float.BYTES);
    }
  }
}
