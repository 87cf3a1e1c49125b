package org.lstmworkbook.accel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs one layer's passes: borrows the plan for each shape, and holds on to it from a training pass
 * to its backward pass.
 */
final class LstmRunner {

  private final int threads;
  private LstmPass pass;

  LstmRunner(int threads) {
    this.threads = threads;
  }

  int threads() {
    return threads;
  }

  /**
   * What a forward pass is to write; each may be null.
   *
   * @param sequence the hidden states of all steps, [time, batch, hidden], dense
   * @param last each example's last hidden state, [batch, hidden], dense
   * @param after the state after the last step
   */
  record Wanted(INDArray sequence, INDArray last, State after) {
    static final Wanted NOTHING = new Wanted(null, null, null);
  }

  /**
   * Runs a layer over a batch.
   *
   * @param parameters the layer's, flat
   * @param input [batch, features, time]
   */
  void forward(
      LstmShape shape,
      INDArray parameters,
      INDArray input,
      State before,
      Mask mask,
      boolean training,
      Wanted wanted) {
    endPass();
    LstmPlan plan = PlanPool.SHARED.borrow(new LstmPlan.Key(shape, training, threads));
    State from = before.dense();
    plan.forward(
        new ForwardCall(
            TimeMajor.of(input),
            TimeMajor.start(parameters),
            State.address(from.hidden()),
            State.address(from.cell()),
            wanted.sequence() == null ? null : TimeMajor.of(wanted.sequence().permute(1, 2, 0)),
            State.address(wanted.last()),
            wanted.after() == null ? null : State.address(wanted.after().hidden()),
            wanted.after() == null ? null : State.address(wanted.after().cell()),
            mask));
    LstmPass done = new LstmPass(plan, input, before, wanted.after());
    if (training) {
      pass = done;
    } else {
      done.end();
    }
  }

  /** The last training pass, if it was over this very input from this very state; else null. */
  LstmPass passOver(INDArray input, State before) {
    return pass != null && pass.answers(input, before) ? pass : null;
  }

  /** Runs the last training pass backward, and ends it. */
  void backward(
      INDArray sequenceGradient,
      INDArray lastGradient,
      INDArray inputGradient,
      INDArray parameterGradient,
      Mask mask) {
    pass.plan()
        .backward(
            new BackwardCall(
                sequenceGradient == null ? null : TimeMajor.of(sequenceGradient),
                State.address(lastGradient),
                TimeMajor.of(inputGradient),
                TimeMajor.start(parameterGradient),
                mask));
    endPass();
  }

  void endPass() {
    if (pass != null) {
      pass.end();
      pass = null;
    }
  }
}
