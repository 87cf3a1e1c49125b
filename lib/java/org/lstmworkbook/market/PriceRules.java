package org.lstmworkbook.market;

import java.time.LocalDate;
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

  private static final List<String> PRICES = List.of("open", "high", "low", "close", "adj_close");

  private final Table rows;
  private final IntFunction<String> place;

  private PriceRules(Table rows, IntFunction<String> place) {
    this.rows = rows;
    this.place = place;
  }

  /**
   * Throws at the first row that breaks a rule.
   *
   * @param rows one ticker's rows in the typed columns of {@link DailyPrices}
   * @param place names a row for the reader, as "line 17"
   */
  static void check(Table rows, IntFunction<String> place) {
    PriceRules rules = new PriceRules(rows, place);
    for (int row = 0; row < rows.rowCount(); row++) {
      rules.checkPrices(row);
      rules.checkVolume(row);
    }
    rules.checkOneRowADay();
  }

  private void checkPrices(int row) {
    for (String name : PRICES) {
      DoubleColumn prices = rows.doubleColumn(name);
      double price = prices.getDouble(row);
      if (prices.isMissing(row)) {
        throw fault(row, name, "there is no price. Fill it in, or remove the row.");
      }
      if (price <= 0 || Double.isInfinite(price)) {
        throw fault(
            row, name, price + " is not a price: prices are finite and above 0. Correct it.");
      }
    }
    double high = rows.doubleColumn("high").getDouble(row);
    double low = rows.doubleColumn("low").getDouble(row);
    if (high < low) {
      throw fault(
          row, "high", "the high %s is below the low %s. Correct the row.".formatted(high, low));
    }
  }

  private void checkVolume(int row) {
    LongColumn volumes = rows.longColumn("volume");
    if (volumes.isMissing(row)) {
      throw fault(row, "volume", "there is no volume. Write 0 if nothing was traded.");
    }
    if (volumes.getLong(row) < 0) {
      throw fault(
          row,
          "volume",
          volumes.getLong(row) + " shares is below 0. Write 0 if nothing was traded.");
    }
  }

  private void checkOneRowADay() {
    DateColumn days = rows.dateColumn("trade_date");
    Map<LocalDate, Integer> seen = new HashMap<>();
    for (int row = 0; row < days.size(); row++) {
      if (days.isMissing(row)) {
        throw fault(row, "trade_date", "there is no date. Fill it in, or remove the row.");
      }
      Integer earlier = seen.put(days.get(row), row);
      if (earlier != null) {
        throw fault(
            row,
            "trade_date",
            "%s comes twice, first in %s. Keep one row a day."
                .formatted(days.get(row), place.apply(earlier)));
      }
    }
  }

  private PriceDataException fault(int row, String column, String what) {
    return new PriceDataException(place.apply(row) + ", column " + column + ": " + what);
  }
}
