package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;

class GeometricBrownianMotionTest {

  private static final GeometricBrownianMotion MOTION = new GeometricBrownianMotion(0.0005, 0.02);

  @Test
  void givenManyPaths_whenTheirMedian_thenTheClosedForm() {
    double[][] paths = MOTION.paths(100, 22, 40_000, 1);
    // the standard error of a median is 1.25 σ√n/√paths: 0.06 % of the price, three of them
    assertEquals(
        1, GeometricBrownianMotion.quantile(paths, 0.5)[21] / MOTION.median(100, 22), 0.0018);
  }

  @Test
  void givenAQuantileOutsideOfItsRange_whenAsked_thenRefusedInWords() {
    double[][] paths = MOTION.paths(100, 2, 10, 1);
    for (double quantile : new double[] {0, 1, -0.1, Double.NaN}) {
      String message =
          assertThrows(UserException.class, () -> GeometricBrownianMotion.quantile(paths, quantile))
              .getMessage();
      assertTrue(message.contains("between 0 and 1"), message);
    }
    assertThrows(UserException.class, () -> GeometricBrownianMotion.quantile(new double[0][], 0.5));
    assertThrows(UserException.class, () -> MOTION.paths(0, 2, 10, 1));
    assertThrows(UserException.class, () -> MOTION.paths(100, 0, 10, 1));
  }
}
