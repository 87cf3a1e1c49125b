package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lstmworkbook.engine.fastlstm.Networks.normal;

import java.util.Random;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a mistake in the data is told as. */
class BadInputTest {

  private final Random random = new Random(8);
  private final MultiLayerNetwork network = Networks.fastTwin(Networks.toOne(3, 6, 2), 2);
  private final INDArray input = normal(random, 40, 3, 5);
  private final INDArray target = normal(random, 40, 1);

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void givenNumberThatIsNotFinite_whenFitted_thenStepLayerAndPlaceAreNamedAndWeightsStay(
      float bad) {
    network.fit(input, target);
    INDArray before = network.params().dup();
    input.putScalar(new int[] {33, 2, 4}, bad);
    var error = assertThrows(NonFiniteValueException.class, () -> network.fit(input, target));
    assertEquals(
        "The input of LSTM layer 0 in training step 1 is "
            + bad
            + " at example 33, channel 2, time step 4, counted from 0.",
        error.getMessage());
    assertEquals(before, network.params());
    assertThrows(NonFiniteValueException.class, () -> network.output(input));
  }

  @Test
  void givenTargetThatIsNotFinite_whenFitted_thenGradientFromAboveIsNamedAndWeightsStay() {
    INDArray before = network.params().dup();
    target.putScalar(7, 0, Float.NaN);
    var error = assertThrows(NonFiniteValueException.class, () -> network.fit(input, target));
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "The gradient that comes from above to LSTM layer 1 in training step 0 is NaN at example 7"),
        error.getMessage());
    assertEquals(before, network.params());
    target.putScalar(7, 0, 0f);
    network.fit(input, target);
  }

  @Test
  void givenLargeRecurrentWeights_whenFitted_thenExplodedGradientIsNamed() {
    MultiLayerNetwork plain = Networks.toOne(3, 6, 1);
    // At h = c = 0 a step back multiplies the gradient by ½ · ½ · 6 · 30 = 45: after sixty steps it
    // is beyond any float.
    plain.setParam("0_RW", Nd4j.valueArrayOf(new long[] {6, 24}, 30f));
    MultiLayerNetwork exploding = Networks.fastTwin(plain, 2);
    INDArray still = Nd4j.zeros(40, 3, 60);
    var error = assertThrows(NonFiniteValueException.class, () -> exploding.fit(still, target));
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "The weights' gradient of LSTM layer 0 in training step 0 exploded on the way back through 60"),
        error.getMessage());
  }

  @Test
  void givenOtherFeaturesThanTheNetworks_whenRead_thenBothShapesAreNamed() {
    INDArray other = normal(random, 40, 4, 5);
    var error = assertThrows(DL4JInvalidInputException.class, () -> network.output(other));
    assertEquals(
        "The input of LSTM layer 0 has shape [40, 4, 5], but the layer was made for [examples, 3 features, time steps].",
        error.getMessage());
  }

  @Test
  void givenMaskOfOtherLength_whenRead_thenBothShapesAreNamed() {
    INDArray mask = Nd4j.ones(40, 6);
    MultiLayerNetwork last = Networks.fastTwin(Networks.toOne(3, 6, 1), 2);
    var error =
        assertThrows(DL4JInvalidInputException.class, () -> last.output(input, false, mask, null));
    assertEquals(
        "The mask of LSTM layer 0 has shape [40, 6], but the input has 40 examples of 5 time steps.",
        error.getMessage());
  }

  @Test
  void givenNoThreads_whenInstalled_thenRefused() {
    assertThrows(IllegalArgumentException.class, () -> FastLstm.install(network, 0));
  }
}
