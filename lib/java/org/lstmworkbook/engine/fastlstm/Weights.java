package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * One part's copy of the layer's parameters, and the sum of its gradients: both flat, in oneDNN's
 * order of gates.
 *
 * <p>DL4J and oneDNN keep a layer's parameters as input weights [gate, hidden, features], recurrent
 * weights [gate, hidden, hidden] and biases [gate, hidden], one after the other, the last axis
 * contiguous (DL4J writes this as column-major [features, 4·hidden]). Only the order of the four
 * gates differs: DL4J has candidate, forget, output, input; oneDNN has input, forget, candidate,
 * output.
 */
final class Weights {

  /** The DL4J block that holds oneDNN's gate k. */
  private static final int[] DL4J_BLOCK = {3, 1, 0, 2};

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

  Weights(Arena arena, LstmKernels kernels, LstmShape shape, boolean training) {
    this.shape = shape;
    long recurrentStart = 4L * shape.hidden() * shape.features();
    long biasStart = recurrentStart + 4L * shape.hidden() * shape.hidden();
    flat = arena.zeros(shape.parameters());
    memory input = arena.over(kernels.inputWeights, flat);
    memory recurrent = arena.over(kernels.recurrentWeights, flat.getPointer(recurrentStart));
    bias = arena.over(kernels.bias, flat.getPointer(biasStart));
    forwardInput = Packed.copyOf(arena, input, kernels.forwardPlan.weights_layer_desc());
    forwardRecurrent = Packed.copyOf(arena, recurrent, kernels.forwardPlan.weights_iter_desc());
    if (!training) {
      flatGradient = null;
      backwardInput = backwardRecurrent = inputGradient = recurrentGradient = null;
      biasGradient = null;
      return;
    }
    backwardInput = Packed.copyOf(arena, input, kernels.backwardPlan.weights_layer_desc());
    backwardRecurrent = Packed.copyOf(arena, recurrent, kernels.backwardPlan.weights_iter_desc());
    flatGradient = arena.zeros(shape.parameters());
    memory inputSum = arena.over(kernels.inputWeights, flatGradient);
    memory recurrentSum =
        arena.over(kernels.recurrentWeights, flatGradient.getPointer(recurrentStart));
    biasGradient = arena.over(kernels.bias, flatGradient.getPointer(biasStart));
    inputGradient =
        Packed.sourceOf(arena, inputSum, kernels.backwardPlan.diff_weights_layer_desc());
    recurrentGradient =
        Packed.sourceOf(arena, recurrentSum, kernels.backwardPlan.diff_weights_iter_desc());
  }

  /** Takes the layer's parameters, in DL4J's order, for a forward pass. */
  void load(stream queue, FloatPointer dl4jParameters) {
    toOneDnn(dl4jParameters, flat, shape);
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

  private static void toOneDnn(Pointer dl4j, Pointer oneDnn, LstmShape shape) {
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

  /**
   * Weights or gradients in the layout a kernel wants, and the copy from or to the plain layout.
   */
  private record Packed(memory packed, FloatPointer buffer, Kernel copy) {

    static Packed copyOf(Arena arena, memory plain, memory.desc layout) {
      FloatPointer buffer = arena.zeros(arena.keep(layout).get_size() / Float.BYTES);
      memory packed = arena.over(layout, buffer);
      return new Packed(packed, buffer, Kernel.copy(arena, plain, packed));
    }

    static Packed sourceOf(Arena arena, memory plain, memory.desc layout) {
      FloatPointer buffer = arena.zeros(arena.keep(layout).get_size() / Float.BYTES);
      memory packed = arena.over(layout, buffer);
      return new Packed(packed, buffer, Kernel.copy(arena, packed, plain));
    }

    void clear() {
      Pointer.memset(buffer, 0, buffer.capacity() * Float.BYTES);
    }
  }
}
