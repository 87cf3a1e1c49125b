package org.lstmworkbook.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

class PriceFeaturesTest {

  /** A logarithm of a quotient, taken in another way: a few roundings apart. */
  private static final double ROUNDING = 1e-12;

  @Test
  void givenTwoDays_whenWithReturns_thenTheNumbersAreThoseByHand() {
    Table table = PriceFeatures.withReturns(prices(new double[] {100, 110}, new long[] {999, 0}));

    assertEquals(1, table.rowCount());
    assertEquals(0.09531017980432493, table.doubleColumn("log_return").get(0), ROUNDING); // ln 1.1
    assertEquals(0.6931471805599453, table.doubleColumn("log_range").get(0), ROUNDING); // ln 2
    // no trades on the second day: ln(1/1000)
    assertEquals(-6.907755278982137, table.doubleColumn("log_volume_change").get(0), ROUNDING);
  }

  @Test
  void givenASplit_whenWithReturns_thenTheReturnIsNoFall() {
    Table table = PriceFeatures.withReturns(SampleData.prices("AAPL"));
    int split = table.dateColumn("trade_date").indexOf(LocalDate.parse("2005-02-28"));

    double unadjusted =
        Math.log(
            table.doubleColumn("close").get(split) / table.doubleColumn("close").get(split - 1));
    assertTrue(unadjusted < -0.6, "two new shares for an old one: " + unadjusted);
    assertEquals(0.0, table.doubleColumn("log_return").get(split), 0.02);
  }

  /** On the day of a split twice as many shares are no more trade. */
  @Test
  void givenSplitsAndDividends_whenVolumeIsCompared_thenInTheSameShares() {
    for (String day : List.of("2000-06-21", "2005-02-28")) {
      assertVolumeChange("AAPL", day, 2);
    }
    assertVolumeChange("MSFT", "2003-02-18", 2);
    assertVolumeChange("MSFT", "2004-11-15", 1); // a dividend of a tenth of the price
    double[] ofIbm = Splits.of(SampleData.prices("IBM"));
    assertTrue(DoubleStream.of(ofIbm).allMatch(shares -> shares == 1), "IBM had no split");
  }

  private static void assertVolumeChange(String ticker, String day, double shares) {
    Table prices = SampleData.prices(ticker);
    int row = prices.dateColumn("trade_date").indexOf(LocalDate.parse(day));
    double before = prices.numberColumn("volume").getDouble(row - 1);
    double change = Math.log(prices.numberColumn("volume").getDouble(row) / before / shares);
    // adjusted closes have two decimals, so the factor of a split is 2 but for 0.1 %
    assertEquals(
        change,
        PriceFeatures.withReturns(prices).doubleColumn("log_volume_change").get(row - 1),
        1e-3,
        ticker + " " + day);
  }

  @Test
  void givenAHorizonOfFive_whenWithReturns_thenTheReturnIsTheSumOfFive() {
    Table table = PriceFeatures.withReturns(SampleData.prices("IBM"), 5);
    DoubleColumn daily = table.doubleColumn("log_return");

    assertEquals(SampleData.prices("IBM").rowCount() - 5, table.rowCount());
    for (int row = 4; row < table.rowCount(); row++) {
      double sum = 0;
      for (int day = row - 4; day <= row; day++) {
        sum += daily.get(day);
      }
      assertEquals(sum, table.doubleColumn("log_return_5").get(row), ROUNDING);
    }
  }

  @Test
  void givenOneRow_whenWithReturns_thenTheMessageSaysHowManyAreNeeded() {
    Table one = prices(new double[] {100}, new long[] {5});

    var error = assertThrows(UserException.class, () -> PriceFeatures.withReturns(one));
    assertEquals(
        "Returns over 1 day(s) need at least 2 rows, but the table has 1.", error.getMessage());
    var none = assertThrows(UserException.class, () -> PriceFeatures.withReturns(one, 0));
    assertEquals("A horizon is at least 1 day, but was 0.", none.getMessage());
  }

  private static Table prices(double[] close, long[] volume) {
    return SampleData.table("adj_close", close)
        .addColumns(
            DoubleColumn.create("high", close).multiply(2).setName("high"),
            DoubleColumn.create("low", close),
            DoubleColumn.create("close", close),
            LongColumn.create("volume", volume));
  }
}
