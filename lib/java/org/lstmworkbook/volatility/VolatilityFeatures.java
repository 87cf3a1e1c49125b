package org.lstmworkbook.volatility;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.PriceFeatures;
import org.lstmworkbook.prepare.Splits;
import org.lstmworkbook.prepare.Volatility;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * What may tell tomorrow's volatility. Everything is relative to the stock's own month, so that one
 * network can learn from stocks of different nature and from years of different level; all of it is
 * of order one, so that nothing need be scaled by what another day was like.
 */
public final class VolatilityFeatures {

  private static final int WEEK = 5;
  private static final int MONTH = 22;
  private static final int QUARTER = 66;
  private static final int YEAR = 250;

  /** Trading days from one quarterly report to the next. */
  private static final int REPORTS = 63;

  /**
   * What a day of a window holds. {@code next_…} speaks of the trading day after it, which the
   * exchange's calendar tells years ahead.
   *
   * <ul>
   *   <li>day, week, quarter: log volatility of the day, and its mean over 5 and 66 days, each less
   *       its mean over 22 days
   *   <li>month_to_year: its mean over 22 days less that over 250
   *   <li>day_return: log return from close to close in units of the month's volatility, from −6 to
   *       6, divided by 1.5
   *   <li>night_return: ln(1 + size of the log return from close to open), the size in the same
   *       units and at most 8
   *   <li>relative_volume: log volume, splits taken out, less its mean of the last 22 days
   *   <li>market_volatility, market_return: the mean over all stocks of (log volatility less its
   *       month's mean) and of day_return
   *   <li>quarterly_shock: the largest night return in the week around the day that lies one, two,
   *       three and four quarters before the next day, their mean: companies report at the same
   *       time of each quarter
   *   <li>next_monday … next_thursday, next_gap (calendar days to it, less one, at most 3, divided
   *       by 1.5), next_short (the exchange closes at 13:00), next_christmas (22 to 31 December)
   * </ul>
   */
  public static final List<String> NAMES =
      List.of(
          "day",
          "week",
          "quarter",
          "month_to_year",
          "day_return",
          "night_return",
          "relative_volume",
          "market_volatility",
          "market_return",
          "quarterly_shock",
          "next_monday",
          "next_tuesday",
          "next_wednesday",
          "next_thursday",
          "next_gap",
          "next_short",
          "next_christmas");

  private VolatilityFeatures() {}

  /**
   * Makes the columns {@link #NAMES} and {@code log_volatility}, {@code log_return}, {@code month}
   * (the mean log volatility of the last 22 days). Rows that lack a past, a year and a month, are
   * dropped.
   *
   * @param prices for each ticker, the columns of {@code market.DailyPrices}
   * @return for each ticker, in the same order, one row a trading day
   * @throws UserException if a ticker has too few days: names it
   */
  public static Map<String, Table> of(Map<String, Table> prices) {
    Map<String, Table> tables = new LinkedHashMap<>();
    prices.forEach((ticker, table) -> tables.put(ticker, ofOne(ticker, table)));
    addMarket(tables, "market_volatility", "day");
    addMarket(tables, "market_return", "day_return");
    tables.replaceAll((ticker, table) -> table.dropRowsWithMissingValues());
    return tables;
  }

  private static Table ofOne(String ticker, Table prices) {
    if (prices.rowCount() <= YEAR + 2 * MONTH) {
      throw new UserException(
          "%s has %d days, but its volatility is compared with the year before: at least %d are needed. Leave it out, or ask for more days."
              .formatted(ticker, prices.rowCount(), YEAR + 2 * MONTH + 1));
    }
    Table table = Volatility.withGarmanKlass(PriceFeatures.withReturns(prices));
    DoubleColumn volatility = table.doubleColumn("log_volatility");
    DoubleColumn month = mean(volatility, MONTH);
    DoubleColumn unit = month.map(Math::exp);
    DoubleColumn night = night(table).divide(unit).map(z -> Math.min(z, 8));
    DoubleColumn volume = logVolume(table);
    table.addColumns(
        month.setName("month"),
        volatility.subtract(month).setName("day"),
        mean(volatility, WEEK).subtract(month).setName("week"),
        mean(volatility, QUARTER).subtract(month).setName("quarter"),
        month.subtract(mean(volatility, YEAR)).setName("month_to_year"),
        table
            .doubleColumn("log_return")
            .divide(unit)
            .map(z -> Math.max(-6, Math.min(z, 6)) / 1.5)
            .setName("day_return"),
        night.map(Math::log1p).setName("night_return"),
        volume.subtract(mean(volume, MONTH)).setName("relative_volume"),
        quarterlyShock(night).setName("quarterly_shock"));
    NextDay.addTo(table);
    return table;
  }

  private static DoubleColumn mean(DoubleColumn column, int days) {
    return column.rolling(days).mean();
  }

  /**
   * Size of the log return from yesterday's close to today's open; splits and dividends taken out.
   */
  private static DoubleColumn night(Table table) {
    DoubleColumn factor = table.doubleColumn("adj_close").divide(table.doubleColumn("close"));
    DoubleColumn open = table.doubleColumn("open").multiply(factor);
    return open.divide(table.doubleColumn("adj_close").lag(1)).logN().abs();
  }

  /** Log volume in shares of the first day. */
  private static DoubleColumn logVolume(Table table) {
    double[] splits = Splits.of(table);
    var volume = table.numberColumn("volume");
    DoubleColumn log = DoubleColumn.create("log_volume");
    double shares = 1; // that one share of the first day has become
    for (int row = 0; row < splits.length; row++) {
      shares *= splits[row];
      log.append(Math.log(Math.max(volume.getDouble(row) / shares, 1)));
    }
    return log;
  }

  /** A week's last day lies three days after its middle, and the next day is one ahead: hence 4. */
  private static DoubleColumn quarterlyShock(DoubleColumn night) {
    DoubleColumn week = largestOfWeek(night);
    DoubleColumn sum = week.lag(REPORTS - 4);
    for (int quarters = 2; quarters <= 4; quarters++) {
      sum = sum.add(week.lag(quarters * REPORTS - 4));
    }
    return sum.divide(4);
  }

  /** The largest of the last 7 nights; missing where one of them is: Tablesaw's skips it. */
  private static DoubleColumn largestOfWeek(DoubleColumn night) {
    DoubleColumn largest = DoubleColumn.create("week");
    for (int row = 0; row < night.size(); row++) {
      double most = row < 6 ? Double.NaN : 0;
      for (int day = Math.max(0, row - 6); day <= row; day++) {
        most = Math.max(most, night.getDouble(day)); // NaN, a missing number, stays NaN
      }
      largest.append(most);
    }
    return largest;
  }

  private static void addMarket(Map<String, Table> tables, String name, String of) {
    Map<LocalDate, double[]> sums = new HashMap<>();
    for (Table table : tables.values()) {
      for (int row = 0; row < table.rowCount(); row++) {
        double value = table.doubleColumn(of).getDouble(row);
        if (!Double.isNaN(value)) {
          double[] sum =
              sums.computeIfAbsent(table.dateColumn("trade_date").get(row), date -> new double[2]);
          sum[0] += value;
          sum[1]++;
        }
      }
    }
    for (Table table : tables.values()) {
      DoubleColumn market = DoubleColumn.create(name);
      for (LocalDate date : table.dateColumn("trade_date")) {
        double[] sum = sums.getOrDefault(date, new double[2]);
        market.append(sum[0] / sum[1]);
      }
      table.addColumns(market);
    }
  }
}
