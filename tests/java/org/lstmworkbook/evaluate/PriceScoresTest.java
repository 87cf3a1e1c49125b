package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.model.Score;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Windows;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class PriceScoresTest {

  private static final LocalDate NEW_YEAR = LocalDate.of(2011, 1, 3);

  @Test
  void givenAStockWithSplits_whenScored_thenTheyAreNoMovesInTheScaleOrTheTruth() {
    PreparedPrices prepared = SampleData.prepared("MSFT", 60);

    // The training years hold the split of 2003-02-18, on which the close as traded halved.
    PriceScores scores = PriceScores.of(prepared.numbers(), prepared.train());

    double[] today = scores.lastKnown();
    double[] next = scores.actual();
    for (int i = 0; i < today.length; i++) {
      assertEquals(1, next[i] / today[i], 0.35); // MSFT's largest move there is 20 %
    }
    assertArrayEquals(next, scores.dollars(prepared.train().unscaledTargets()));
  }

  @Test
  void givenTestDays_whenEveryoneForecasts_thenMaseAndPAreThoseOfTheirDefinition() {
    PreparedPrices prepared = SampleData.prepared("IBM", 60);
    PriceScores scores = PriceScores.of(prepared.numbers(), prepared.test());
    double[] up = new double[prepared.test().size()];
    Arrays.fill(up, 0.001);

    Scoreboard board = scores.scoreboard("up", up, 10_000);

    Table table = board.toTable();
    assertEquals("persistence", table.stringColumn("forecaster").get(0));
    assertEquals("up", table.stringColumn("forecaster").get(1));
    assertEquals(11, table.rowCount());
    int training = prepared.train().rows().to();
    DoubleColumn close = prepared.numbers().doubleColumn("close");
    double[] closes = close.first(training).asDoubleArray();
    // IBM has no split, and its dividends are some tenths of a percent a quarter.
    double mase = Metrics.mase(closes, scores.actual(), scores.dollars(up));
    assertEquals(mase, table.doubleColumn("MASE").get(1), 0.01 * mase);
    List<Score> rows = board.scores("test");
    assertNull(rows.get(0).pValue());
    assertTrue(rows.get(1).pValue() > 0 && rows.get(1).pValue() < 1);
    assertEquals(table.doubleColumn("MAE $").get(5), rows.get(5).mae());
  }

  @Test
  void givenPricesOfSevenDaysAWeek_whenEveryoneForecasts_thenTheNaiveOneLooksSevenDaysBack() {
    Table prices = SampleData.prices("IBM");
    LocalDate monday = LocalDate.of(2001, 1, 1);
    LocalDate[] days =
        monday.datesUntil(monday.plusDays(prices.rowCount())).toArray(LocalDate[]::new);
    prices.replaceColumn("trade_date", DateColumn.create("trade_date", days));
    PreparedPrices prepared =
        PreparedPrices.of(
            prices,
            new PreparedPrices.Plan(
                SampleData.FEATURES, "log_return", 60, 1, days[3000], days[3200]));
    PriceScores scores = PriceScores.of(prepared.numbers(), prepared.test());

    Table board = scores.scoreboard("LSTM", new double[prepared.test().size()], 10_000).toTable();

    assertEquals("seasonal naive (7)", board.stringColumn("forecaster").get(3));
    double[] close = prices.doubleColumn("adj_close").asDoubleArray();
    double[] moved = new double[close.length - 3200];
    for (int i = 0; i < moved.length; i++) {
      double dollars = prices.doubleColumn("close").get(3199 + i);
      moved[i] = dollars / close[3199 + i] * Math.abs(close[3200 + i] - close[3193 + i]);
    }
    assertEquals(StatUtils.mean(moved), board.doubleColumn("MAE $").get(3), 1e-6); // 32-bit returns
  }

  @Test
  void givenATableWithMoreRowsOrOtherOnes_whenScored_thenPairedByDateOrRefusedByName() {
    PreparedPrices prepared = SampleData.prepared("IBM", 60);
    PriceScores right = PriceScores.of(prepared.numbers(), prepared.test());
    Table prices = SampleData.prices("IBM"); // one row more, at the beginning

    PriceScores byDate = PriceScores.of(prices, prepared.test());

    assertArrayEquals(right.lastKnown(), byDate.lastKnown());
    assertArrayEquals(right.actual(), byDate.actual());
    double[] longer = new double[right.actual().length + 1];
    assertThrows(UserException.class, () -> right.dollars(longer));
    refused("2011-01-03", prices.where(prices.dateColumn("trade_date").isNotEqualTo(NEW_YEAR)));
    refused("On 2010-08-02 the windows' log_return is", SampleData.prices("AAPL"));
  }

  private static void refused(String why, Table prices) {
    Windows test = SampleData.prepared("IBM", 60).test();
    var refused = assertThrows(UserException.class, () -> PriceScores.of(prices, test));
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }
}
