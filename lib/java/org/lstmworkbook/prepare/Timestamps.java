package org.lstmworkbook.prepare;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/**
 * Step 2: timestamps to numbers. A network reads numbers only, and a date holds several: a point on
 * the time line, a day of the week, a time of the year, and how long the exchange was closed before
 * it.
 */
public final class Timestamps {

  private static final int DAYS_OF_WEEK = 7;

  private Timestamps() {}

  /**
   * A copy of the table with these columns added (or replaced):
   *
   * <ul>
   *   <li>{@code epoch_seconds}: seconds since 1970-01-01T00:00Z to midnight UTC of the trading
   *       date
   *   <li>{@code weekday_sin, weekday_cos}: the day as a point on a circle of seven, Monday at
   *       angle 0: so Friday and Monday come out three days apart, not four
   *   <li>{@code season_sin, season_cos}: the same for the day of the year, so 31 December lies
   *       beside 1 January
   *   <li>{@code gap_days}: calendar days since the row before: 1 from Monday to Tuesday, 3 over a
   *       weekend, more over holidays; missing in the first row, before which nothing is known
   * </ul>
   *
   * @param prices a table with a date column {@code trade_date}, in date order
   * @throws UserException if trade_date is missing, holds no dates, or is out of order
   */
  public static Table withNumbers(Table prices) {
    List<LocalDate> dates = Columns.dates(prices);
    Table table = prices.copy();
    LongColumn seconds = LongColumn.create("epoch_seconds");
    IntColumn gap = IntColumn.create("gap_days");
    for (int row = 0; row < dates.size(); row++) {
      LocalDate date = dates.get(row);
      seconds.append(date.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
      if (row == 0) {
        gap.appendMissing();
      } else {
        gap.append((int) DAYS.between(dates.get(row - 1), date));
      }
    }
    Columns.put(table, seconds);
    putCircle(table, "weekday", dates, d -> (d.getDayOfWeek().getValue() - 1.0) / DAYS_OF_WEEK);
    putCircle(table, "season", dates, d -> (d.getDayOfYear() - 1.0) / d.lengthOfYear());
    Columns.put(table, gap);
    return table;
  }

  /**
   * A turn in [0, 1) as sine and cosine: one number alone would have a jump where the turn ends.
   */
  private static void putCircle(
      Table table, String name, List<LocalDate> dates, ToDoubleFunction<LocalDate> turn) {
    double[] angles = dates.stream().mapToDouble(turn).map(t -> 2 * Math.PI * t).toArray();
    double[] sines = DoubleStream.of(angles).map(Math::sin).toArray();
    double[] cosines = DoubleStream.of(angles).map(Math::cos).toArray();
    Columns.put(table, DoubleColumn.create(name + "_sin", sines));
    Columns.put(table, DoubleColumn.create(name + "_cos", cosines));
  }
}
