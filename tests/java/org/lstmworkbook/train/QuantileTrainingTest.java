package org.lstmworkbook.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.files.SavedFileException;
import org.lstmworkbook.evaluate.Metrics;
import org.lstmworkbook.model.Forecast;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.Forecasters;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.model.QuantileForecaster;
import org.lstmworkbook.model.TrainingSettings;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.prepare.SampleData;
import tech.tablesaw.api.Table;

class QuantileTrainingTest {

  private static final LocalDate DAY = LocalDate.of(2012, 6, 1);

  private static final Table PRICES = SampleData.prices("IBM");
  private static PreparedPrices prepared;
  private static TrainingSettings settings;
  private static QuantileTraining training;
  private static QuantileForecaster quantiles;
  private static Forecaster forecaster;

  @BeforeAll
  static void train() {
    prepared = SampleData.prepared("IBM", 20);
    MultiLayerNetwork network = PriceLstm.network(5, 8, 0.1, 1e-2, 1);
    settings = TrainingSettings.of(network, prepared.validation(), 4, 2, 64, 42);
    training = QuantileTraining.of(prepared.train(), prepared.validation(), settings);
    quantiles = training.fit();
    forecaster = Forecasters.of(network, prepared.validation()).withQuantiles(quantiles);
  }

  @Test
  void givenTheSameSettings_whenTrainedAgain_thenTheSameBits() {
    double[] losses = losses();
    assertTrue(Arrays.stream(losses).min().getAsDouble() < losses[0] + 1e-9);
    QuantileForecaster again = training.fit();
    assertEquals(quantiles.network().params(), again.network().params());
    assertArrayEquals(quantiles.corrections(10), again.corrections(10));
    assertArrayEquals(losses, losses());
  }

  private static double[] losses() {
    return training.history().toTable().doubleColumn("validation_loss").asDoubleArray();
  }

  @Test
  void givenATrainingInTwoParts_whenContinued_thenTheSameBitsAsInOne(@TempDir Path folder) {
    Path checkpoint = folder.resolve("quantiles.zip");
    var first = QuantileTraining.of(prepared.train(), prepared.validation(), settings);
    assertThrows(
        TrainingInterruptedException.class,
        () -> first.checkpoint(checkpoint).listener(new StopAt(3, 2)).fit());

    var second = QuantileTraining.of(prepared.train(), prepared.validation(), settings);
    QuantileForecaster continued = second.continueFrom(checkpoint).fit();

    assertEquals(quantiles.network().params(), continued.network().params());
    assertEquals(training.history().epochs().size(), second.history().epochs().size());
  }

  @Test
  void givenAnInterrupt_whenTrained_thenTheListenerHearsWhichNetworkAndThatNothingIsKept() {
    var stop = new StopAt(2, 3);
    var interrupted =
        QuantileTraining.of(prepared.train(), prepared.validation(), settings).listener(stop);

    var error = assertThrows(TrainingInterruptedException.class, interrupted::fit);

    assertTrue(
        error.getMessage().startsWith("Training was interrupted in epoch 2, batch 4 of ")
            && error
                .getMessage()
                .endsWith(" of the quantile network. There is no checkpoint to go on from."),
        error.getMessage());
    assertEquals(List.of(error.getMessage()), stop.reasons);
  }

  @Test
  void givenACheckpointOfAnotherTraining_whenContinued_thenRefused(@TempDir Path folder) {
    Path checkpoint = folder.resolve("price.zip");
    Trainer.of(PriceLstm.network(5, 8, 0.1, 1e-2, 1), prepared.train(), prepared.validation())
        .epochs(1)
        .checkpoint(checkpoint)
        .fit();
    var quantile = QuantileTraining.of(prepared.train(), prepared.validation(), settings);

    assertThrows(SavedFileException.class, () -> quantile.continueFrom(checkpoint).fit());
  }

  @Test
  void givenAnyDay_whenForecast_thenTheQuantilesRiseAndIntervalsLieInEachOther() {
    for (int day : new int[] {1, 5, 10}) {
      for (double[] q : quantiles.quantiles(prepared.test(), day)) {
        assertArrayEquals(Arrays.stream(q).sorted().toArray(), q);
      }
    }
  }

  @Test
  void givenTheValidationDays_whenTheIntervalsAreMeasuredThere_thenTheyHoldWhatTheyPromise() {
    double[] actual = prepared.validation().unscaledTargets();
    for (double coverage : QuantileForecaster.COVERAGES) {
      double[][] ends = quantiles.intervals(prepared.validation(), 1, coverage);
      // Calibrated on these days, but for the last nine, whose tenth day ahead lies beyond.
      assertEquals(coverage, Metrics.coverage(actual, ends[0], ends[1]).share(), 0.03);
    }
  }

  @Test
  void givenSavedAndLoaded_whenForecast_thenTheSameAnswers(@TempDir Path folder) {
    Path file = folder.resolve("ibm.forecaster.zip");
    forecaster.save(file);

    Forecaster loaded = Forecaster.load(file);

    assertEquals(forecaster.ahead(PRICES, DAY, 0.8), loaded.ahead(PRICES, DAY, 0.8));
    assertArrayEquals(quantiles.corrections(7), loaded.quantiles().orElseThrow().corrections(7));
  }

  @Test
  void givenADay_whenForecastTenDaysAhead_thenDatesPricesAndWiderAndWiderIntervals() {
    List<Forecast> ahead = forecaster.ahead(PRICES, DAY, 0.8);

    assertEquals(10, ahead.size());
    assertEquals(LocalDate.of(2012, 6, 4), ahead.get(0).date());
    assertEquals(LocalDate.of(2012, 6, 15), ahead.get(9).date());
    assertEquals(189.08, ahead.get(0).lastClose(), 5e-3);
    assertTrue(ahead.get(9).high() - ahead.get(9).low() > ahead.get(0).high() - ahead.get(0).low());
    Forecast first = forecaster.forecast(PRICES, LocalDate.of(2012, 6, 4), 0.8);
    assertEquals(first.low(), ahead.get(0).low());
    assertEquals(first.high(), ahead.get(0).high());
    Forecast last = forecaster.ahead(PRICES, LocalDate.of(2013, 3, 1), 0.95).get(9);
    assertEquals(LocalDate.of(2013, 3, 15), last.date());
    assertTrue(last.actual().isEmpty());
  }

  @Test
  void givenWhatItCannotAnswer_whenAsked_thenAClearSentence() {
    LocalDate sunday = LocalDate.of(2012, 6, 3);
    assertThrows(UserException.class, () -> forecaster.ahead(PRICES, sunday, 0.8));
    assertThrows(UserException.class, () -> forecaster.ahead(PRICES, DAY, 0.7));
    var without = Forecasters.of(forecaster.network(), prepared.validation());
    var no = assertThrows(UserException.class, () -> without.ahead(PRICES, DAY, 0.8));
    assertTrue(no.getMessage().contains("no quantile network"), no.getMessage());
    // A coverage that the quantile network does not know comes from the interval of one width.
    assertEquals(0.7, forecaster.forecast(PRICES, DAY, 0.7).coverage());
  }
}
