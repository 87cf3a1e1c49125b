package org.lstmworkbook.gates;

import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The chrono initialisation of Tallec and Ollivier (2018, "Can recurrent neural networks warp
 * time?"): a forget gate of bias b leaves a memory a life of about 1 + exp(b) steps. So each unit's
 * forget bias is drawn as log(u) with u uniform in [1, T − 1], which gives lives from two steps to
 * T, and its input bias is the negative of that: what is to be kept long is written slowly.
 *
 * <p>DL4J's own start, a forget bias of 1, forgets with a life of some four steps: then a gradient
 * hardly reaches back a hundred steps, and nothing tells the network that it should.
 */
public final class ChronoBiases {

  private ChronoBiases() {}

  /**
   * Sets the forget and input biases of a network's first layer; the other weights stay.
   *
   * @param longest T, the number of steps to be remembered, at least 3
   * @param random the same seed gives the same biases
   * @throws UserException if the first layer is not an LSTM, or T is below 3
   */
  public static void set(MultiLayerNetwork network, int longest, RandomGenerator random) {
    Layer first = network.getLayer(0);
    Layer layer = first instanceof LastTimeStepLayer last ? last.getUnderlying() : first;
    if (!(layer instanceof LSTM) || longest < 3) {
      throw new UserException(
          "chrono initialisation needs an LSTM as the first layer and at least 3 steps, not %s and %d"
              .formatted(layer.getClass().getSimpleName(), longest));
    }
    INDArray biases = layer.getParam("b");
    int hidden = (int) biases.length() / 4;
    for (int k = 0; k < hidden; k++) {
      double forget = Math.log(random.nextDouble(1, longest - 1));
      biases.putScalar(hidden + k, forget); // DL4J's blocks: candidate, forget, output, input
      biases.putScalar(3 * hidden + k, -forget);
    }
  }
}
