package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.lstmworkbook.UserException;

/** Values worked by hand; 1e-12 allows for the rounding of a few additions. */
class MetricsTest {

  private static final double[] LAST = {100, 101, 103, 102};
  private static final double[] ACTUAL = {101, 103, 102, 102};
  private static final double[] FORECAST = {102, 100, 101, 105};

  @Test
  void givenErrorsOneThreeOneThree_whenMaeAndRmse_thenTwoAndRootFive() {
    assertEquals(2, Metrics.mae(ACTUAL, FORECAST), 1e-12);
    assertEquals(Math.sqrt(5), Metrics.rmse(ACTUAL, FORECAST), 1e-12);
  }

  @Test
  void givenUpDownDownAndNoMove_whenDirection_thenTwoOfThreeDaysThatMoved() {
    assertEquals(new Proportion(2, 3), Metrics.directionAccuracy(LAST, ACTUAL, FORECAST));
  }

  @Test
  void givenPersistence_whenDirection_thenNoDayCounts() {
    Proportion none = Metrics.directionAccuracy(LAST, ACTUAL, LAST);
    assertEquals(new Proportion(0, 0), none);
    assertTrue(Double.isNaN(none.share()));
    assertThrows(IllegalStateException.class, () -> none.wilson(0.95));
  }

  @Test
  void givenErrorsOfOneAndThreePercent_whenWithinOnePercent_thenTheSmallOnesCount() {
    assertEquals(new Proportion(2, 4), Metrics.withinTolerance(ACTUAL, FORECAST, 0.01));
    assertThrows(
        IllegalArgumentException.class, () -> Metrics.withinTolerance(ACTUAL, FORECAST, 0));
  }

  @Test
  void givenNewcombesExamples_whenWilson_thenHisPublishedIntervals() {
    // Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3; given there to four
    // decimals.
    assertInterval(0.2553, 0.3662, new Proportion(81, 263));
    assertInterval(0.0624, 0.1605, new Proportion(15, 148));
    assertInterval(0.0000, 0.1611, new Proportion(0, 20));
    assertInterval(0.0061, 0.1718, new Proportion(1, 29));
  }

  @Test
  void givenATruthOfHundred_whenSmape_thenForecastingTooHighCostsLess() {
    assertEquals(200.0 * 10 / 210, smape(100, 110), 1e-12);
    assertEquals(200.0 * 10 / 190, smape(100, 90), 1e-12);
    assertEquals(200, smape(0.01, 0), 1e-12);
    assertThrows(UserException.class, () -> smape(0, 0));
  }

  @Test
  void givenPersistenceOnTheTrainingValues_whenMase_thenOne() {
    assertEquals(
        1, Metrics.mase(LAST, new double[] {3, 5}, new double[] {13.0 / 3, 11.0 / 3}), 1e-12);
    assertThrows(UserException.class, () -> Metrics.mase(new double[] {1, 1}, ACTUAL, FORECAST));
  }

  @Test
  void givenIntervals_whenCoverage_thenEndsCountAndUpsideDownIsRefused() {
    assertEquals(
        new Proportion(3, 4),
        Metrics.coverage(
            ACTUAL, new double[] {101, 100, 103, 0}, new double[] {102, 103, 104, 200}));
    assertThrows(UserException.class, () -> Metrics.coverage(ACTUAL, FORECAST, LAST));
  }

  @Test
  void givenAQuantile_whenPinball_thenTooLowCostsItsShare() {
    double[] ten = {10};
    assertEquals(1.8, Metrics.pinball(ten, new double[] {8}, 0.9), 1e-12);
    assertEquals(0.2, Metrics.pinball(ten, new double[] {12}, 0.9), 1e-12);
    assertThrows(UserException.class, () -> Metrics.pinball(ten, ten, 1));
  }

  private static double smape(double actual, double forecast) {
    return Metrics.smape(new double[] {actual}, new double[] {forecast});
  }

  @Test
  void givenBadArrays_whenScored_thenTheMessageSaysWhat() {
    assertMessage("empty", new double[0], new double[0]);
    assertMessage("2 and 1", new double[] {1, 2}, new double[] {1});
    assertMessage("day 1", new double[] {1, Double.NaN}, new double[] {1, 2});
    assertMessage("day 0", new double[] {1, 2}, new double[] {Double.POSITIVE_INFINITY, 2});
  }

  @Test
  void givenErrorsThatADoubleCannotHold_whenScored_thenSaidSo() {
    double[] up = {1e308, 1e308};
    double[] down = {-1e308, 1e308};
    double[] nothing = {0, 0};
    for (Executable score :
        List.<Executable>of(
            () -> Metrics.mae(up, down),
            () -> Metrics.mae(up, nothing),
            () -> Metrics.rmse(up, nothing),
            () -> Metrics.squaredErrors(up, nothing),
            () -> Metrics.smape(up, down),
            () -> Metrics.pinball(up, down, 0.5),
            () -> Metrics.mase(new double[] {1, 1 + 1e-10}, up, new double[] {9e307, 1e308}))) {
      String message = assertThrows(UserException.class, score).getMessage();
      assertTrue(message.contains("too large"), message);
    }
  }

  private static void assertInterval(double lower, double upper, Proportion proportion) {
    assertEquals(lower, proportion.wilson(0.95).getLowerBound(), 5e-5);
    assertEquals(upper, proportion.wilson(0.95).getUpperBound(), 5e-5);
  }

  private static void assertMessage(String part, double[] actual, double[] forecast) {
    var error = assertThrows(IllegalArgumentException.class, () -> Metrics.mae(actual, forecast));
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
