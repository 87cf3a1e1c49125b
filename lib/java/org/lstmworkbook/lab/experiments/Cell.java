package org.lstmworkbook.lab.experiments;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.lstmworkbook.engine.fastlstm.FastLstm;
import org.lstmworkbook.gates.ChronoBiases;
import org.lstmworkbook.model.PriceLstm;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** The recurrent layers that are compared: same size, same optimiser, same sequences. */
enum Cell {
  /** The LSTM with {@link ChronoBiases}: its memories begin with lives as long as the gap. */
  LSTM("LSTM"),
  /** The LSTM as DL4J starts it, with a forget bias of 1. */
  LSTM_BIAS_1("LSTM, bias 1"),
  /** The plain RNN of Elman (1990). */
  RNN("RNN");

  private final String label;

  Cell(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** The layer, with tanh. */
  BaseRecurrentLayer layer(int inputs, int hidden) {
    BaseRecurrentLayer.Builder<?> builder =
        this == RNN ? new SimpleRnn.Builder() : new LSTM.Builder();
    return builder.nIn(inputs).nOut(hidden).activation(Activation.TANH).build();
  }

  /**
   * How all networks of the experiments learn: Adam, Xavier weights, and a gradient that is cut to
   * length 1 in each layer.
   */
  static NeuralNetConfiguration.Builder learning(double learningRate, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .weightInit(WeightInit.XAVIER)
        .updater(new Adam(learningRate))
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(1.0);
  }

  /**
   * The network, its first layer fast and on one thread: so its results do not depend on the number
   * of cores, and the laptop stays usable.
   *
   * @param gap steps to be remembered
   */
  MultiLayerNetwork network(MultiLayerConfiguration configuration, int gap, long seed) {
    MultiLayerNetwork network = PriceLstm.network(configuration);
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
