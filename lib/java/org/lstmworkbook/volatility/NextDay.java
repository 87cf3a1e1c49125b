package org.lstmworkbook.volatility;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * What the calendar tells of the next trading day. The New York exchange publishes its holidays and
 * short sessions years ahead; only a closure that nobody planned (a hurricane in October 2012) is
 * not known the day before.
 */
final class NextDay {

  private NextDay() {}

  /** Adds the columns {@code next_…} of {@link VolatilityFeatures#NAMES}. */
  static void addTo(Table table) {
    List<LocalDate> dates = table.dateColumn("trade_date").asList();
    for (DayOfWeek day :
        List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY)) {
      addNext(
          table,
          dates,
          "next_" + day.name().toLowerCase(Locale.ROOT),
          next -> next.getDayOfWeek() == day ? 1 : 0);
    }
    DoubleColumn gap = DoubleColumn.create("next_gap");
    for (int row = 0; row < dates.size(); row++) {
      gap.append(Math.min(3, ChronoUnit.DAYS.between(dates.get(row), next(dates, row)) - 1) / 1.5);
    }
    table.addColumns(gap);
    addNext(table, dates, "next_short", next -> isShort(next) ? 1 : 0);
    addNext(
        table,
        dates,
        "next_christmas",
        next -> next.getMonthValue() == 12 && next.getDayOfMonth() >= 22 ? 1 : 0);
  }

  private static void addNext(
      Table table, List<LocalDate> dates, String name, ToDoubleFunction<LocalDate> value) {
    DoubleColumn column = DoubleColumn.create(name);
    for (int row = 0; row < dates.size(); row++) {
      column.append(value.applyAsDouble(next(dates, row)));
    }
    table.addColumns(column);
  }

  /** The next trading day; after the last row, the next weekday. */
  private static LocalDate next(List<LocalDate> dates, int row) {
    if (row + 1 < dates.size()) {
      return dates.get(row + 1);
    }
    LocalDate day = dates.get(row).plusDays(1);
    while (day.getDayOfWeek().getValue() > DayOfWeek.FRIDAY.getValue()) {
      day = day.plusDays(1);
    }
    return day;
  }

  /** The day after Thanksgiving, Christmas Eve, and the eve of Independence Day. */
  private static boolean isShort(LocalDate date) {
    int day = date.getDayOfMonth();
    return switch (date.getMonth()) {
      case NOVEMBER -> date.getDayOfWeek() == DayOfWeek.FRIDAY && day >= 23 && day <= 29;
      case DECEMBER -> day == 24;
      case JULY -> day == 3;
      default -> false;
    };
  }
}
