package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;

/** Days: Mon 6 to Fri 10 January 2020, Mon 13, Wed 15 (no Tue 14), Thu 16, Fri 17. */
class ForecastCalendarTest {

  private static final List<LocalDate> DAYS =
      Stream.of(6, 7, 8, 9, 10, 13, 15, 16, 17).map(d -> LocalDate.of(2020, 1, d)).toList();

  private final ForecastCalendar oneAhead = new ForecastCalendar(DAYS, 1, 2);
  private final ForecastCalendar threeAhead = new ForecastCalendar(DAYS, 3, 2);

  @Test
  void givenATradingDay_whenAsked_thenTheDayBeforeItIsTheLastKnown() {
    assertEquals(2, oneAhead.lastKnown(day(9)));
    assertEquals(4, oneAhead.lastKnown(day(13))); // Monday: Friday is known
    assertEquals(5, oneAhead.lastKnown(day(15))); // after the holiday: Monday is
    assertEquals(2, threeAhead.lastKnown(day(13)));
  }

  @Test
  void givenTheDaysAfterTheLastRow_whenAsked_thenWeekdaysUpToTheHorizonAreAnswered() {
    assertEquals(8, oneAhead.lastKnown(day(20))); // Monday after Friday the 17th
    assertEquals(6, threeAhead.lastKnown(day(20)));
    assertEquals(8, threeAhead.lastKnown(day(22)));
  }

  @Test
  void givenAWeekendOrHoliday_whenAsked_thenTheNearestTradingDaysAreNamed() {
    assertMessage(
        "2020-01-11 is a Saturday without trading. The nearest trading days are 2020-01-10 and 2020-01-13.",
        oneAhead,
        day(11));
    assertMessage(
        "2020-01-14 is a Tuesday without trading (a holiday, or the row is missing). The nearest trading days are 2020-01-13 and 2020-01-15.",
        oneAhead,
        day(14));
    assertMessage(
        "2020-01-18 is a Saturday without trading. The nearest trading days are 2020-01-17 and 2020-01-20.",
        oneAhead,
        day(18));
  }

  @Test
  void givenADateTooEarlyOrTooLate_whenAsked_thenTheFirstOrLastDateIsNamed() {
    assertMessage(
        "2020-01-08 is too early: before it there are fewer than the 3 rows that a window needs. The first date with a forecast is 2020-01-09.",
        oneAhead,
        day(8));
    assertMessage(
        "2020-01-21 is too far in the future: the prices end on 2020-01-17 and the network looks 1 trading day(s) ahead. The last date with a forecast is 2020-01-20.",
        oneAhead,
        day(21));
    assertMessage(
        "2035-01-01 is too far in the future: the prices end on 2020-01-17 and the network looks 3 trading day(s) ahead. The last date with a forecast is 2020-01-22.",
        threeAhead,
        LocalDate.of(2035, 1, 1));
  }

  @Test
  void givenCoinsOnSevenDays_whenAskedForASaturday_thenItIsATradingDay() {
    LocalDate friday = LocalDate.of(2020, 1, 17);
    List<LocalDate> days = friday.minusDays(29).datesUntil(friday.plusDays(1)).toList();

    assertEquals(29, new ForecastCalendar(days, 1, 2).lastKnown(day(18)));
  }

  @Test
  void givenWeeklyBars_whenAskedForTheNextWeek_thenItIsTheNextBar() {
    List<LocalDate> mondays =
        Stream.iterate(LocalDate.of(2019, 1, 7), day -> day.plusWeeks(1)).limit(54).toList();

    assertEquals(53, new ForecastCalendar(mondays, 1, 2).lastKnown(day(20)));
    assertMessage(
        "2020-01-16 is no day of a row. The nearest rows are 2020-01-13 and 2020-01-20.",
        new ForecastCalendar(mondays, 1, 2),
        day(16));
    assertMessage(
        "2020-01-21 is too far in the future: the prices end on 2020-01-13 and the network looks 1 row(s) ahead. The last date with a forecast is 2020-01-20.",
        new ForecastCalendar(mondays, 1, 2),
        day(21));
  }

  @Test
  void givenATableTooShort_whenMade_thenBothNumbersAreNamed() {
    var error = assertThrows(UserException.class, () -> new ForecastCalendar(DAYS, 1, 60));

    assertEquals("A forecast needs 61 rows of prices, but the table has 9.", error.getMessage());
  }

  private static void assertMessage(String message, ForecastCalendar calendar, LocalDate date) {
    var error = assertThrows(UserException.class, () -> calendar.lastKnown(date));
    assertEquals(message, error.getMessage());
  }

  private static LocalDate day(int dayOfJanuary) {
    return LocalDate.of(2020, 1, dayOfJanuary);
  }
}
