package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.PriceFeatures;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Split;
import org.lstmworkbook.prepare.Timestamps;
import org.lstmworkbook.prepare.Windows;
import tech.tablesaw.api.Table;

/** On the real prices of IBM, with initial weights: what is asked here holds for any weights. */
class ForecasterTest {

  private static final int WINDOW = 20;

  private static Table prices;
  private static Windows windows;
  private static Split split;
  private static Forecaster forecaster;

  @BeforeAll
  static void makeForecaster() {
    prices = SampleData.prices("IBM");
    windows = SampleData.windows("IBM", WINDOW);
    split = SampleData.split(windows.matrix());
    forecaster =
        Forecasters.of(PriceLstm.network(5, 8, 0.2, 1e-3, 1), windows.within(split.validation()));
  }

  @Test
  void givenATradingDay_whenForecast_thenItAgreesWithThePredictionOfItsWindow() {
    Windows test = windows.within(split.test());
    double[] predictions = forecaster.predict(test);
    int i = 100;

    Forecast forecast = forecaster.forecast(prices, test.targetDate(i));

    int row = prices.dateColumn("trade_date").indexOf(test.targetDate(i));
    double lastClose = prices.doubleColumn("close").get(row - 1);
    assertEquals(test.lastDate(i), forecast.lastKnownDate());
    assertEquals(lastClose, forecast.lastClose());
    // one window or many at once: another order of additions, a few roundings of a float
    assertEquals(predictions[i], forecast.logReturn(), 1e-6);
    assertEquals(lastClose * Math.exp(forecast.logReturn()), forecast.price(), 1e-9);
    assertEquals(OptionalDouble.of(prices.doubleColumn("close").get(row)), forecast.actual());
    assertEquals(Optional.empty(), forecast.note());
  }

  @Test
  void givenAnInterval_whenForecast_thenItIsTheQuantileOfTheValidationErrorsAroundThePrice() {
    double[] errors = forecaster.interval().errors();
    double half = errors[(int) Math.ceil((errors.length + 1) * 0.8) - 1];

    Forecast forecast = forecaster.forecast(prices, LocalDate.parse("2012-03-05"));

    assertEquals(0.8, forecast.coverage());
    assertEquals(forecast.price() * Math.exp(-half), forecast.low(), 1e-9);
    assertEquals(forecast.price() * Math.exp(half), forecast.high(), 1e-9);
    Forecast wider = forecaster.forecast(prices, LocalDate.parse("2012-03-05"), 0.95);
    assertTrue(wider.low() < forecast.low() && wider.high() > forecast.high());
    assertEquals(forecast.price(), wider.price());
  }

  @Test
  void givenOtherPricesOnAndAfterTheDay_whenForecast_thenTheForecastIsTheSame() {
    LocalDate date = LocalDate.parse("2012-03-05");
    int row = prices.dateColumn("trade_date").indexOf(date);
    Table changed = prices.copy();
    for (int later = row; later < changed.rowCount(); later++) {
      for (String column : new String[] {"open", "high", "low", "close", "adj_close"}) {
        changed.doubleColumn(column).set(later, 1.0);
      }
    }

    Forecast forecast = forecaster.forecast(prices, date);

    assertEquals(forecast.price(), forecaster.forecast(changed, date).price());
    assertEquals(forecast.price(), forecaster.forecast(prices.first(row), date).price());
    assertEquals(OptionalDouble.empty(), forecaster.forecast(prices.first(row), date).actual());
  }

  @Test
  void givenTheDayAfterTheLastRow_whenForecast_thenItIsATrueForecast() {
    Forecast forecast = forecaster.forecast(prices, LocalDate.parse("2013-03-04"));

    assertEquals(LocalDate.parse("2013-03-01"), forecast.lastKnownDate());
    assertEquals(OptionalDouble.empty(), forecast.actual());
    var late =
        assertThrows(
            UserException.class, () -> forecaster.forecast(prices, LocalDate.parse("2013-03-05")));
    assertTrue(late.getMessage().endsWith("The last date with a forecast is 2013-03-04."));
  }

  @Test
  void givenTheFirstDateWithAForecast_whenForecast_thenItIsAnsweredAndTheDayBeforeIsNot() {
    LocalDate first = prices.dateColumn("trade_date").get(WINDOW + 1);
    LocalDate before = prices.dateColumn("trade_date").get(WINDOW);

    assertEquals(first, forecaster.forecast(prices, first).date());
    var early = assertThrows(UserException.class, () -> forecaster.forecast(prices, before));
    assertTrue(early.getMessage().endsWith("The first date with a forecast is " + first + "."));
  }

  @Test
  void givenASplitInBetween_whenForecast_thenTheNoteSaysSo() {
    Table apple = SampleData.prices("AAPL");

    Forecast forecast = forecaster.forecast(apple, LocalDate.parse("2005-02-28"));

    assertEquals(
        Optional.of(
            "The shares were split in between: one of 2005-02-25 is 2.00 of 2005-02-28. The forecast is in dollars for an old share."),
        forecast.note());
  }

  @Test
  void givenAHorizonOfFive_whenForecast_thenTheWindowEndsFiveDaysBefore() {
    FeatureMatrix m =
        FeatureMatrix.of(
            PriceFeatures.withReturns(Timestamps.withNumbers(prices), 5),
            "log_return",
            "log_return_5");
    MinMaxScaler scaler = SampleData.scaler(m);
    Windows five = Windows.over(scaler.transform(m), "log_return_5", WINDOW, 5);
    Forecaster weekly =
        Forecasters.of(
            PriceLstm.network(2, 4, 0, 1e-3, 1), five.within(SampleData.split(m).validation()));

    Forecast forecast = weekly.forecast(prices, LocalDate.parse("2013-03-01"));

    assertEquals(LocalDate.parse("2013-02-22"), forecast.lastKnownDate());
    double[] predictions = weekly.predict(five);
    assertEquals(predictions[predictions.length - 1], forecast.logReturn(), 1e-6); // floats
  }

  @Test
  void givenATargetThatIsNoReturn_whenForecast_thenItSaysThatThereIsNoPrice() {
    Windows range =
        Windows.over(windows.matrix(), "log_range", WINDOW, 1).within(split.validation());
    Forecaster volatility = Forecasters.of(PriceLstm.network(5, 4, 0, 1e-3, 1), range);

    var error =
        assertThrows(
            UserException.class, () -> volatility.forecast(prices, LocalDate.parse("2012-03-05")));

    assertEquals(
        "This forecaster's target is log_range, not a return, so it has no price to tell; use predict.",
        error.getMessage());
  }

  @Test
  void givenATableWithoutAPrice_whenForecast_thenTheColumnIsNamed() {
    Table without = prices.copy();
    without.removeColumns("close");

    var error =
        assertThrows(
            UserException.class, () -> forecaster.forecast(without, LocalDate.parse("2012-03-05")));

    assertEquals(
        "There is no column close; the table has ticker, trade_date, open, high, low, adj_close, volume.",
        error.getMessage());
  }

  @Test
  void givenWindowsItDidNotLearn_whenPredict_thenRefusedInWords() {
    Windows shorter = Windows.over(windows.matrix(), "log_return", WINDOW - 1, 1);
    Windows unscaled = Windows.over(SampleData.matrix("IBM"), "log_return", WINDOW, 1);
    Windows others = Windows.over(SampleData.random(60, 5, 1), "f0", WINDOW, 1);

    assertMessage(
        "This forecaster reads windows of 20 days for log_return 1 day(s) later, but got 19 days for log_return 1 day(s) later.",
        shorter);
    assertMessage(
        "The windows are not scaled by this forecaster's own scaler: use scaler().transform.",
        unscaled);
    assertMessage(
        "This forecaster reads the features [log_return, log_range, log_volume_change, weekday_sin, weekday_cos], but the windows hold [f0, f1, f2, f3, f4].",
        others);
    var error =
        assertThrows(
            UserException.class,
            () -> Forecasters.of(PriceLstm.network(5, 4, 0, 1e-3, 1), unscaled));
    assertEquals("The windows are not scaled.", error.getMessage());
  }

  @Test
  void givenForecasts_whenToTable_thenADayToComeHasNoActualAndNoVerdict() {
    Forecast known = forecaster.forecast(prices, LocalDate.parse("2012-03-05"));
    Forecast toCome = forecaster.forecast(prices, LocalDate.parse("2013-03-04"));

    Table table = Forecast.toTable(List.of(known, toCome));

    assertEquals(known.price(), table.doubleColumn("price").get(0));
    assertEquals(200.66, table.doubleColumn("actual").get(0)); // the sample's close
    assertTrue(table.doubleColumn("actual").isMissing(1));
    double actual = known.actual().orElseThrow();
    assertEquals(Optional.of(known.low() <= actual && actual <= known.high()), known.inside());
    assertEquals(Optional.empty(), toCome.inside());
    assertTrue(forecaster.describe().stringColumn("value").contains("20 days"));
  }

  private static void assertMessage(String message, Windows refused) {
    var error = assertThrows(UserException.class, () -> forecaster.predict(refused));
    assertEquals(message, error.getMessage());
  }

  @Test
  void givenManyWindows_whenPredict_thenEachIsThatOfItsOwn() {
    double[] all = forecaster.predict(windows);

    int[] some = {0, 511, 512, windows.size() - 1};
    double[] apart =
        Arrays.stream(some)
            .mapToDouble(
                i ->
                    windows.unscale(
                        forecaster.network().output(windows.inputs(i, i + 1)).getDouble(0)))
            .toArray();
    assertArrayEquals(apart, Arrays.stream(some).mapToDouble(i -> all[i]).toArray(), 1e-6);
  }
}
