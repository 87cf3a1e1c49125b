package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;

class ConformalIntervalTest {

  @Test
  void givenNineErrors_whenHalfWidth_thenTheRankIsThatByHand() {
    var interval = new ConformalInterval(new double[] {-9, 1, 8, -2, 3, 7, -4, 6, 5});

    assertEquals(8, interval.halfWidth(0.8)); // ⌈10 · 0.8⌉ = 8th of 1 … 9
    assertEquals(9, interval.halfWidth(0.81)); // ⌈8.1⌉ = 9th
    assertEquals(5, interval.halfWidth(0.5));
  }

  @Test
  void givenAResidualThatIsNoNumber_whenMade_thenRefusedWithItsDay() {
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      String message =
          assertThrows(
                  UserException.class, () -> new ConformalInterval(new double[] {1, 2, bad, 3, 4}))
              .getMessage();
      assertTrue(message.contains("day 2") && message.contains("" + bad), message);
    }
  }

  @Test
  void givenExchangeableErrors_whenDrawnOften_thenCoverageIsWhatWasPromised() {
    Random random = new Random(1);
    int trials = 20_000;
    int covered = 0;
    for (int i = 0; i < trials; i++) {
      var interval = new ConformalInterval(random.doubles(24).map(u -> u * u).toArray());
      double fresh = random.nextDouble();
      covered += fresh * fresh <= interval.halfWidth(0.8) ? 1 : 0;
    }

    // 25 · 0.8 = 20 exactly, so coverage is 0.8; 3 standard errors of 20,000 trials are 0.0085
    assertEquals(0.8, (double) covered / trials, 0.0085);
  }

  @Test
  void givenTooFewErrors_whenHalfWidth_thenTheMessageSaysHowManyItTakes() {
    var interval = new ConformalInterval(new double[] {1, 2, 3});

    var few = assertThrows(UserException.class, () -> interval.halfWidth(0.8));
    var none = assertThrows(UserException.class, () -> interval.halfWidth(80));

    assertEquals(
        "An interval that covers 0.8 of the days needs at least 4 validation days, but there are 3.",
        few.getMessage());
    assertTrue(new ConformalInterval(new double[] {1, 2, 3, 4}).halfWidth(0.8) == 4);
    assertEquals(
        "Coverage is a share between 0 and 1, for example 0.8, but was 80.0.", none.getMessage());
  }
}
