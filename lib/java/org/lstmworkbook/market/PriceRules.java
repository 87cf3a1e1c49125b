package org.lstmworkbook.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/** What must hold for the daily rows of one ticker, whichever way they came. */
final class PriceRules {

  /** Vendors that adjust prices round them: a close may lie so much above its high, relatively. */
  private static final double ROUNDING = 1e-5;

  private final Table rows;
  private final IntFunction<String> place;
  private final List<String> problems = new ArrayList<>();

  private PriceRules(Table rows, IntFunction<String> place) {
    this.rows = rows;
    this.place = place;
  }

  /**
   * Every breach of a rule, in the order of the rows.
   *
   * @param rows one ticker's rows in the typed columns of {@link DailyPrices}
   * @param place names a row for the reader, as "line 17"
   */
  static List<String> problems(Table rows, IntFunction<String> place) {
    PriceRules rules = new PriceRules(rows, place);
    Map<LocalDate, Integer> seen = new HashMap<>();
    int days = rows.dateColumn("trade_date").countUnique();
    if (days > 1 && rows.rowCount() >= 2 * days) {
      return List.of(
          "there are %,d rows of %,d days, as of bars within the day. Keep one row a day."
              .formatted(rows.rowCount(), days));
    }
    for (int row = 0; row < rows.rowCount(); row++) {
      rules.checkDay(row, seen);
      if (rules.pricesAreThere(row)) {
        rules.checkOrder(row);
      }
      rules.checkVolume(row);
    }
    return rules.problems;
  }

  private boolean pricesAreThere(int row) {
    int before = problems.size();
    for (String name : DailyPrices.PRICES) {
      DoubleColumn prices = rows.doubleColumn(name);
      double price = prices.getDouble(row);
      if (prices.isMissing(row)) {
        complain(row, name, "there is no price. Fill it in, or remove the row.");
      } else if (price <= 0 || !Double.isFinite(price)) {
        String text = Double.isFinite(price) ? Dollars.plain(price) : String.valueOf(price);
        complain(
            row,
            name,
            text
                + " is not a price: prices are finite and above 0. Correct it, or remove the row.");
      }
    }
    return problems.size() == before;
  }

  private void checkOrder(int row) {
    double high = price(row, "high");
    double low = price(row, "low");
    if (high < low) {
      complain(
          row,
          "high",
          "the high %s is below the low %s. Correct the row."
              .formatted(Dollars.plain(high), Dollars.plain(low)));
      return;
    }
    for (String name : List.of("open", "close")) {
      double price = price(row, name);
      boolean above = price > high * (1 + ROUNDING);
      if (above || price < low * (1 - ROUNDING)) {
        complain(
            row,
            name,
            "the %s %s is %s %s. Correct the row."
                .formatted(
                    name,
                    Dollars.plain(price),
                    above ? "above the high" : "below the low",
                    Dollars.plain(above ? high : low)));
      }
    }
  }

  private void checkVolume(int row) {
    LongColumn volumes = rows.longColumn("volume");
    if (volumes.isMissing(row)) {
      complain(row, "volume", "there is no volume. Write 0 if nothing was traded.");
    } else if (volumes.getLong(row) < 0) {
      complain(
          row,
          "volume",
          volumes.getLong(row) + " shares is below 0. Write 0 if nothing was traded.");
    }
  }

  private void checkDay(int row, Map<LocalDate, Integer> seen) {
    DateColumn days = rows.dateColumn("trade_date");
    if (days.isMissing(row)) {
      complain(row, "trade_date", "there is no date. Fill it in, or remove the row.");
      return;
    }
    Integer earlier = seen.putIfAbsent(days.get(row), row);
    if (earlier != null) {
      complain(
          row,
          "trade_date",
          "%s comes twice, first in %s. Keep one row a day."
              .formatted(days.get(row), place.apply(earlier)));
    }
  }

  private double price(int row, String name) {
    return rows.doubleColumn(name).getDouble(row);
  }

  private void complain(int row, String column, String what) {
    problems.add(place.apply(row) + ", column " + column + ": " + what);
  }
}
