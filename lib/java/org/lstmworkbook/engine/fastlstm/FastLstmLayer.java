package org.lstmworkbook.engine.fastlstm;

import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.lstmworkbook.Notice;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's LSTM layer with its forward and backward passes in oneDNN. It shares parameters, gradients
 * and settings with the layer it stands in for, and leaves to DL4J's own code what the fast path
 * does not serve.
 */
final class FastLstmLayer extends LSTM {

  private final LSTM original;
  private final transient LstmRunner runner;

  /**
   * Why the last call that the fast path did not serve went to DL4J's own code; null while there
   * was none.
   */
  private String leftToDl4j;

  FastLstmLayer(LSTM original, int threads) {
    super(original.conf(), original.params().dataType());
    this.original = original;
    this.runner = new LstmRunner(threads);
    setIndex(original.getIndex());
    setListeners(original.getListeners());
    setParamsViewArray(original.params());
    setParamTable(original.paramTable());
    share(original, this);
  }

  /** The layer this one stands in for, as it would be by now. */
  LSTM original() {
    runner.endPass();
    share(this, original);
    return original;
  }

  private static void share(LSTM from, LSTM to) {
    to.setIterationCount(from.getIterationCount());
    to.setEpochCount(from.getEpochCount());
    to.rnnSetPreviousState(from.rnnGetPreviousState());
    to.rnnSetTBPTTState(from.rnnGetTBPTTState());
    if (from.getGradientsViewArray() != null) {
      to.setBackpropGradientsViewArray(from.getGradientsViewArray());
    }
  }

  /** One line on how this layer is computed. */
  String report() {
    String served =
        describe() + ": " + OneDnn.version() + ", up to " + runner.threads() + " threads";
    return leftToDl4j == null
        ? served
        : served + "; DL4J's own path for a call, because " + leftToDl4j;
  }

  private String describe() {
    return "LSTM layer " + getIndex();
  }

  @Override
  public INDArray activate(INDArray newInput, boolean training, LayerWorkspaceMgr workspaces) {
    setInput(newInput, workspaces);
    return activate(training, workspaces);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return mask().served()
        ? runner.sequence(call(State.ZERO, training, workspaces), training, null, workspaces)
        : super.activate(training, workspaces);
  }

  @Override
  public INDArray rnnTimeStep(INDArray newInput, LayerWorkspaceMgr workspaces) {
    setInput(newInput, workspaces);
    if (!mask().served()) {
      return super.rnnTimeStep(newInput, workspaces);
    }
    State after = State.room(shape());
    LstmRunner.Call call = call(State.in(stateMap), false, workspaces);
    INDArray output = runner.sequence(call, false, after, workspaces);
    after.putInto(stateMap);
    return output;
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray newInput, boolean training, boolean store, LayerWorkspaceMgr workspaces) {
    setInput(newInput, workspaces);
    if (!mask().served()) {
      return super.rnnActivateUsingStoredState(newInput, training, store, workspaces);
    }
    State after = State.room(shape());
    LstmRunner.Call call = call(State.in(tBpttStateMap), training, workspaces);
    INDArray output = runner.sequence(call, training, after, workspaces);
    if (store) {
      after.putInto(tBpttStateMap);
    }
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (!mask().served()) {
      return super.backpropGradient(epsilon, workspaces);
    }
    LstmRunner.Call call = call(State.ZERO, true, workspaces);
    return gradients(runner.backward(call, epsilon, null, gradientsFlattened, workspaces));
  }

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
    boolean whole = length >= shape().steps();
    Mask mask = mask();
    if (!whole && !mask.full()) {
      leaveToDl4j("a mask and a truncation to " + length + " steps come together");
    }
    if (!mask.served() || (!whole && !mask.full())) {
      return super.tbpttBackpropGradient(epsilon, length, workspaces);
    }
    LstmRunner.Call call = call(State.in(stateMap), true, workspaces);
    return gradients(
        whole
            ? runner.backward(call, epsilon, null, gradientsFlattened, workspaces)
            : runner.backwardThrough(length, call, epsilon, gradientsFlattened, workspaces));
  }

  /** Whether the fast path serves the present input. */
  boolean served() {
    return mask().served();
  }

  /** Each example's last hidden state, [batch, hidden]. */
  INDArray last(boolean training, LayerWorkspaceMgr workspaces) {
    return runner.last(call(State.ZERO, training, workspaces), training, workspaces);
  }

  /** Backward from the gradient by each example's last hidden state, [batch, hidden]. */
  Pair<Gradient, INDArray> backwardFromLast(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    LstmRunner.Call call = call(State.ZERO, true, workspaces);
    return gradients(runner.backward(call, null, epsilon, gradientsFlattened, workspaces));
  }

  private LstmRunner.Call call(State before, boolean training, LayerWorkspaceMgr workspaces) {
    LstmShape shape = shape();
    input = input.castTo(DataType.FLOAT);
    applyDropOutIfNecessary(training, workspaces);
    String name = describe() + " in training step " + getIterationCount();
    return new LstmRunner.Call(
        name, shape, paramsFlattened, input, before.checkedFor(shape, describe()), mask());
  }

  private Pair<Gradient, INDArray> gradients(INDArray inputGradient) {
    Gradient gradient = new DefaultGradient();
    gradient.gradientForVariable().putAll(gradientViews);
    return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
  }

  private LstmShape shape() {
    assertInputSet(false);
    return LstmShape.of(input, layerConf().getNIn(), layerConf().getNOut(), describe());
  }

  private Mask mask() {
    Mask mask = Mask.of(maskArray, shape(), describe());
    if (!mask.served()) {
      leaveToDl4j("a mask is not a run of ones followed by zeros");
    }
    return mask;
  }

  private void leaveToDl4j(String reason) {
    if (leftToDl4j == null) {
      Notice.once("%s runs on DL4J's own path: %s.".formatted(describe(), reason));
    }
    leftToDl4j = reason;
  }

  /**
   * DL4J's LastTimeStep around a fast LSTM: only the last step leaves the native code, and only its
   * gradient enters.
   */
  static final class LastStep extends LastTimeStepLayer {

    private final LastTimeStepLayer original;
    private final FastLstmLayer lstm;

    LastStep(LastTimeStepLayer original, FastLstmLayer lstm) {
      super(lstm);
      this.original = original;
      this.lstm = lstm;
    }

    LastTimeStepLayer original() {
      original.setUnderlying(lstm.original());
      return original;
    }

    String report() {
      return lstm.report();
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
      lstm.setInput(input, workspaces);
      return activate(training, workspaces);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      return lstm.served() ? lstm.last(training, workspaces) : super.activate(training, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      return lstm.served()
          ? lstm.backwardFromLast(epsilon, workspaces)
          : super.backpropGradient(epsilon, workspaces);
    }
  }
}
