package org.lstmworkbook.gates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class GruTest {

  private static final double[][] X = {{0.3, -1}, {-0.7, 0.2}, {0.1, 0.9}, {0.5, 0}};
  private static final double[] WANTED = {0.2, 0.1, -0.4, 0.7};

  @Test
  void givenEveryWeight_whenNudged_thenTheLossMovesAsItsDerivativeSays() {
    Gru gru = new Gru(2, 3, 1);
    double[] gradient = new double[gru.numParams()];
    gru.addGradient(X, WANTED, gradient);
    double[] weights = gru.weights();
    for (int at = 0; at < weights.length; at++) {
      double kept = weights[at];
      weights[at] = kept + 1e-5;
      double up = gru.addGradient(X, WANTED, new double[weights.length]);
      weights[at] = kept - 1e-5;
      double down = gru.addGradient(X, WANTED, new double[weights.length]);
      weights[at] = kept;
      // Central differences err by the third derivative times 1e-10 and rounding of about 1e-11.
      assertEquals((up - down) / 2e-5, gradient[at], 1e-8, "weight " + at);
    }
  }

  @Test
  void givenTheGatesWeights_whenAStepIsWrittenOut_thenItIsTheNetworks() {
    Gru gru = new Gru(2, 3, 5);
    double[] h = {0.4, -0.2, 0.6};
    double[] z = LstmCell.sigmoid(gru.gate(0).sum(h, X[0]));
    double[] r = LstmCell.sigmoid(gru.gate(1).sum(h, X[0]));
    double[] seen = {r[0] * h[0], r[1] * h[1], r[2] * h[2]};
    double[] g = LstmCell.tanh(gru.gate(2).sum(seen, X[0]));
    double[] expected = new double[3];
    for (int k = 0; k < 3; k++) {
      expected[k] = z[k] * h[k] + (1 - z[k]) * g[k];
    }
    assertArrayEquals(expected, gru.next(X[0], h), 1e-15);
  }

  @Test
  void givenARunningSum_whenFitted_thenTheErrorFallsToAFraction() {
    Gru gru = new Gru(1, 6, 3);
    Random random = new Random(3);
    double before = error(gru);
    for (int update = 0; update < 300; update++) {
      gru.fit(sums(16, random), 0.01);
    }
    assertTrue(error(gru) < before / 10, before + " before, " + error(gru) + " after");
  }

  @Test
  void givenNoUnit_whenBuilt_thenRefused() {
    UserException refused = assertThrows(UserException.class, () -> new Gru(2, 0, 1));
    assertEquals("a GRU needs at least one input and one unit, not 2 and 0", refused.getMessage());
  }

  private static double error(Gru gru) {
    DataSet held = sums(50, new Random(99));
    return gru.output(held.getFeatures()).sub(held.getLabels()).norm2Number().doubleValue();
  }

  private static DataSet sums(int size, Random random) {
    float[][][] x = new float[size][1][5];
    float[][][] wanted = new float[size][1][5];
    for (int n = 0; n < size; n++) {
      for (int t = 0; t < 5; t++) {
        x[n][0][t] = random.nextFloat() - 0.5f;
        wanted[n][0][t] = x[n][0][t] + (t == 0 ? 0 : wanted[n][0][t - 1]);
      }
    }
    return new DataSet(Nd4j.createFromArray(x), Nd4j.createFromArray(wanted));
  }
}
