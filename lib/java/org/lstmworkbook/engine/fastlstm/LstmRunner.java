package org.lstmworkbook.engine.fastlstm;

import java.lang.ref.Reference;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs one layer's passes in native code: borrows a plan for each shape, and holds on to it from a
 * training pass to its backward pass. Sequences are [batch, channels, time] as in DL4J; those made
 * here lie in memory as [time, batch, channels].
 */
final class LstmRunner {

  private final int threads;
  private Pass pass;

  LstmRunner(int threads) {
    this.threads = threads;
  }

  int threads() {
    return threads;
  }

  /**
   * One call of a layer.
   *
   * @param layer how a message names it
   * @param shape its sizes
   * @param parameters its flat parameters
   * @param input [batch, features, time]
   * @param before the state it begins with
   * @param mask the sequences' lengths
   */
  record Call(
      String layer, LstmShape shape, INDArray parameters, INDArray input, State before, Mask mask) {

    /** The same layer on some of the time steps, from another state. */
    Call during(int from, int to, State start) {
      return new Call(
          layer,
          shape.withSteps(to - from),
          parameters,
          LstmRunner.during(input, from, to),
          start,
          mask);
    }
  }

  /**
   * The hidden states of all steps, [batch, hidden, time]. The state after the last one goes to
   * {@code after}, if not null.
   */
  INDArray sequence(Call call, boolean training, State after, LayerWorkspaceMgr workspaces) {
    LstmShape shape = call.shape();
    INDArray output =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            DataType.FLOAT,
            new long[] {shape.steps(), shape.batch(), shape.hidden()},
            'c');
    INDArray sequence = output.permute(1, 2, 0);
    forward(call, training, sequence, null, after);
    return sequence;
  }

  /** Each example's last hidden state, [batch, hidden]. */
  INDArray last(Call call, boolean training, LayerWorkspaceMgr workspaces) {
    long[] dimensions = {call.shape().batch(), call.shape().hidden()};
    INDArray last =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, dimensions, 'c');
    forward(call, training, null, last, null);
    return last;
  }

  /**
   * Backward through all steps, from the gradient by all outputs or by the last ones.
   *
   * @param epsilon [batch, hidden, time], or null
   * @param lastEpsilon [batch, hidden], or null
   * @param gradient where the parameters' gradient goes, flat
   * @return the gradient by the input, [batch, features, time]
   */
  INDArray backward(
      Call call,
      INDArray epsilon,
      INDArray lastEpsilon,
      INDArray gradient,
      LayerWorkspaceMgr workspaces) {
    if (pass == null || !pass.answers(call.input(), call.before())) {
      forward(call, true, null, null, null);
    }
    INDArray inputGradient = inputGradient(call.shape(), workspaces);
    finish(call, epsilon, lastEpsilon, inputGradient, gradient);
    return inputGradient;
  }

  /**
   * Truncated: forward through all steps, backward through the last ones only; the others get no
   * gradient.
   */
  INDArray backwardThrough(
      int lastSteps, Call call, INDArray epsilon, INDArray gradient, LayerWorkspaceMgr workspaces) {
    int steps = call.shape().steps();
    int cut = steps - lastSteps;
    State between = State.room(call.shape());
    forward(call.during(0, cut, call.before()), false, null, null, between);
    Call tail = call.during(cut, steps, between);
    forward(tail, true, null, null, null);
    INDArray inputGradient = inputGradient(call.shape(), workspaces);
    during(inputGradient, 0, cut).assign(0);
    finish(tail, during(epsilon, cut, steps), null, during(inputGradient, cut, steps), gradient);
    return inputGradient;
  }

  /** Gives the plan back that waits for a backward pass, if one does. */
  void endPass() {
    if (pass != null) {
      pass.end();
      pass = null;
    }
  }

  private void forward(Call call, boolean training, INDArray sequence, INDArray last, State after) {
    endPass();
    Pass next =
        new Pass(
            PlanPool.SHARED.borrow(new LstmPlan.Key(call.shape(), training)),
            call.input(),
            call.before());
    State before = call.before().dense();
    boolean waitsForBackward = false;
    try {
      next.plan()
          .forward(
              new Slice.Forward(
                  TimeMajor.of(call.input()),
                  TimeMajor.start(call.parameters()),
                  State.address(before.hidden()),
                  State.address(before.cell()),
                  sequence == null ? null : TimeMajor.of(sequence),
                  State.address(last),
                  after == null ? null : State.address(after.hidden()),
                  after == null ? null : State.address(after.cell()),
                  call.mask(),
                  call.layer()),
              threads);
      waitsForBackward = training;
    } finally {
      Reference.reachabilityFence(before);
      if (waitsForBackward) {
        pass = next;
      } else {
        next.end();
      }
    }
  }

  private void finish(
      Call call,
      INDArray epsilon,
      INDArray lastEpsilon,
      INDArray inputGradient,
      INDArray gradient) {
    INDArray last = State.dense(lastEpsilon);
    try {
      pass.plan()
          .backward(
              new Slice.Backward(
                  epsilon == null ? null : TimeMajor.of(epsilon),
                  State.address(last),
                  TimeMajor.of(inputGradient),
                  TimeMajor.start(gradient),
                  call.mask(),
                  call.layer()),
              threads);
    } finally {
      Reference.reachabilityFence(last);
      endPass();
    }
  }

  private static INDArray inputGradient(LstmShape shape, LayerWorkspaceMgr workspaces) {
    long[] dimensions = {shape.steps(), shape.batch(), shape.features()};
    return workspaces
        .createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, dimensions, 'c')
        .permute(1, 2, 0);
  }

  private static INDArray during(INDArray sequence, long from, long to) {
    return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  /**
   * A forward pass for training, and the plan that still holds what its backward pass needs.
   *
   * @param plan borrowed until the pass ends
   * @param input of the layer, [batch, features, time]
   * @param before the state it began with
   */
  private record Pass(LstmPlan plan, INDArray input, State before) {

    /** Whether a backward call for this input and state may use what this pass left. */
    boolean answers(INDArray wanted, State from) {
      return input == wanted && before.isSameAs(from);
    }

    void end() {
      PlanPool.SHARED.giveBack(plan);
    }
  }
}
