package org.lstmworkbook.engine.fastlstm;

import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks for the tests of this package. */
final class Networks {

  private Networks() {}

  static LSTM lstm(int in, int hidden) {
    return new LSTM.Builder().nIn(in).nOut(hidden).activation(Activation.TANH).build();
  }

  /** A stack of LSTM layers whose last time step is regressed on one value. */
  static MultiLayerNetwork toOne(int features, int hidden, int layers) {
    NeuralNetConfiguration.ListBuilder list = list();
    for (int layer = 0; layer < layers; layer++) {
      LSTM lstm = lstm(layer == 0 ? features : hidden, hidden);
      list.layer(layer == layers - 1 ? new LastTimeStep(lstm) : lstm);
    }
    list.layer(
        new OutputLayer.Builder(LossFunction.MSE)
            .nIn(hidden)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .build());
    return initialized(list);
  }

  /** A stack of LSTM layers with one value at each time step. */
  static MultiLayerNetwork toSequence(int features, int hidden, int layers) {
    return initialized(sequenceList(features, hidden, layers));
  }

  static MultiLayerNetwork toSequence(int features, int hidden, int layers, IUpdater updater) {
    return initialized(sequenceList(list(updater), features, hidden, layers));
  }

  static NeuralNetConfiguration.ListBuilder sequenceList(int features, int hidden, int layers) {
    return sequenceList(list(), features, hidden, layers);
  }

  private static NeuralNetConfiguration.ListBuilder sequenceList(
      NeuralNetConfiguration.ListBuilder list, int features, int hidden, int layers) {
    for (int layer = 0; layer < layers; layer++) {
      list.layer(lstm(layer == 0 ? features : hidden, hidden));
    }
    return list.layer(
        new RnnOutputLayer.Builder(LossFunction.MSE)
            .nIn(hidden)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .build());
  }

  static NeuralNetConfiguration.ListBuilder list() {
    return list(new Adam(1e-3));
  }

  private static NeuralNetConfiguration.ListBuilder list(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(7).updater(updater).list();
  }

  static MultiLayerNetwork initialized(MultiLayerConfiguration.Builder list) {
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  /** A second network with the same parameters, on the fast path. */
  static MultiLayerNetwork fastTwin(MultiLayerNetwork plain, int threads) {
    MultiLayerNetwork twin = plain.clone();
    FastLstm.install(twin, threads);
    return twin;
  }

  /**
   * The largest difference of two arrays' elements, relative to the larger array's largest element
   * or 1.
   */
  static double difference(INDArray expected, INDArray actual) {
    double scale = Math.max(1, expected.amaxNumber().doubleValue());
    return expected.sub(actual).amaxNumber().doubleValue() / scale;
  }

  /** All gradients of one batch, flat. Masks may be null. */
  static INDArray gradient(
      MultiLayerNetwork network,
      INDArray input,
      INDArray target,
      INDArray mask,
      INDArray targetMask) {
    network.setInput(input);
    network.setLabels(target);
    network.setLayerMaskArrays(mask, targetMask);
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    return network.getFlattenedGradients().dup();
  }

  /** A mask [batch, time] of sequences that end at random steps. */
  static INDArray paddingMask(Random random, int batch, int steps) {
    INDArray mask = Nd4j.zeros(batch, steps);
    for (int row = 0; row < batch; row++) {
      int length = 1 + random.nextInt(steps);
      mask.get(NDArrayIndex.point(row), NDArrayIndex.interval(0, length)).assign(1);
    }
    return mask;
  }

  /** Normally distributed numbers. */
  static INDArray normal(Random random, long... shape) {
    Nd4j.getRandom().setSeed(random.nextLong());
    return Nd4j.randn(shape);
  }
}
