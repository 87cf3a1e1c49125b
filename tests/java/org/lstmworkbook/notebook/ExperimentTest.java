package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lstmworkbook.UserException;

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
  void givenTwoExperiments_whenTheyTrainDifferently_thenTheirFilesDiffer() {
    assertTrue(
        !Experiment.from(Map.of("WORKBOOK_EPOCHS", "3"))
            .forecasterFile()
            .equals(Experiment.from(Map.of("WORKBOOK_EPOCHS", "4")).forecasterFile()));
  }
}
