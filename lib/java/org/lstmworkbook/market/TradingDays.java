package org.lstmworkbook.market;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rhythm of a table's days, as the table itself shows it: five days a week on an exchange,
 * seven for coins, one for weekly bars; and the holes where rows are missing.
 */
public final class TradingDays {

  /** Exchanges rest for 7 days (New York, September 2001) to 11 (Shanghai, at New Year). */
  private static final int LONGEST_REST = 14;

  /** A weekday with fewer than a tenth of the rows of the commonest one is an exception. */
  private static final int EXCEPTION = 10;

  private static final int TWO_WEEKS = 10;

  private final List<LocalDate> days;
  private final int step;
  private final Set<DayOfWeek> week;

  private TradingDays(List<LocalDate> days) {
    this.days = days;
    int[] gaps = IntStream.range(1, days.size()).map(this::gap).sorted().toArray();
    this.step = gaps.length == 0 ? 1 : gaps[gaps.length / 2];
    this.week = days.size() < TWO_WEEKS ? fiveDays() : weekdays();
  }

  /** The rhythm of these days, which are in order. */
  public static TradingDays of(List<LocalDate> days) {
    return new TradingDays(days);
  }

  /**
   * Calendar days from a row to the next, as a rule (the median): 1 for daily rows, 7 for weekly.
   */
  public int step() {
    return step;
  }

  /** Whether a row is a day, not a week or a month. */
  public boolean isDaily() {
    return step <= 3;
  }

  /** The weekdays that have rows as a rule. */
  public Set<DayOfWeek> week() {
    return EnumSet.copyOf(week);
  }

  /**
   * The rows that come more than 14 calendar days (for bars of several days: four bars) after the
   * row before: no holiday is so long, so rows are missing there, and the change from one to the
   * other is no daily change.
   */
  public List<Integer> holes() {
    int most = Math.max(LONGEST_REST, 4 * step);
    return IntStream.range(1, days.size()).filter(row -> gap(row) > most).boxed().toList();
  }

  /**
   * The trading day after a day. No table knows next year's holidays: they count as trading days.
   */
  public LocalDate after(LocalDate day) {
    if (!isDaily()) {
      return day.plusDays(step);
    }
    LocalDate next = day.plusDays(1);
    while (!week.contains(next.getDayOfWeek())) {
      next = next.plusDays(1);
    }
    return next;
  }

  private int gap(int row) {
    return (int) DAYS.between(days.get(row - 1), days.get(row));
  }

  /** Monday to Friday. */
  public static Set<DayOfWeek> fiveDays() {
    return EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  }

  private Set<DayOfWeek> weekdays() {
    Map<DayOfWeek, Integer> counts = new EnumMap<>(DayOfWeek.class);
    days.forEach(day -> counts.merge(day.getDayOfWeek(), 1, Integer::sum));
    int most = counts.values().stream().max(Integer::compare).orElse(0);
    counts.values().removeIf(count -> count * EXCEPTION < most);
    return EnumSet.copyOf(counts.keySet());
  }
}
