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
  void givenASplit_whenFeatures_thenVolumeIsComparedInTheSameShares() {
    Map<String, Table> whole = Stocks.before(LocalDate.of(2005, 6, 1), "AAPL");
    Table apple = VolatilityFeatures.of(whole).get("AAPL");
    Table prices = whole.get("AAPL");
    int split = prices.dateColumn("trade_date").indexOf(LocalDate.of(2005, 2, 28));
    double[] log =
        IntStream.range(0, prices.rowCount())
            .mapToDouble(
                row ->
                    Math.log(prices.numberColumn("volume").getDouble(row) / (row < split ? 1 : 2)))
            .toArray();
    for (int day = split - 1; day < split + 22; day++) {
      int row = apple.rowCount() - prices.rowCount() + day;
      assertEquals(
          log[day] - mean(log, day, 22),
          apple.doubleColumn("relative_volume").getDouble(row),
          1e-3); // adjusted closes have two decimals
    }
  }

  /** 250 days of a stock's own past, and four whole weeks of nights before the first row. */
  @Test
  void givenTheFirstRow_whenFeatures_thenEachOfItsFourWeeksIsWhole() {
    Table prices = PRICES.get("IBM");
    double[] close = prices.doubleColumn("adj_close").asDoubleArray();
    double[] traded = prices.doubleColumn("close").asDoubleArray();
    double[] open = prices.doubleColumn("open").asDoubleArray();
    double[] volatility =
        Volatility.withGarmanKlass(prices).doubleColumn("log_volatility").asDoubleArray();
    for (int row = 0; row < 8; row++) {
      int day = prices.dateColumn("trade_date").indexOf(IBM.dateColumn("trade_date").get(row));
      double sum = 0;
      for (int quarter = 1; quarter <= 4; quarter++) {
        int last = day + 4 - 63 * quarter;
        double largest = 0;
        for (int night = last - 6; night <= last; night++) {
          double size =
              Math.abs(Math.log(open[night] * close[night] / traded[night] / close[night - 1]));
          largest = Math.max(largest, Math.min(8, size / Math.exp(mean(volatility, night, 22))));
        }
        sum += largest;
      }
      assertEquals(sum / 4, value("quarterly_shock", row), ROUNDING);
    }
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
