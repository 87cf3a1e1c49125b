package org.lstmworkbook.model;

import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.fastlstm.FastLstm;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * Step 7: the network. A window [batch, features, time] goes through one LSTM; its state after the
 * last day [batch, hidden] goes through a dense layer to one number per window [batch, 1].
 */
public final class PriceLstm {

  /**
   * The largest norm of a layer's gradient. Back-propagation multiplies through all days of a
   * window, so a gradient can explode; clipping keeps its direction and cuts its length (Pascanu,
   * Mikolov and Bengio 2013).
   */
  private static final double MAX_GRADIENT_NORM = 1.0;

  private PriceLstm() {}

  /**
   * The network's definition.
   *
   * <ul>
   *   <li>LSTM with tanh for candidate and output, sigmoid for the gates: the textbook's cell
   *       (Hochreiter and Schmidhuber 1997; forget gate by Gers et al. 2000). Its forget gate
   *       starts with bias 1, that is open, so that a gradient reaches back from the first epoch on
   *       (Jozefowicz et al. 2015); this is DL4J's default.
   *   <li>Xavier weights: variance 2 / (inputs + outputs), so that signals neither die nor explode
   *       at the start (Glorot and Bengio 2010). For both weight matrices of its LSTM, W and RW,
   *       DL4J counts hidden as the inputs and features + hidden as the outputs: 2 / (features + 2
   *       · hidden).
   *   <li>Identity output and mean squared error: the target is a real number, to be forecast by
   *       its mean.
   *   <li>Adam: each weight has a step size of its own (Kingma and Ba 2015).
   *   <li>Dropout on the last hidden state: in training, each of its numbers is left out with this
   *       probability, so no single one can be relied on. DL4J's builder takes the probability of
   *       <em>keeping</em>, hence the 1 − dropout below.
   * </ul>
   *
   * @param features numbers a day, at least 1
   * @param hidden length of the LSTM's state h, at least 1
   * @param dropout probability of leaving a hidden number out, from 0 (off) to below 1
   * @param learningRate Adam's step size, for example 0.001
   * @param seed decides the initial weights and the dropout
   * @throws UserException if a number is outside its range
   */
  public static MultiLayerConfiguration configuration(
      int features, int hidden, double dropout, double learningRate, long seed) {
    return configuration(features, hidden, dropout, learningRate, seed, new LossMSE(), 1);
  }

  /** The same with another loss, and as many outputs as it takes. */
  static MultiLayerConfiguration configuration(
      int features,
      int hidden,
      double dropout,
      double learningRate,
      long seed,
      ILossFunction loss,
      int outputs) {
    if (features < 1 || hidden < 1 || !(dropout >= 0 && dropout < 1) || !(learningRate > 0)) {
      throw new UserException(
          "A network needs features ≥ 1, hidden ≥ 1, 0 ≤ dropout < 1 and a learning rate above 0, but got %d, %d, %s, %s."
              .formatted(features, hidden, dropout, learningRate));
    }
    OutputLayer.Builder output =
        new OutputLayer.Builder(loss).nIn(hidden).nOut(outputs).activation(Activation.IDENTITY);
    if (dropout > 0) {
      output.dropOut(1 - dropout);
    }
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .weightInit(WeightInit.XAVIER)
        .updater(new Adam(learningRate))
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(MAX_GRADIENT_NORM)
        .list()
        .layer(
            new LastTimeStep(
                new LSTM.Builder().nIn(features).nOut(hidden).activation(Activation.TANH).build()))
        .layer(output.build())
        .build();
  }

  /** The workbook's own network: 32 hidden units, dropout 0.2, learning rate 0.001. */
  public static MultiLayerNetwork network(int features, long seed) {
    return network(features, 32, 0.2, 1e-3, seed);
  }

  /** The network itself, with its initial weights: same seed, same weights. */
  public static MultiLayerNetwork network(
      int features, int hidden, double dropout, double learningRate, long seed) {
    return network(configuration(features, hidden, dropout, learningRate, seed));
  }

  /** A network of this definition, on the fast path. Every network of this library is made here. */
  public static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    Arithmetic.pin();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    FastLstm.install(network);
    return network;
  }

  /**
   * Checks that windows fit a network before DL4J stumbles over them.
   *
   * @throws UserException if they hold another number of features than it reads
   */
  public static void refuseOtherInput(MultiLayerNetwork network, Windows windows) {
    long expected = network.getLayer(0).getParam("W").size(0);
    if (windows.matrix().features() != expected) {
      throw new UserException(
          "The network reads [batch, %d features, time], but the windows are [%d, %d features, %d]: %s."
              .formatted(
                  expected,
                  windows.size(),
                  windows.matrix().features(),
                  windows.length(),
                  String.join(", ", windows.matrix().names())));
    }
  }
}
