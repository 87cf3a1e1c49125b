package org.lstmworkbook.accel;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * DL4J's LSTM layer with its forward and backward passes in oneDNN. It shares parameters, gradients
 * and settings with the layer it stands in for, and leaves to DL4J's own code what the fast path
 * does not serve.
 *
 * <p>Sequences are [batch, channels, time], as everywhere in DL4J; in memory the ones made here are
 * [time, batch, channels].
 */
final class FastLstmLayer extends LSTM {

  private static final long serialVersionUID = 1L;

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
    setIterationCount(original.getIterationCount());
    setEpochCount(original.getEpochCount());
    setParamsViewArray(original.params());
    setParamTable(original.paramTable());
    if (original.getGradientsViewArray() != null) {
      setBackpropGradientsViewArray(original.getGradientsViewArray());
    }
    rnnSetPreviousState(original.rnnGetPreviousState());
    rnnSetTBPTTState(original.rnnGetTBPTTState());
  }

  /** The layer this one stands in for, with the state it would have now. */
  LSTM original() {
    original.rnnSetPreviousState(rnnGetPreviousState());
    original.rnnSetTBPTTState(rnnGetTBPTTState());
    if (gradientsFlattened != null) {
      original.setBackpropGradientsViewArray(gradientsFlattened);
    }
    original.setIterationCount(getIterationCount());
    original.setEpochCount(getEpochCount());
    runner.endPass();
    return original;
  }

  /** How a message names this layer. */
  String describe() {
    return "LSTM layer " + getIndex();
  }

  /** One line on how this layer is computed. */
  String report() {
    String served =
        describe() + ": " + OneDnn.version() + ", up to " + runner.threads() + " threads";
    return leftToDl4j == null
        ? served
        : served + "; DL4J's own path for a call, because " + leftToDl4j;
  }

  @Override
  public INDArray activate(INDArray newInput, boolean training, LayerWorkspaceMgr workspaces) {
    setInput(newInput, workspaces);
    return activate(training, workspaces);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    Mask mask = mask();
    return mask.served()
        ? sequence(training, State.ZERO, null, mask, workspaces)
        : super.activate(training, workspaces);
  }

  @Override
  public INDArray rnnTimeStep(INDArray newInput, LayerWorkspaceMgr workspaces) {
    setInput(newInput, workspaces);
    Mask mask = mask();
    if (!mask.served()) {
      return super.rnnTimeStep(newInput, workspaces);
    }
    State after = State.room(shape());
    INDArray output = sequence(false, State.in(stateMap), after, mask, workspaces);
    after.putInto(stateMap);
    return output;
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray newInput, boolean training, boolean store, LayerWorkspaceMgr workspaces) {
    setInput(newInput, workspaces);
    Mask mask = mask();
    if (!mask.served()) {
      return super.rnnActivateUsingStoredState(newInput, training, store, workspaces);
    }
    State after = State.room(shape());
    INDArray output = sequence(training, State.in(tBpttStateMap), after, mask, workspaces);
    if (store) {
      after.putInto(tBpttStateMap);
    }
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    Mask mask = mask();
    return mask.served()
        ? backward(State.ZERO, epsilon, null, mask, workspaces)
        : super.backpropGradient(epsilon, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
    Mask mask = mask();
    boolean whole = length >= input.size(2);
    if (!whole && !mask.full()) {
      leaveToDl4j("its mask and its truncation to " + length + " steps come together");
      return super.tbpttBackpropGradient(epsilon, length, workspaces);
    }
    if (!mask.served()) {
      return super.tbpttBackpropGradient(epsilon, length, workspaces);
    }
    State before = State.in(stateMap);
    return whole
        ? backward(before, epsilon, null, mask, workspaces)
        : backwardThroughTheEnd(before, epsilon, length, workspaces);
  }

  /** Each example's last hidden state, [batch, hidden]. */
  INDArray last(boolean training, Mask mask, LayerWorkspaceMgr workspaces) {
    LstmShape shape = prepare(training, workspaces);
    INDArray last = array(workspaces, ArrayType.ACTIVATIONS, shape.batch(), shape.hidden());
    run(shape, input, State.ZERO, mask, training, new LstmRunner.Wanted(null, last, null));
    return last;
  }

  /** Backward from a gradient by each example's last hidden state, [batch, hidden]. */
  Pair<Gradient, INDArray> backwardFromLast(
      INDArray epsilon, Mask mask, LayerWorkspaceMgr workspaces) {
    return backward(State.ZERO, null, State.dense(epsilon), mask, workspaces);
  }

  /** The mask of the present input. */
  Mask mask() {
    Mask mask = Mask.of(maskArray, shape(), describe());
    if (!mask.served()) {
      leaveToDl4j("its mask is not a run of ones followed by zeros");
    }
    return mask;
  }

  private void leaveToDl4j(String reason) {
    if (leftToDl4j == null) {
      FastLstm.LOG.info("{} runs on DL4J's own path: {}.", describe(), reason);
    }
    leftToDl4j = reason;
  }

  private INDArray sequence(
      boolean training, State before, State after, Mask mask, LayerWorkspaceMgr workspaces) {
    LstmShape shape = prepare(training, workspaces);
    INDArray sequence =
        array(workspaces, ArrayType.ACTIVATIONS, shape.steps(), shape.batch(), shape.hidden());
    run(shape, input, before, mask, training, new LstmRunner.Wanted(sequence, null, after));
    return sequence.permute(1, 2, 0);
  }

  private Pair<Gradient, INDArray> backward(
      State before,
      INDArray epsilon,
      INDArray lastEpsilon,
      Mask mask,
      LayerWorkspaceMgr workspaces) {
    LstmShape shape = prepare(true, workspaces);
    if (runner.passOver(input, before) == null) {
      run(shape, input, before, mask, true, LstmRunner.Wanted.NOTHING);
    }
    INDArray inputGradient =
        array(
            workspaces, ArrayType.ACTIVATION_GRAD, shape.steps(), shape.batch(), shape.features());
    runner.backward(epsilon, lastEpsilon, inputGradient.permute(1, 2, 0), gradientsFlattened, mask);
    return gradients(inputGradient);
  }

  /** Truncated: forward over all steps, backward over the last ones only. */
  private Pair<Gradient, INDArray> backwardThroughTheEnd(
      State before, INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
    LstmShape shape = prepare(true, workspaces);
    int cut = shape.steps() - length;
    INDArray head = during(input, 0, cut);
    INDArray tail = during(input, cut, shape.steps());
    State between = State.room(shape);
    run(shape(head), head, before, Mask.NONE, false, new LstmRunner.Wanted(null, null, between));
    run(shape(tail), tail, between, Mask.NONE, true, LstmRunner.Wanted.NOTHING);
    INDArray inputGradient =
        workspaces.create(
            ArrayType.ACTIVATION_GRAD,
            DataType.FLOAT,
            new long[] {shape.steps(), shape.batch(), shape.features()},
            'c');
    INDArray gradient = inputGradient.permute(1, 2, 0);
    runner.backward(
        during(epsilon, cut, shape.steps()),
        null,
        during(gradient, cut, shape.steps()),
        gradientsFlattened,
        Mask.NONE);
    return gradients(inputGradient);
  }

  private static INDArray during(INDArray sequence, long from, long to) {
    return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  private void run(
      LstmShape shape,
      INDArray sequence,
      State before,
      Mask mask,
      boolean training,
      LstmRunner.Wanted wanted) {
    runner.forward(
        shape,
        paramsFlattened,
        sequence,
        before.checkedFor(shape, describe()),
        mask,
        training,
        wanted);
  }

  private Pair<Gradient, INDArray> gradients(INDArray inputGradient) {
    Gradient gradient = new DefaultGradient();
    gradientViews.forEach((name, view) -> gradient.gradientForVariable().put(name, view));
    return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient.permute(1, 2, 0)));
  }

  private LstmShape prepare(boolean training, LayerWorkspaceMgr workspaces) {
    input = input.castTo(DataType.FLOAT);
    applyDropOutIfNecessary(training, workspaces);
    return shape();
  }

  private LstmShape shape() {
    assertInputSet(false);
    return shape(input);
  }

  private LstmShape shape(INDArray sequence) {
    long features = layerConf().getNIn();
    if (sequence.rank() != 3 || sequence.size(1) != features) {
      throw new DL4JInvalidInputException(
          "The input of "
              + describe()
              + " has shape "
              + Arrays.toString(sequence.shape())
              + ", but the layer was made for [examples, "
              + features
              + " features, time steps].");
    }
    return new LstmShape(
        (int) sequence.size(0),
        (int) sequence.size(2),
        (int) features,
        (int) layerConf().getNOut());
  }

  private static INDArray array(LayerWorkspaceMgr workspaces, ArrayType type, long... shape) {
    return workspaces.createUninitialized(type, DataType.FLOAT, shape, 'c');
  }
}
