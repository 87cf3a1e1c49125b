package org.lstmworkbook.lab.experiments;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.lstmworkbook.engine.fastlstm.FastLstm;
import org.lstmworkbook.gates.ChronoBiases;
import org.lstmworkbook.model.PriceLstm;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The recurrent networks that are compared: same size, same optimiser, same sequences. */
enum Architecture {
  /** The LSTM with {@link ChronoBiases}: its memories begin with lives as long as the gap. */
  LSTM("LSTM"),
  /** The LSTM as DL4J starts it, with a forget bias of 1. */
  LSTM_BIAS_1("LSTM, bias 1"),
  /** The plain RNN of Elman (1990). */
  RNN("RNN");

  private final String label;

  Architecture(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /**
   * A network of one recurrent layer, whose last step goes to one output. It learns by Adam from
   * the mean squared error; weights begin as Xavier's; a gradient is cut to length 1 in each layer.
   *
   * <p>Its first layer is fast and on one thread: so its results do not depend on the number of
   * cores, and the laptop stays usable.
   *
   * @param inputs numbers at each step
   * @param gap steps to be remembered
   */
  MultiLayerNetwork network(int inputs, int hidden, double learningRate, int gap, long seed) {
    BaseRecurrentLayer.Builder<?> recurrent =
        this == RNN ? new SimpleRnn.Builder() : new LSTM.Builder();
    MultiLayerNetwork network =
        PriceLstm.network(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(learningRate))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(1.0)
                .list()
                .layer(
                    new LastTimeStep(
                        recurrent.nIn(inputs).nOut(hidden).activation(Activation.TANH).build()))
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(hidden)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    if (this == LSTM) {
      ChronoBiases.set(network, gap, new SplittableRandom(seed));
    }
    if (this == RNN) {
      RnnInArrays.install(network);
    } else {
      FastLstm.install(network, 1);
    }
    return network;
  }
}
