package org.lstmworkbook.volatility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.Volatility;
import tech.tablesaw.api.Table;

class VolatilityFeaturesTest {

  private static final LocalDate END = LocalDate.of(2002, 7, 5);
  private static final Map<String, Table> PRICES = Stocks.before(END, "IBM", "AAPL");
  private static final Map<String, Table> FEATURES = VolatilityFeatures.of(PRICES);
  private static final Table IBM = FEATURES.get("IBM");
  private static final double ROUNDING = 1e-9;

  @Test
  void givenPrices_whenFeatures_thenMeansAreThoseOfTheDaysBefore() {
    Table table = Volatility.withGarmanKlass(PRICES.get("IBM"));
    double[] volatility = table.doubleColumn("log_volatility").asDoubleArray();
    int row = IBM.rowCount() - 7;
    int day = table.rowCount() - 7;
    double month = mean(volatility, day, 22);
    assertEquals(IBM.dateColumn("trade_date").get(row), table.dateColumn("trade_date").get(day));
    assertEquals(volatility[day] - month, value("day", row), ROUNDING);
    assertEquals(mean(volatility, day, 5) - month, value("week", row), ROUNDING);
    assertEquals(mean(volatility, day, 66) - month, value("quarter", row), ROUNDING);
    assertEquals(month - mean(volatility, day, 250), value("month_to_year", row), ROUNDING);
  }

  @Test
  void givenASplit_whenFeatures_thenTheNightDoesNotJump() {
    Table apple =
        VolatilityFeatures.of(Stocks.before(LocalDate.of(2005, 6, 1), "AAPL")).get("AAPL");
    Table split = apple.where(apple.dateColumn("trade_date").isEqualTo(LocalDate.of(2005, 2, 28)));
    assertEquals(1, split.rowCount());
    assertTrue(
        split.doubleColumn("night_return").getDouble(0)
            < Math.log1p(2)); // two shares for one would be ln(1 + 8)
  }

  @Test
  void givenJuly3rd_whenItIsNext_thenTheSessionIsShort() {
    Table before = IBM.where(IBM.dateColumn("trade_date").isEqualTo(LocalDate.of(2002, 7, 2)));
    assertEquals(1, before.doubleColumn("next_short").getDouble(0));
    assertEquals(1, before.doubleColumn("next_wednesday").getDouble(0));
    Table friday = IBM.where(IBM.dateColumn("trade_date").isEqualTo(LocalDate.of(2002, 6, 28)));
    assertEquals(1, friday.doubleColumn("next_monday").getDouble(0));
    assertEquals(2 / 1.5, friday.doubleColumn("next_gap").getDouble(0), ROUNDING);
  }

  @Test
  void givenAnotherFuture_whenFeatures_thenThePastIsUnchanged() {
    LocalDate change = LocalDate.of(2002, 6, 3);
    Table other = VolatilityFeatures.of(Stocks.withAnotherFuture(PRICES, change)).get("IBM");
    int known = IBM.where(IBM.dateColumn("trade_date").isBefore(change)).rowCount();
    for (String name : VolatilityFeatures.NAMES) {
      List<Double> before = IBM.doubleColumn(name).first(known).asList();
      assertEquals(before, other.doubleColumn(name).first(known).asList(), name);
    }
    assertFalse(value("day", known) == other.doubleColumn("day").getDouble(known));
  }

  @Test
  void givenAStockWithAFewMonths_whenFeatures_thenRefusedByName() {
    var error =
        assertThrows(
            UserException.class,
            () -> VolatilityFeatures.of(Stocks.before(LocalDate.of(2013, 3, 2), "FB")));
    assertTrue(error.getMessage().startsWith("FB has 196 days"), error.getMessage());
  }

  private static double value(String name, int row) {
    return IBM.doubleColumn(name).getDouble(row);
  }

  private static double mean(double[] values, int last, int days) {
    return IntStream.rangeClosed(last - days + 1, last)
        .mapToDouble(i -> values[i])
        .average()
        .orElseThrow();
  }
}
