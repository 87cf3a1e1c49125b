package org.lstmworkbook.lab.experiments;

import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The last step of a recurrent layer whose gradient walks only k steps back: the steps before are
 * run for their state alone. DL4J's own truncated training cuts a sequence into pieces and updates
 * the weights after each, which changes the number of updates, too; its backward length is not
 * heeded in 1.0.0-M2.1. Here only the way back differs.
 */
final class TruncatedLastStep extends LastTimeStepLayer {

  private final BaseRecurrentLayer<?> recurrent;
  private final int most;
  private int back;

  private TruncatedLastStep(LastTimeStepLayer layer, int k) {
    super(layer.getUnderlying());
    this.recurrent = (BaseRecurrentLayer<?>) layer.getUnderlying();
    this.most = k;
  }

  /** Cuts the way back of the network's first layer, a LastTimeStep, to k steps. */
  static void install(MultiLayerNetwork network, int k) {
    network.getLayers()[0] = new TruncatedLastStep((LastTimeStepLayer) network.getLayer(0), k);
  }

  @Override
  public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
    long steps = input.size(2);
    back = (int) Math.min(most, steps);
    recurrent.rnnClearPreviousState();
    if (back < steps) {
      recurrent.rnnTimeStep(part(input, 0, steps - back), workspaces);
    }
    Map<String, INDArray> state = recurrent.rnnGetPreviousState();
    recurrent.rnnSetTBPTTState(state);
    INDArray all =
        recurrent.rnnActivateUsingStoredState(
            part(input, steps - back, steps), training, false, workspaces);
    INDArray last = all.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(back - 1));
    return workspaces.dup(ArrayType.ACTIVATIONS, last);
  }

  private static INDArray part(INDArray input, long from, long to) {
    return input.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup();
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray steps = Nd4j.zeros(epsilon.size(0), epsilon.size(1), back);
    steps.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(back - 1)).assign(epsilon);
    Gradient gradient = recurrent.tbpttBackpropGradient(steps, back, workspaces).getFirst();
    return new Pair<>(gradient, null); // a first layer: nobody asks for its input's gradient
  }
}
