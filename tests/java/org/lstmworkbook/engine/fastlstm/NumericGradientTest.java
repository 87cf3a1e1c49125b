package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.lstmworkbook.engine.fastlstm.Networks.gradient;
import static org.lstmworkbook.engine.fastlstm.Networks.normal;

import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The gradient against the slope of the loss itself. */
class NumericGradientTest {

  /**
   * Half the distance over which the slope is taken. Single precision: the loss, about 1, is known
   * to 1e-7, so the quotient to 1e-7 / 2e-2 = 5e-6; its curvature adds 1e-4 of the slope.
   */
  private static final float STEP = 1e-2f;

  private static final double TOLERANCE = 2e-4;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void givenEveryParameter_whenMovedALittle_thenLossChangesByTheGradient(int layers) {
    Random random = new Random(layers);
    MultiLayerNetwork network = Networks.fastTwin(Networks.toOne(2, 4, layers), 2);
    INDArray input = normal(random, 16, 2, 6);
    INDArray target = normal(random, 16, 1);
    INDArray analytic = gradient(network, input, target, null, null);
    DataSet data = new DataSet(input, target);
    INDArray parameters = network.params();
    for (long i = 0; i < parameters.length(); i++) {
      float before = parameters.getFloat(i);
      parameters.putScalar(i, before + STEP);
      double above = network.score(data);
      parameters.putScalar(i, before - STEP);
      double below = network.score(data);
      parameters.putScalar(i, before);
      // DL4J's gradient is summed over the examples, its score their mean.
      double numeric = (above - below) / (2 * STEP);
      assertEquals(numeric, analytic.getDouble(i) / 16, TOLERANCE, "parameter " + i);
    }
  }
}
