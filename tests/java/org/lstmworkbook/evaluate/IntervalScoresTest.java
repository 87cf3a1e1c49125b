package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

class IntervalScoresTest {

  private static final double[] ACTUAL = {0, 1, 2, 10};

  @Test
  void givenIntervals_whenScored_thenCoverageWidthAndPinballAreThoseByHand() {
    double[] low = {-1, 0, 0, 0};
    double[] high = {1, 2, 4, 6};

    Table table = IntervalScores.of(ACTUAL, 1).add("wide", 0.8, low, high).toTable();

    assertEquals(75, table.doubleColumn("measured %").get(0), 1e-12); // 10 is above 6
    assertEquals(3.5, table.doubleColumn("width").get(0), 1e-12);
    // low at 0.1: 0.1·(1 + 1 + 2 + 10)/4; high at 0.9: (0.1·(1 + 1 + 2) + 0.9·4)/4; halved
    assertEquals((1.4 + 4.0) / 4 / 2, table.doubleColumn("pinball").get(0), 1e-12);
  }

  @Test
  void givenOverlappingDays_whenScored_thenTheShareIsAsSureAsEveryFifthDay() {
    double[] actual = new double[100];
    double[] high = new double[100];
    Arrays.fill(actual, 0, 20, 2);
    Arrays.fill(high, 1);

    Table table = IntervalScores.of(actual, 5).add("one", 0.8, new double[100], high).toTable();

    var independent = new Proportion(16, 20).wilson(0.95);
    assertEquals(80, table.doubleColumn("measured %").get(0), 1e-12);
    assertEquals(100 * independent.getLowerBound(), table.doubleColumn("from %").get(0), 1e-12);
    assertEquals(100 * independent.getUpperBound(), table.doubleColumn("to %").get(0), 1e-12);
  }

  @Test
  void givenAnIntervalUpsideDown_whenAdded_thenRefused() {
    double[] up = {1, 2, 3, 11};
    assertThrows(
        UserException.class, () -> IntervalScores.of(ACTUAL, 1).add("bad", 0.8, up, ACTUAL));
  }
}
