package org.lstmworkbook.engine.fastlstm;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's LastTimeStep around a fast LSTM: only the last step leaves the native code, and only its
 * gradient enters.
 */
final class FastLastTimeStepLayer extends LastTimeStepLayer {

  private static final long serialVersionUID = 1L;

  private final LastTimeStepLayer original;
  private final FastLstmLayer lstm;

  FastLastTimeStepLayer(LastTimeStepLayer original, FastLstmLayer lstm) {
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
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    return lstm.served()
        ? lstm.backwardFromLast(epsilon, workspaces)
        : super.backpropGradient(epsilon, workspaces);
  }
}
