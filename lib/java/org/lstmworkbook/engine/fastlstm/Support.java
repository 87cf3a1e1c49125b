package org.lstmworkbook.engine.fastlstm;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;

/** Which layers the fast path computes, and what it says of the others. */
final class Support {

  private Support() {}

  /** Whether a layer is one that a reader would expect to be served. */
  static boolean isRecurrent(Layer layer) {
    return layer instanceof RecurrentLayer || layer instanceof BaseWrapperLayer;
  }

  /**
   * Why a layer stays on DL4J's own path, as the end of a sentence; null where the fast path serves
   * it.
   */
  static String whyNot(Layer layer) {
    if (layer.getClass() == LastTimeStepLayer.class) {
      return whyNot(((LastTimeStepLayer) layer).getUnderlying());
    }
    if (layer.getClass() != LSTM.class) {
      return "the fast path serves LSTM and LastTimeStep(LSTM) only";
    }
    LSTM lstm = (LSTM) layer;
    var configuration = lstm.layerConf();
    if (!(configuration.getActivationFn() instanceof ActivationTanH)) {
      return "its activation is " + configuration.getActivationFn() + ", the fast path has tanh";
    }
    if (!(configuration.getGateActivationFn() instanceof ActivationSigmoid)) {
      return "its gates' activation is "
          + configuration.getGateActivationFn()
          + ", the fast path has sigmoid";
    }
    if (configuration.getWeightNoise() != null) {
      return "it has weight noise";
    }
    if (lstm.getDataFormat() == RNNFormat.NWC) {
      return "its data format is NWC, the fast path has NCW";
    }
    DataType type = lstm.params().dataType();
    return type == DataType.FLOAT
        ? null
        : "its numbers are of type " + type + ", the fast path has FLOAT";
  }
}
