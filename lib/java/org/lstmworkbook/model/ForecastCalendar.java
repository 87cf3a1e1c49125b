package org.lstmworkbook.model;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.TradingDays;

/**
 * Which row is the last known one when a date is to be forecast. The trading days are those of the
 * table; after its last row they go on in the table's own rhythm ({@link TradingDays}).
 *
 * @param days the table's trading days, in order
 * @param horizon how many trading days ahead a forecast looks; 0 to name the last known day itself
 * @param firstLast index of the first day that has a whole window behind it
 */
record ForecastCalendar(List<LocalDate> days, int horizon, int firstLast) {

  /**
   * @throws UserException if the table is too short for any forecast
   */
  ForecastCalendar {
    if (days.size() <= firstLast) {
      throw new UserException(
          "A forecast needs %d rows of prices, but the table has %d."
              .formatted(firstLast + 1, days.size()));
    }
  }

  /**
   * The index of the last day to use for a forecast of this date.
   *
   * @throws UserException if the date is too early, too late, or no trading day
   */
  int lastKnown(LocalDate date) {
    LocalDate first = day(firstLast + horizon);
    LocalDate last = day(days.size() - 1 + horizon);
    if (date.isBefore(first)) {
      throw new UserException(
          "%s is too early: before it there are fewer than the %d rows that a window needs. The first date with a forecast is %s."
              .formatted(date, firstLast + 1, first));
    }
    if (date.isAfter(last)) {
      throw new UserException(
          "%s is too far in the future: the prices end on %s%s. The last date with a forecast is %s."
              .formatted(date, days.get(days.size() - 1), looksAhead(), last));
    }
    for (int i = firstLast + horizon; i < days.size() + horizon; i++) {
      if (day(i).equals(date)) {
        return i - horizon;
      }
      if (day(i).isAfter(date)) {
        throw new UserException(
            "%s is %s. The nearest %ss are %s and %s."
                .formatted(date, withoutRow(date.getDayOfWeek()), unit(), day(i - 1), day(i)));
      }
    }
    throw new IllegalStateException("a date between the first and the last day");
  }

  private String withoutRow(DayOfWeek day) {
    if (!rhythm().isDaily()) {
      return "no day of a row";
    }
    return "a %s without trading%s"
        .formatted(
            day.getDisplayName(TextStyle.FULL, Locale.ENGLISH),
            rhythm().week().contains(day) ? " (a holiday, or the row is missing)" : "");
  }

  private String looksAhead() {
    return horizon == 0 ? "" : " and the network looks %d %s(s) ahead".formatted(horizon, unit());
  }

  /** What a row stands for: a bar of a week is no day. */
  private String unit() {
    return rhythm().isDaily() ? "trading day" : "row";
  }

  /** A trading day by its index, which may go beyond the table's end. */
  LocalDate day(int index) {
    int last = days.size() - 1;
    if (index <= last) {
      return days.get(index);
    }
    LocalDate day = days.get(last);
    TradingDays rhythm = rhythm();
    for (int beyond = index - last; beyond > 0; beyond--) {
      day = rhythm.after(day);
    }
    return day;
  }

  private TradingDays rhythm() {
    return TradingDays.of(days);
  }
}
