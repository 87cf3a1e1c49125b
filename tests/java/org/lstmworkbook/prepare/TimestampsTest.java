package org.lstmworkbook.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TimestampsTest {

  /** Sine and cosine of the same angle, computed in another way: a few roundings apart. */
  private static final double ROUNDING = 1e-12;

  @Test
  void givenKnownDates_whenWithNumbers_thenEpochSecondsAreThoseOfMidnightUtc() {
    Table table = Timestamps.withNumbers(days("1970-01-01", "2000-03-01", "2013-03-01"));

    // `date -u -d 2000-03-01 +%s` and the same for 2013
    assertEquals(0, table.longColumn("epoch_seconds").get(0));
    assertEquals(951_868_800L, table.longColumn("epoch_seconds").get(1));
    assertEquals(1_362_096_000L, table.longColumn("epoch_seconds").get(2));
  }

  @Test
  void givenAWeek_whenWithNumbers_thenFridayAndMondayAreThreeDaysApartOnTheCircle() {
    Table table =
        Timestamps.withNumbers(
            days("2020-01-06", "2020-01-07", "2020-01-09", "2020-01-10", "2020-01-13"));

    assertEquals(0, table.doubleColumn("weekday_sin").get(0), ROUNDING);
    assertEquals(1, table.doubleColumn("weekday_cos").get(0), ROUNDING);
    assertEquals(
        Math.sin(Math.toRadians(360 / 7.0)), table.doubleColumn("weekday_sin").get(1), ROUNDING);
    double fridayToMonday = distance(table, 3, 4);
    double mondayToThursday = distance(table, 0, 2);
    assertEquals(mondayToThursday, fridayToMonday, ROUNDING);
  }

  @Test
  void givenTheTurnOfAYear_whenWithNumbers_thenTheSeasonHasNoJump() {
    Table table = Timestamps.withNumbers(days("2019-12-31", "2020-01-01", "2020-07-01"));

    assertEquals(0, table.doubleColumn("season_sin").get(1), ROUNDING);
    assertEquals(1, table.doubleColumn("season_cos").get(1), ROUNDING);
    assertEquals(1, table.doubleColumn("season_cos").get(0), 2e-4); // one day of 365: 1 - cos
    assertTrue(table.doubleColumn("season_cos").get(2) < -0.99);
  }

  @Test
  void givenTheRealCalendar_whenWithNumbers_thenGapsAreCountedInCalendarDays() {
    Table table = Timestamps.withNumbers(SampleData.prices("IBM"));

    assertTrue(table.intColumn("gap_days").isMissing(0));
    LocalDate reopened = LocalDate.parse("2001-09-17");
    int row = table.dateColumn("trade_date").indexOf(reopened);
    assertEquals(7, table.intColumn("gap_days").get(row)); // closed from 11 September 2001
    assertEquals(7, table.intColumn("gap_days").max());
    assertEquals(1, table.intColumn("gap_days").min());
  }

  @Test
  void givenATable_whenWithNumbersTwice_thenNothingIsAddedTwiceAndTheInputStays() {
    Table prices = days("2020-01-06", "2020-01-07");
    Table once = Timestamps.withNumbers(prices);

    assertEquals(once.columnNames(), Timestamps.withNumbers(once).columnNames());
    assertFalse(prices.containsColumn("epoch_seconds"));
  }

  @Test
  void givenDaysOutOfOrderOrTwice_whenWithNumbers_thenTheRowIsNamed() {
    var order =
        assertThrows(
            UserException.class, () -> Timestamps.withNumbers(days("2020-01-07", "2020-01-06")));
    var twice =
        assertThrows(
            UserException.class, () -> Timestamps.withNumbers(days("2020-01-07", "2020-01-07")));

    assertTrue(order.getMessage().contains("row 2 (2020-01-06) follows 2020-01-07"));
    assertTrue(twice.getMessage().contains("row 2 (2020-01-07) follows 2020-01-07"));
  }

  @Test
  void givenNoDates_whenWithNumbers_thenTheColumnIsNamed() {
    Table none = Table.create(DoubleColumn.create("close", 1.0));
    Table text = Table.create(StringColumn.create("trade_date", "2020-01-06"));
    Table hole = Table.create(DateColumn.create("trade_date", LocalDate.EPOCH, null));

    assertMessage("There is no column trade_date; the table has close.", none);
    assertMessage("Column trade_date must hold dates, but it holds STRING values.", text);
    assertMessage("Row 2 has no trade_date.", hole);
  }

  private static void assertMessage(String message, Table table) {
    var error = assertThrows(UserException.class, () -> Timestamps.withNumbers(table));
    assertEquals(message, error.getMessage());
  }

  private static double distance(Table table, int a, int b) {
    return Math.hypot(
        table.doubleColumn("weekday_sin").get(a) - table.doubleColumn("weekday_sin").get(b),
        table.doubleColumn("weekday_cos").get(a) - table.doubleColumn("weekday_cos").get(b));
  }

  private static Table days(String... dates) {
    return Table.create(
        DateColumn.create("trade_date", Arrays.stream(dates).map(LocalDate::parse).toList()));
  }
}
