package org.lstmworkbook.lab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.gates.AddingProblem;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class TruncatedLastStepTest {

  /** Single precision: the same sums in two pieces. */
  private static final double TOLERANCE = 1e-6;

  private final DataSet pairs = new AddingProblem(30).batch(8, new SplittableRandom(1));

  @Test
  void givenAWayBackOfAllSteps_whenTrained_thenTheGradientIsThatOfAllSteps() {
    assertEquals(gradient(0), gradient(40));
  }

  @Test
  void givenAShortWayBack_whenTrained_thenTheOutputIsTheSameAndTheGradientIsNot() {
    MultiLayerNetwork whole = network(0);
    MultiLayerNetwork cut = network(5);
    INDArray difference = whole.output(pairs.getFeatures()).sub(cut.output(pairs.getFeatures()));
    assertEquals(0, difference.amaxNumber().doubleValue(), TOLERANCE);
    assertNotEquals(gradient(0), gradient(5));
  }

  /**
   * Numbers further back than k move the state only: their change does not reach the gradient
   * through the weights of their own steps. Here the state is the same, since all weights are 0.
   */
  @Test
  void givenWeightsOfZero_whenAnInputBeyondTheWayBackChanges_thenTheGradientStays() {
    MultiLayerNetwork network = network(0);
    network.params().assign(0);
    network.getLayer(1).getParam("W").assign(1);
    INDArray before = fitted(network.clone(), pairs.getFeatures());
    INDArray changed = pairs.getFeatures().dup();
    changed.putScalar(0, 0, 0, 100);
    assertEquals(before, fitted(network.clone(), changed));
  }

  private INDArray fitted(MultiLayerNetwork network, INDArray features) {
    TruncatedLastStep.install(network, 5);
    network.fit(features, pairs.getLabels());
    return network.gradient().gradient().dup();
  }

  private INDArray gradient(int k) {
    MultiLayerNetwork network = network(k);
    network.fit(pairs);
    return network.gradient().gradient().dup();
  }

  private static MultiLayerNetwork network(int k) {
    MultiLayerNetwork network = Architecture.LSTM.network(2, 5, 0.01, 30, 1);
    if (k > 0) {
      TruncatedLastStep.install(network, k);
    }
    return network;
  }
}
