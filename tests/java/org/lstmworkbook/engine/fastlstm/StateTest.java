package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lstmworkbook.engine.fastlstm.Networks.difference;
import static org.lstmworkbook.engine.fastlstm.Networks.normal;

import java.util.Random;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** State carried from call to call. Tolerances as in {@link EqualityTest}. */
class StateTest {

  private static final double TOLERANCE = 2e-5;
  private static final Random RANDOM = new Random(3);

  @Test
  void givenSequenceInPieces_whenTimeStepped_thenSameAsDl4jAndAsTheWhole() {
    MultiLayerNetwork plain = Networks.toSequence(4, 12, 2);
    MultiLayerNetwork fast = Networks.fastTwin(plain, 2);
    INDArray input = normal(RANDOM, 9, 4, 11);
    INDArray whole = fast.output(input);
    int[] cuts = {0, 1, 4, 5, 11};
    for (int i = 1; i < cuts.length; i++) {
      INDArray piece = during(input, cuts[i - 1], cuts[i]);
      INDArray stepped = fast.rnnTimeStep(piece);
      assertEquals(0, difference(plain.rnnTimeStep(piece), stepped), TOLERANCE);
      assertEquals(0, difference(during(whole, cuts[i - 1], cuts[i]), stepped), TOLERANCE);
    }
    fast.rnnClearPreviousState();
    assertEquals(
        0, difference(during(whole, 0, 1), fast.rnnTimeStep(during(input, 0, 1))), TOLERANCE);
  }

  @Test
  void givenStateSetByHand_whenTimeStepped_thenSameAsDl4j() {
    MultiLayerNetwork plain = Networks.toSequence(2, 5, 1);
    MultiLayerNetwork fast = Networks.fastTwin(plain, 2);
    plain.rnnTimeStep(normal(RANDOM, 3, 2, 4));
    fast.rnnSetPreviousState(0, plain.rnnGetPreviousState(0));
    INDArray next = normal(RANDOM, 3, 2, 6);
    assertEquals(0, difference(plain.rnnTimeStep(next), fast.rnnTimeStep(next)), TOLERANCE);
  }

  @Test
  void givenOtherBatchThanTheStates_whenTimeStepped_thenBothShapesAreNamed() {
    MultiLayerNetwork fast = Networks.fastTwin(Networks.toSequence(2, 5, 1), 2);
    fast.rnnTimeStep(normal(RANDOM, 3, 2, 4));
    INDArray other = normal(RANDOM, 7, 2, 4);
    var error = assertThrows(DL4JInvalidInputException.class, () -> fast.rnnTimeStep(other));
    assertTrue(error.getMessage().contains("[3, 5]"), error.getMessage());
    assertTrue(error.getMessage().contains("[7, 5]"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"10, 10", "7, 7", "10, 4", "40, 40"})
  void givenTruncatedBackPropagation_whenFitted_thenParametersSameAsDl4j(
      int forward, int backward) {
    MultiLayerNetwork plain =
        Networks.initialized(
            Networks.sequenceList(3, 8, 2)
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(forward)
                .tBPTTBackwardLength(backward));
    MultiLayerNetwork fast = Networks.fastTwin(plain, 2);
    for (int i = 0; i < 5; i++) {
      DataSet data = new DataSet(normal(RANDOM, 12, 3, 24), normal(RANDOM, 12, 1, 24));
      plain.fit(data);
      fast.fit(data);
    }
    // Adam divides a gradient by its own size, so an element near zero may move by a part of the
    // learning rate, 1e-3.
    assertEquals(0, difference(plain.params(), fast.params()), 1e-4);
  }

  private static INDArray during(INDArray sequence, int from, int to) {
    return sequence.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }
}
