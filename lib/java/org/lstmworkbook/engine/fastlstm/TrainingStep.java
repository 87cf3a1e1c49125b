package org.lstmworkbook.engine.fastlstm;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * A training step that does what {@code MultiLayerNetwork.fit(input, labels)} does, to the last
 * bit, with less around it.
 *
 * <p>DL4J cuts gradient and parameters into pieces by layer and by name, looks at each for a
 * regularization, and puts them together again. Where there is none, and one updater serves all
 * layers, three operations on the flat arrays say the same; for a small network that is a fifth of
 * the step. Other networks are handed to {@code fit}.
 */
public final class TrainingStep {

  private final MultiLayerNetwork network;
  private final boolean plain;

  /** A step of this network, which may have been trained before, and may be in between. */
  public TrainingStep(MultiLayerNetwork network) {
    this.network = network;
    this.plain =
        network.getLayerWiseConfigurations().getBackpropType() == BackpropType.Standard
            && network.conf().isMiniBatch()
            && Arrays.stream(network.getLayers()).allMatch(TrainingStep::isPlain);
  }

  private static boolean isPlain(Layer layer) {
    Trainable trainable = (Trainable) layer;
    GradientNormalization normalization = trainable.getConfig().getGradientNormalization();
    boolean known =
        normalization == null
            || normalization == GradientNormalization.None
            || normalization == GradientNormalization.ClipL2PerLayer;
    List<?> constraints = layer.conf().getLayer().getConstraints();
    return known
        && (constraints == null || constraints.isEmpty())
        && trainable.paramTable(false).keySet().stream()
            .map(trainable.getConfig()::getRegularizationByParam)
            .allMatch(regularization -> regularization == null || regularization.isEmpty());
  }

  /**
   * Learns one mini-batch; {@code network.score()} then tells its loss.
   *
   * @param input [batch, features, time]
   * @param labels as the output layer wants them, for example [batch, 1]
   */
  public void fit(INDArray input, INDArray labels) {
    GradientUpdater<?> updater = updater();
    if (!plain || updater == null || !network.getListeners().isEmpty()) {
      network.fit(input, labels);
      return;
    }
    network.setInput(input);
    network.setLabels(labels);
    network.computeGradientAndScore();
    INDArray gradient = flat(network.getFlattenedGradients());
    gradient.divi(input.size(0));
    for (Layer layer : network.getLayers()) {
      clip((Trainable) layer);
    }
    int iteration = network.getIterationCount();
    updater.applyUpdater(gradient, iteration, network.getEpochCount());
    flat(network.params()).subi(gradient);
    network.setIterationCount(iteration + 1);
    network.clearLayersStates();
  }

  /** The one updater of all parameters; null if there are several, or before the first step. */
  private GradientUpdater<?> updater() {
    if (network.getUpdater(false) instanceof MultiLayerUpdater parts
        && parts.getUpdaterBlocks().size() == 1) {
      UpdaterBlock all = parts.getUpdaterBlocks().get(0);
      return all.getGradientUpdater();
    }
    return null;
  }

  /** Shortens the layer's gradient where it is longer than the network's definition allows. */
  private static void clip(Trainable layer) {
    if (layer.getConfig().getGradientNormalization() == GradientNormalization.ClipL2PerLayer) {
      INDArray gradient = layer.getGradientsViewArray();
      double length = gradient.norm2Number().doubleValue();
      double longest = layer.getConfig().getGradientNormalizationThreshold();
      if (length > longest) {
        gradient.muli(longest / length);
      }
    }
  }

  private static INDArray flat(INDArray array) {
    return array.reshape(array.length());
  }
}
