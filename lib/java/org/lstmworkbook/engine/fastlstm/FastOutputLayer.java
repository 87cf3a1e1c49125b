package org.lstmworkbook.engine.fastlstm;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * DL4J's output layer, learning in fewer array operations, with the same bits.
 *
 * <p>DL4J computes the output twice in a training step, for the gradient and for the loss; here
 * both come from one. For one number with a mean squared error, where each of its some fifteen
 * operations on a few dozen numbers costs more than its arithmetic, the large products alone stay
 * DL4J's, and the few numbers between them are looped over once. What it does not serve, inference
 * among it, is DL4J's own code.
 */
final class FastOutputLayer extends OutputLayer {

  private final OutputLayer original;

  /** The input that {@link #loss} belongs to. */
  private transient INDArray learned;

  /** The sum over the examples. */
  private transient double loss;

  FastOutputLayer(OutputLayer original) {
    super(original.conf(), original.params().dataType());
    this.original = original;
    setIndex(original.getIndex());
    setListeners(original.getListeners());
    setParamsViewArray(original.params());
    setParamTable(original.paramTable());
    share(original, this);
  }

  /** Whether a layer is such an output layer. */
  static boolean serves(Layer layer) {
    if (layer.getClass() != OutputLayer.class) {
      return false;
    }
    var definition = ((OutputLayer) layer).layerConf();
    return definition.hasBias()
        && definition.getWeightNoise() == null
        && layer.params().dataType() == DataType.FLOAT;
  }

  /** The layer this one stands in for, as it would be by now. */
  OutputLayer original() {
    share(this, original);
    return original;
  }

  private static void share(OutputLayer from, OutputLayer to) {
    to.setIterationCount(from.getIterationCount());
    to.setEpochCount(from.getEpochCount());
    if (from.getGradientsViewArray() != null) {
      to.setBackpropGradientsViewArray(from.getGradientsViewArray());
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    learned = null;
    if (!served()) {
      return super.backpropGradient(epsilon, workspaces);
    }
    applyDropOutIfNecessary(true, workspaces);
    INDArray weights = getParam(DefaultParamInitializer.WEIGHT_KEY);
    INDArray weightGradient = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    INDArray biasGradient = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
    INDArray delta =
        isSquaredErrorOfOne()
            ? squaredErrorsDelta(biasGradient, workspaces)
            : delta(biasGradient, workspaces);
    learned = input;
    Nd4j.gemm(input, delta, weightGradient, true, false, 1.0, 0.0);
    INDArray inputGradient =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD,
            DataType.FLOAT,
            new long[] {weights.size(0), input.size(0)},
            'f');
    Gradient gradient = new DefaultGradient();
    gradient.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, weightGradient);
    gradient.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, biasGradient);
    weights.mmuli(delta.transpose(), inputGradient);
    return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient.transpose()));
  }

  /** Whether this call is one example a row. */
  private boolean served() {
    return input != null
        && input.rank() == 2
        && input.dataType() == DataType.FLOAT
        && input.size(1) == layerConf().getNIn()
        && labels != null;
  }

  /** The gradient of any loss by the output, [batch, outputs]; the bias's is its sum. */
  private INDArray delta(INDArray biasGradient, LayerWorkspaceMgr workspaces) {
    INDArray output = preOutput2d(true, workspaces);
    Pair<Double, INDArray> both =
        layerConf()
            .getLossFn()
            .computeGradientAndScore(
                labels, output, layerConf().getActivationFn(), maskArray, false);
    loss = both.getFirst();
    both.getSecond().sum(biasGradient, 0);
    return both.getSecond();
  }

  /**
   * Whether the loss is that of one number, all examples count, and the labels lie one after the
   * other in memory.
   */
  private boolean isSquaredErrorOfOne() {
    return layerConf().getNOut() == 1
        && layerConf().getActivationFn() instanceof ActivationIdentity
        && layerConf().getLossFn() instanceof LossMSE error
        && error.getWeights() == null
        && maskArray == null
        && labels.dataType() == DataType.FLOAT
        && labels.rank() == 2
        && labels.size(0) == input.size(0)
        && labels.size(1) == 1
        && labels.stride(0) == 1;
  }

  /** The squared error's gradient by the output, 2 (output - label), [batch, 1]. */
  private INDArray squaredErrorsDelta(INDArray biasGradient, LayerWorkspaceMgr workspaces) {
    INDArray delta =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, new long[] {input.size(0), 1}, 'f');
    input.mmuli(getParam(DefaultParamInitializer.WEIGHT_KEY), delta);
    float bias = getParam(DefaultParamInitializer.BIAS_KEY).getFloat(0);
    float[] wanted = new float[(int) labels.size(0)];
    float[] values = new float[wanted.length];
    TimeMajor.start(labels).get(wanted);
    FloatPointer place = TimeMajor.start(delta);
    place.get(values);
    float sum = 0;
    float squares = 0;
    for (int row = 0; row < values.length; row++) {
      float error = values[row] + bias - wanted[row];
      squares += error * error;
      values[row] = error * 2;
      sum += values[row];
    }
    place.put(values);
    biasGradient.putScalar(0, sum);
    loss = squares;
    return delta;
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    if (!training || learned == null || learned != input) {
      return super.computeScore(regularization, training, workspaces);
    }
    learned = null;
    score = (conf().isMiniBatch() ? loss / getInputMiniBatchSize() : loss) + regularization;
    return score;
  }
}
