package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

class IntervalScoresTest {

  private static final double[] ACTUAL = {0, 1, 2, 10};

  @Test
  void givenIntervals_whenScored_thenCoverageWidthAndPinballAreThoseByHand() {
    double[] low = {-1, 0, 0, 0};
    double[] high = {1, 2, 4, 6};

    Table table = IntervalScores.of(ACTUAL).add("wide", 0.8, low, high).toTable();

    assertEquals(75, table.doubleColumn("measured %").get(0), 1e-12); // 10 is above 6
    assertEquals(3.5, table.doubleColumn("width").get(0), 1e-12);
    // low at 0.1: 0.1·(1 + 1 + 2 + 10)/4; high at 0.9: (0.1·(1 + 1 + 2) + 0.9·4)/4; halved
    assertEquals((1.4 + 4.0) / 4 / 2, table.doubleColumn("pinball").get(0), 1e-12);
  }

  @Test
  void givenAnIntervalUpsideDown_whenAdded_thenRefused() {
    double[] up = {1, 2, 3, 11};
    assertThrows(UserException.class, () -> IntervalScores.of(ACTUAL).add("bad", 0.8, up, ACTUAL));
  }
}
