package org.lstmworkbook.volatility;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.lstmworkbook.market.TradingDays;
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
    List<LocalDate> next = new ArrayList<>(dates.subList(1, dates.size()));
    next.add(TradingDays.of(dates).after(dates.get(dates.size() - 1)));
    for (DayOfWeek day :
        List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY)) {
      String name = "next_" + day.name().toLowerCase(Locale.ROOT);
      add(table, name, row -> next.get(row).getDayOfWeek() == day ? 1 : 0);
    }
    add(
        table,
        "next_gap",
        row -> Math.min(3, ChronoUnit.DAYS.between(dates.get(row), next.get(row)) - 1) / 1.5);
    add(table, "next_short", row -> isShort(next.get(row)) ? 1 : 0);
    add(table, "next_christmas", row -> isChristmas(next.get(row)) ? 1 : 0);
  }

  private static void add(Table table, String name, IntToDoubleFunction value) {
    table.addColumns(
        DoubleColumn.create(
            name, IntStream.range(0, table.rowCount()).mapToDouble(value).toArray()));
  }

  private static boolean isChristmas(LocalDate date) {
    return date.getMonth() == Month.DECEMBER && date.getDayOfMonth() >= 22;
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
