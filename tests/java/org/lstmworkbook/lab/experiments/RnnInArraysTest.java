package org.lstmworkbook.lab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.gates.AddingProblem;
import org.lstmworkbook.model.PriceLstm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class RnnInArraysTest {

  /** Floats summed in another order over thirty steps; measured 2e-7. */
  private static final double TOLERANCE = 1e-5;

  @Test
  void givenTheSameNetwork_whenTrainedInArraysAndByDl4j_thenOutputsAndWeightsAgree() {
    MultiLayerNetwork arrays = Architecture.RNN.network(2, 5, 0.01, 30, 1);
    MultiLayerNetwork dl4j = PriceLstm.network(arrays.getLayerWiseConfigurations().clone());
    assertInstanceOf(RnnInArrays.class, arrays.getLayer(0));
    var random = new SplittableRandom(1);
    for (int batch = 0; batch < 3; batch++) {
      DataSet pairs = new AddingProblem(30).batch(8, random);
      assertClose(dl4j.output(pairs.getFeatures()), arrays.output(pairs.getFeatures()));
      dl4j.fit(pairs.getFeatures(), pairs.getLabels());
      arrays.fit(pairs.getFeatures(), pairs.getLabels());
      assertClose(dl4j.gradient().gradient(), arrays.gradient().gradient());
    }
    assertClose(dl4j.params(), arrays.params());
  }

  private static void assertClose(INDArray expected, INDArray actual) {
    assertEquals(0, expected.sub(actual).amaxNumber().doubleValue(), TOLERANCE);
  }
}
