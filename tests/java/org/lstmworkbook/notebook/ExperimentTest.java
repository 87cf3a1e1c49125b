package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.PriceCsv;
import org.lstmworkbook.prepare.CumulativeReturns;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.prepare.Windows;
import tech.tablesaw.api.Table;

class ExperimentTest {

  @Test
  void givenNothing_whenRead_thenIbmOverThirteenYears() {
    Experiment experiment = Experiment.from(Map.of());
    assertEquals("IBM", experiment.ticker());
    assertEquals(LocalDate.of(2000, 3, 1), experiment.from());
    assertEquals(LocalDate.of(2013, 3, 1), experiment.to());
  }

  @Test
  void givenAThousandDays_whenSplit_thenValidationAfterSevenHundredAndTestAfterEight() {
    Experiment experiment =
        Experiment.from(Map.of("WORKBOOK_FROM", "2001-01-01", "WORKBOOK_TO", "2003-09-28"));
    assertEquals(LocalDate.of(2001, 1, 1).plusDays(700), experiment.validationFrom());
    assertEquals(LocalDate.of(2001, 1, 1).plusDays(800), experiment.testFrom());
  }

  @Test
  void givenAnEnvironment_whenRead_thenItReplacesTheDefaults() {
    Experiment experiment =
        Experiment.from(
            Map.of("WORKBOOK_TICKER", "AAPL", "WORKBOOK_EPOCHS", " 3 ", "WORKBOOK_SEED", "7"));
    assertEquals("AAPL", experiment.ticker());
    assertEquals(3, experiment.epochs());
    assertEquals(7L, experiment.seed());
  }

  @ParameterizedTest
  @CsvSource({
    "WORKBOOK_FROM, yesterday, a date like 2000-03-01",
    "WORKBOOK_EPOCHS, many, a whole number",
    "WORKBOOK_EPOCHS, 0, at least 1",
    "WORKBOOK_SEED, 1.5, a whole number",
    "WORKBOOK_HORIZON, 11, it can be 1 to 10",
    "WORKBOOK_TO, 1999-01-01, not before",
  })
  void givenAValueThatCannotBe_whenRead_thenItsNameOrReasonIsSaid(
      String name, String value, String expected) {
    String message =
        assertThrows(UserException.class, () -> Experiment.from(Map.of(name, value))).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains(value) || message.contains("experiment cannot run"), message);
  }

  @Test
  void givenAHorizonOfFiveDays_whenPrepared_thenTargetsAreTheMovesToTheFifthDayAfter() {
    Experiment five = Experiment.from(Map.of("WORKBOOK_HORIZON", "5"));
    Table prices = PriceCsv.read(Path.of("data-samples/daily_prices.csv"), "IBM");
    List<LocalDate> days = prices.dateColumn("trade_date").asList();
    double[] adjusted = prices.doubleColumn("adj_close").asDoubleArray();

    Windows test = PreparedPrices.of(prices, five.plan()).test();
    CumulativeReturns daily = CumulativeReturns.of(test, 5, 1);

    assertEquals("log_return_5", five.target());
    for (int i = 0; i < test.size(); i++) {
      int last = days.indexOf(test.lastDate(i));
      assertEquals(days.get(last + 5), test.targetDate(i));
      // Windows hold 32-bit numbers; five of them are summed.
      double move = Math.log(adjusted[last + 5] / adjusted[last]);
      assertEquals(move, test.unscaledTargets()[i], 1e-6);
      assertEquals(move, daily.logReturn(i, 5), 1e-6);
    }
    assertFalse(test.targetDate(0).isBefore(five.testFrom()));
    assertTrue(five.forecasterFile().endsWith("IBM-epochs-40-seed-42-horizon-5.forecaster.zip"));
  }

  @Test
  void givenTwoExperiments_whenTheyTrainDifferently_thenTheirFilesDiffer() {
    assertTrue(
        !Experiment.from(Map.of("WORKBOOK_EPOCHS", "3"))
            .forecasterFile()
            .equals(Experiment.from(Map.of("WORKBOOK_EPOCHS", "4")).forecasterFile()));
  }
}
