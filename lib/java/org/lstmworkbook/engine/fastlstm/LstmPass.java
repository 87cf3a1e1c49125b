package org.lstmworkbook.engine.fastlstm;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A forward pass for training, and the plan that still holds what its backward pass needs.
 *
 * @param plan borrowed until the pass ends
 * @param input of the layer, [batch, features, time]
 * @param before the state it began with
 */
record LstmPass(LstmPlan plan, INDArray input, State before) {

  /** Whether a backward call for this input and state may use what this pass left. */
  boolean answers(INDArray wanted, State from) {
    return input == wanted && before.isSameAs(from);
  }

  void end() {
    PlanPool.SHARED.giveBack(plan);
  }
}
