package org.lstmworkbook.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GradientFlowTest {

  private static final double STEP = 1e-6;

  /** Central differences in double with this step are good to about 1e-9 of a value near 1. */
  private static final double TOLERANCE = 1e-7;

  @Test
  void givenRandomLstms_whenFlow_thenEqualToNumericDifferentiation() {
    var random = new Random(11);
    for (int n = 0; n < 50; n++) {
      int inputs = 1 + random.nextInt(4);
      var cell = RandomCells.lstm(1 + random.nextInt(5), inputs, random);
      assertEqualToNumericDifferentiation(cell, RandomCells.matrix(8, inputs, random));
    }
  }

  @Test
  void givenRandomPlainRnns_whenFlow_thenEqualToNumericDifferentiation() {
    var random = new Random(12);
    for (int n = 0; n < 50; n++) {
      int inputs = 1 + random.nextInt(4);
      var cell = RandomCells.plainRnn(1 + random.nextInt(5), inputs, random);
      assertEqualToNumericDifferentiation(cell, RandomCells.matrix(8, inputs, random));
    }
  }

  @Test
  void givenOneUnitAndSmallWeights_whenFlow_thenPlainRnnShrinksByTheWeightEachStep() {
    // Near zero tanh is the identity, so ∂h(T)/∂x(t) = w^(T−t).
    var cell = new PlainRnn(new GateWeights(new double[][] {{0.5, 1}}, new double[] {0}));

    double[] norms = GradientFlow.norms(cell, new double[11][1]);

    assertEquals(1, norms[10], 1e-15);
    assertEquals(Math.pow(0.5, 10), norms[0], 1e-15);
  }

  @Test
  void givenForgetGateOpen_whenFlow_thenLstmFeelsTheFirstInputAsWellAsTheLast() {
    var unconnected = new GateWeights(new double[][] {{0, 1}}, new double[] {0});
    var cell =
        new LstmCell(unconnected, unconnected, unconnected, unconnected)
            .withForgetGate(1)
            .withInputGate(0.5)
            .withOutputGate(1);

    double[] norms = GradientFlow.norms(cell, new double[1001][1]);

    assertEquals(norms[1000], norms[0]);
    assertTrue(norms[0] > 0.4, "the gradient of the first of 1,001 inputs is " + norms[0]);
  }

  private static void assertEqualToNumericDifferentiation(RecurrentCell<?> cell, double[][] xs) {
    double[] norms = GradientFlow.norms(cell, xs);
    for (int t = 0; t < xs.length; t++) {
      double squares = 0;
      for (int input = 0; input < cell.inputs(); input++) {
        double x = xs[t][input];
        xs[t][input] = x + STEP;
        double[] above = lastOutput(cell, xs);
        xs[t][input] = x - STEP;
        double[] below = lastOutput(cell, xs);
        xs[t][input] = x;
        for (int unit = 0; unit < cell.hidden(); unit++) {
          squares += Math.pow((above[unit] - below[unit]) / (2 * STEP), 2);
        }
      }
      assertEquals(Math.sqrt(squares), norms[t], TOLERANCE, "step " + t);
    }
  }

  private static double[] lastOutput(RecurrentCell<?> cell, double[][] xs) {
    return cell.run(xs).get(xs.length - 1).after().h();
  }
}
