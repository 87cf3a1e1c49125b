package org.lstmworkbook.volatility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.evaluate.Baselines;
import org.lstmworkbook.evaluate.LinearRegression;
import tech.tablesaw.api.Table;

class VolatilityExperimentTest {

  private static final Path SAMPLES = Path.of("data-samples");
  private static final List<String> COLUMNS = List.of("IBM", "AAPL", "MSFT", "GOOG", "all");

  /**
   * Neither draws a random number; the tolerance leaves room for another processor's last digits.
   */
  @Test
  void givenTheCommittedTable_whenEwmaAndHarAreRunAgain_thenTheyComeOutTheSame() {
    var study =
        new VolatilityStudy(
                VolatilityExperiment.stocks(SAMPLES.resolve("daily_prices.csv")),
                VolatilityExperiment.TEST_FROM,
                Integer.MAX_VALUE)
            .add(Baselines.ewma())
            .add(LinearRegression.har());
    Table fresh = study.rmse();
    for (String method : List.of("EWMA", "HAR")) {
      for (String column : COLUMNS) {
        assertEquals(
            value(fresh, method, column),
            value(committed("once-rmse"), method, column),
            1e-9,
            method + " " + column);
      }
    }
  }

  /**
   * What the lesson claims, and what it must not claim. The narrowest win is 2.9994 %, over HAR
   * when fitted once; half a percent of room, since another processor gives networks of other last
   * digits.
   */
  @Test
  void
      givenTheCommittedTables_whenRead_thenTheLstmBeatsTheUsualMethodsOnEachStockButNotTheRidgeThatSeesAllItSees() {
    for (String design : List.of("once", "walk-forward")) {
      Table rmse = committed(design + "-rmse");
      Table against = committed(design + "-against");
      List<String> usual = List.of("EWMA", "HAR", "GARCH(1,1)", "ridge (22 lags)", "boosting");
      for (String column : COLUMNS) {
        double best =
            usual.stream().mapToDouble(method -> value(rmse, method, column)).min().orElseThrow();
        assertTrue(value(rmse, "LSTM", column) < best, design + " " + column);
      }
      for (String method : usual) {
        assertTrue(value(against, method, "lower by %") > 2.5, design + " " + method);
        assertTrue(value(against, method, "p all") < 0.01, design + " " + method);
      }
      assertTrue(value(against, "ridge, all inputs", "p all") > 0.05, design);
    }
  }

  /** What its README says of one network for all or for each, and of recurrence. */
  @Test
  void givenTheCommittedTables_whenTheLstmsAreCompared_thenNeitherPoolingNorMemoryMakesTheWin() {
    for (String design : List.of("once", "walk-forward")) {
      Table against = committed(design + "-against");
      assertTrue(value(against, "LSTM, one for each ticker", "p all") > 0.05, design);
      assertTrue(value(against, "LSTM, window of 1 day", "lower by %") < 0, design);
      String line = "linear regression, all inputs, one for all tickers";
      assertTrue(value(against, line, "p all") > 0.05, design);
    }
    Table validation = committed("validation-against");
    assertTrue(value(validation, "LSTM, window of 1 day", "lower by %") > 0);
    assertTrue(value(validation, "ridge, all inputs", "p all") < 0.01);
    assertTrue(value(validation, "ridge, all inputs", "lower by %") > 2);
  }

  @Test
  void givenTheCommittedTables_whenRead_thenEachLstmHasTenSeedsWhoseMeanForecastIsInTheTable() {
    for (String design : List.of("validation", "once", "walk-forward")) {
      Table rmse = committed(design + "-rmse");
      for (String lstm : List.of("LSTM", "LSTM, one for each ticker", "LSTM, window of 1 day")) {
        double each =
            IntStream.rangeClosed(1, 10)
                .mapToDouble(seed -> value(rmse, lstm + " " + seed, "all"))
                .average()
                .orElseThrow();
        assertTrue(
            value(rmse, lstm, "all") < each, "an ensemble is better than its average member");
      }
    }
  }

  private static Table committed(String name) {
    return Table.read().csv(SAMPLES.resolve("experiments/volatility/" + name + ".csv").toFile());
  }

  private static double value(Table table, String method, String column) {
    Table row = table.where(table.stringColumn("method").isEqualTo(method));
    return row.doubleColumn(column).getDouble(0);
  }
}
