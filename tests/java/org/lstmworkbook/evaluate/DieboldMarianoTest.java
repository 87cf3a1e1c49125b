package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lstmworkbook.UserException;

class DieboldMarianoTest {

  /**
   * Where there is no difference, a test at 5 % should call one in twenty significant. Forecasts h
   * days ahead: the differences are sums of the last h of a row of draws, so those less than h days
   * apart are related.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10})
  void givenNoDifferenceAndAnOverlap_whenTested_thenAboutOneInTwentyIsCalledSignificant(int h) {
    int trials = 4000;
    var random = new Random(h);
    int called = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] losses = overlapping(500, h, random);
      called += DieboldMariano.test(losses, new double[500], h).pValue() < 0.05 ? 1 : 0;
    }
    // three standard errors of a share of 5 % in 4,000 are 0.010; the rest is the test's own error
    assertEquals(0.05, (double) called / trials, 0.015);
  }

  private static double[] overlapping(int days, int h, Random random) {
    double[] draws = random.doubles(days + h).map(u -> u - 0.5).toArray();
    return IntStream.range(0, days)
        .mapToDouble(day -> Arrays.stream(draws, day, day + h).sum())
        .toArray();
  }

  @Test
  void givenDifferencesThatSwing_whenTheVarianceIsNegative_thenHorizonOneAndItIsSaid() {
    // up, down, up: the autocovariance of one day is about minus the variance, twice it is more
    double[] swing = IntStream.range(0, 40).mapToDouble(day -> day % 2 == 0 ? 1.3 : -1).toArray();
    var asked = DieboldMariano.test(swing, new double[40], 2);
    assertEquals(DieboldMariano.test(swing, new double[40], 1), asked);
    assertEquals(1, asked.horizon());
    assertEquals(3, DieboldMariano.test(swing, new double[40], 3).horizon());
  }

  @Test
  void givenTwoForecasters_whenSwapped_thenTheSignTurns() {
    double[] a = Arrays.copyOf(Vectors.VOLATILITY, 50);
    double[] b = Arrays.copyOfRange(Vectors.VOLATILITY, 50, 100);
    var ab = DieboldMariano.test(a, b, 2);
    var ba = DieboldMariano.test(b, a, 2);
    assertEquals(ab.statistic(), -ba.statistic(), 1e-12);
    assertEquals(ab.pValue(), ba.pValue(), 1e-12);
  }

  @Test
  void givenLossesThatDifferByAConstant_whenTested_thenRefusedHoweverTheyAreRounded() {
    double[] a = IntStream.range(0, 100).mapToDouble(i -> 0.1 * i).toArray();
    double[] b = Arrays.stream(a).map(loss -> loss + 0.1).toArray(); // a − b is not 0.1 to the bit
    assertTrue(IntStream.range(0, 100).mapToDouble(i -> b[i] - a[i]).distinct().count() > 1);
    assertMessage("constant", a, b, 1);
    assertMessage("constant", a, a, 1);
    assertMessage("constant", a, b, 5);
  }

  @Test
  void givenTooFewDaysOrTooLongAHorizonOrHugeLosses_whenTested_thenSaidWhat() {
    double[] few = {1, 2, 3, 4, 5};
    assertMessage("at least 10 days", few, new double[5], 1);
    double[] twelve = IntStream.range(0, 12).mapToDouble(i -> i * i).toArray();
    assertMessage("7 of 12", twelve, new double[12], 7);
    assertMessage("horizon", twelve, new double[12], 0);
    double[] huge = Arrays.stream(twelve).map(loss -> 1e306 * loss).toArray();
    assertMessage("too large", huge, new double[12], 1);
    var lags =
        assertThrows(
            UserException.class, () -> DieboldMariano.neweyWest(twelve, new double[12], 12));
    assertTrue(lags.getMessage().contains("12 of 12"), lags.getMessage());
  }

  private static void assertMessage(String part, double[] a, double[] b, int horizon) {
    var error =
        assertThrows(UserException.class, () -> DieboldMariano.test(a, b, horizon)).getMessage();
    assertTrue(error.contains(part), error);
  }
}
