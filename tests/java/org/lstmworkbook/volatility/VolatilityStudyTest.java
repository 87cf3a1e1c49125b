package org.lstmworkbook.volatility;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.evaluate.Baselines;
import org.lstmworkbook.evaluate.LinearRegression;
import org.lstmworkbook.evaluate.Metrics;
import tech.tablesaw.api.Table;

class VolatilityStudyTest {

  private static final LocalDate TEST = LocalDate.of(2003, 1, 2);
  private static final Comparator<LocalDate> DATES = Comparator.naturalOrder();
  private static final Map<String, Table> PRICES =
      Stocks.before(LocalDate.of(2003, 3, 1), "IBM", "MSFT");
  private static final Map<String, Table> STOCKS = VolatilityFeatures.of(PRICES);
  private static final VolatilityLstm.Settings SMALL =
      new VolatilityLstm.Settings(10, 4, 0.2, 0.005, 32, 1, List.of(1L, 2L));

  @Test
  void givenMethodsAndAnLstm_whenStudied_thenEachIsScoredOnEachStockAndAgainstTheOthers() {
    var study =
        new VolatilityStudy(STOCKS, TEST, 20)
            .add(Baselines.persistence())
            .add(LinearRegression.har())
            .addLstm("LSTM", SMALL);
    Table rmse = study.rmse();
    assertEquals(List.of("method", "IBM", "MSFT", "all"), rmse.columnNames());
    assertEquals(
        List.of("persistence", "HAR", "LSTM", "LSTM 1", "LSTM 2"),
        rmse.stringColumn("method").asList());
    Table against = study.compare("LSTM");
    assertEquals(
        List.of("method", "lower by %", "p IBM", "p MSFT", "p all"), against.columnNames());
    double expected =
        100 * (1 - rmse.doubleColumn("all").getDouble(2) / rmse.doubleColumn("all").getDouble(0));
    assertEquals(expected, against.doubleColumn("lower by %").getDouble(0), 1e-9);
    assertTrue(
        expected > 5,
        "even a small network is far better than persistence, but only by " + expected);
    assertThrows(UserException.class, () -> study.compare("nobody"));
  }

  @Test
  void givenLstmsForEachStock_whenStudied_thenEachIsAsIfThereWereNoOtherStock() {
    var each = new VolatilityStudy(STOCKS, TEST, 20).addLstmForEach("each", SMALL);
    var alone =
        new VolatilityStudy(Map.of("MSFT", STOCKS.get("MSFT")), TEST, 20).addLstm("alone", SMALL);
    var pooled = new VolatilityStudy(STOCKS, TEST, 20).addLstm("pooled", SMALL);

    double[] ofEach = each.rmse().doubleColumn("MSFT").asDoubleArray();
    assertArrayEquals(alone.rmse().doubleColumn("MSFT").asDoubleArray(), ofEach);
    assertTrue(pooled.rmse().doubleColumn("MSFT").getDouble(0) != ofEach[0]);
    assertEquals(List.of("each", "each 1", "each 2"), each.rmse().stringColumn("method").asList());
  }

  @Test
  void givenAStockWithoutSomeDays_whenWalked_thenNobodyLearnsFromADayThatIsStillToCome() {
    Table msft = STOCKS.get("MSFT");
    int first = msft.where(msft.dateColumn("trade_date").isBefore(TEST)).rowCount();
    Table gap = msft.dropRange(first + 5, first + 15);
    var days = new TestDays(Map.of("IBM", STOCKS.get("IBM"), "MSFT", gap), TEST);
    LocalDate[] known = new LocalDate[1];

    var walked =
        days.walk(
            past -> {
              known[0] =
                  past.stream().map(t -> t.dateColumn("trade_date").max()).max(DATES).orElseThrow();
              return (table, row) -> {
                assertTrue(table.dateColumn("trade_date").get(row).isAfter(known[0]));
                return new double[][] {
                  IntStream.range(row, table.rowCount()).mapToDouble(i -> 1).toArray()
                };
              };
            },
            1,
            List.of("IBM", "MSFT"),
            4);

    assertEquals(days.count("MSFT"), Arrays.stream(walked.get("MSFT")[0]).sum());
  }

  @Test
  void givenMissingRows_whenForecast_thenEachDayByItsOwnWindowOrRefused() {
    Table ibm = STOCKS.get("IBM");
    int first = ibm.where(ibm.dateColumn("trade_date").isBefore(TEST)).rowCount();
    var lstm = VolatilityLstm.fit(List.of(ibm.first(first)), SMALL);
    Table earlier = ibm.dropRange(100, 120);

    assertArrayEquals(lstm.forecasts(ibm, first)[0], lstm.forecasts(earlier, first - 20)[0]);
    Table within = ibm.dropRange(first + 5, first + 25);
    assertThrows(UserException.class, () -> lstm.forecasts(within, first));
  }

  @Test
  void givenOneLineForAllStocks_whenStudied_thenItsErrorIsThatOfTheLineFittedToThePast() {
    Table ibm = STOCKS.get("IBM");
    int first = ibm.where(ibm.dateColumn("trade_date").isBefore(TEST)).rowCount();
    var past = STOCKS.values().stream().map(table -> table.first(first)).toList();
    PooledRegression line = PooledRegression.fit(past, VolatilityFeatures.NAMES);
    double[] forecast =
        IntStream.range(first, ibm.rowCount())
            .mapToDouble(day -> line.forecast(ibm, day - 1))
            .toArray();
    double[] volatility = ibm.doubleColumn("log_volatility").asDoubleArray();
    double expected =
        Metrics.rmse(Arrays.copyOfRange(volatility, first, volatility.length), forecast);

    Table rmse =
        new VolatilityStudy(STOCKS, TEST, Integer.MAX_VALUE)
            .addLine("line")
            .add(Baselines.persistence())
            .rmse();
    assertEquals(expected, rmse.doubleColumn("IBM").getDouble(0), 1e-12);
    assertTrue(expected < 0.9 * rmse.doubleColumn("IBM").getDouble(1), "against persistence");
  }

  @Test
  void givenTheSameSeeds_whenTrainedAgain_thenTheSameBitsWhateverRunsBeside() {
    Table ibm = STOCKS.get("IBM");
    double[][] both = VolatilityLstm.fit(STOCKS.values(), SMALL).forecasts(ibm, 400);
    double[][] second = VolatilityLstm.fit(STOCKS.values(), SMALL.seeds(2)).forecasts(ibm, 400);
    assertArrayEquals(both[1], second[0]);
    assertArrayEquals(VolatilityLstm.mean(both), mean(both), 1e-12);
  }

  @Test
  void givenAnotherFuture_whenForecast_thenTheDaysBeforeAreUnchanged() {
    LocalDate change = LocalDate.of(2003, 2, 3);
    Table ibm = STOCKS.get("IBM");
    Table other = VolatilityFeatures.of(Stocks.withAnotherFuture(PRICES, change)).get("IBM");
    int first = ibm.where(ibm.dateColumn("trade_date").isBefore(TEST)).rowCount();
    int changed = ibm.where(ibm.dateColumn("trade_date").isBefore(change)).rowCount();
    VolatilityLstm lstm = VolatilityLstm.fit(List.of(ibm.first(first)), SMALL.seeds(1));
    double[] before = lstm.forecasts(ibm, first)[0];
    double[] after = lstm.forecasts(other, first)[0];
    int untouched =
        changed - first + 1; // the first changed day is forecast from the days before it
    assertArrayEquals(Arrays.copyOf(before, untouched), Arrays.copyOf(after, untouched));
    assertTrue(before[untouched] != after[untouched]);
  }

  @Test
  void givenTooLittleBeforeTheTest_whenStudied_thenRefusedByName() {
    var error =
        assertThrows(
            UserException.class, () -> new VolatilityStudy(STOCKS, LocalDate.of(2001, 6, 1), 20));
    assertTrue(error.getMessage().startsWith("IBM has "), error.getMessage());
    assertThrows(
        UserException.class, () -> new VolatilityStudy(STOCKS, LocalDate.of(2004, 1, 1), 20));
    VolatilityLstm lstm = VolatilityLstm.fit(STOCKS.values(), SMALL.seeds(1));
    assertThrows(UserException.class, () -> lstm.forecasts(STOCKS.get("IBM"), 5));
  }

  private static double[] mean(double[][] two) {
    double[] mean = new double[two[0].length];
    Arrays.setAll(mean, day -> (two[0][day] + two[1][day]) / 2);
    return mean;
  }
}
