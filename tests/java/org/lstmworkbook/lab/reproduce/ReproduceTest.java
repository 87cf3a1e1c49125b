package org.lstmworkbook.lab.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.market.DailyPrices;
import org.lstmworkbook.market.PriceOrigin;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.model.TrainingSettings;
import org.lstmworkbook.notebook.PriceSource;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.train.ForecasterTraining;
import tech.tablesaw.api.Table;

class ReproduceTest {

  private static final LocalDate FROM = LocalDate.of(2000, 3, 1);
  private static final LocalDate TO = LocalDate.of(2001, 12, 31);

  private static final PreparedPrices.Plan PLAN =
      new PreparedPrices.Plan(
          SampleData.FEATURES,
          "log_return",
          10,
          1,
          LocalDate.of(2001, 4, 1),
          LocalDate.of(2001, 8, 1));

  private static Forecaster trained;

  @TempDir Path folder;
  private String out;
  private String err;

  @BeforeAll
  static void train() {
    Table prices = DailyPrices.request(PriceSource.connect(), "IBM", FROM, TO);
    PreparedPrices prepared = PreparedPrices.of(prices, PLAN);
    var settings =
        TrainingSettings.of(
            PriceLstm.network(5, 4, 0.1, 1e-2, 3), prepared.validation(), 3, 2, 32, 7);
    var training = ForecasterTraining.of(prepared, settings);
    trained = training.fit(PriceOrigin.of("a test", DailyPrices.query("IBM", FROM, TO), prices));
    trained = trained.withScores(training.scores(trained, "test"));
  }

  @Test
  void givenAForecaster_whenReproduced_thenEveryPartIsEqualAndExitIs0() {
    assertEquals(0, reproduce(saved(trained)), out + err);
    assertTrue(out.contains("Rows: 460, the same as then"), out);
    for (String part :
        new String[] {
          "network",
          "weights",
          "scaler",
          "interval",
          "quantile weights",
          "scores, validation",
          "scores, test"
        }) {
      assertTrue(out.matches("(?s).*" + part + " +yes +0\\.0.*"), out);
    }
    assertTrue(out.contains("Reproduced, to the last bit."), out);
  }

  @Test
  void givenAWeightChangedByMuchOrInItsLastBit_whenReproduced_thenNoAndExitIs1() {
    float weight = trained.network().params().getFloat(11);
    try {
      trained.network().params().putScalar(11, Math.nextUp(weight));
      assertEquals(1, reproduce(saved(trained)));
      assertTrue(out.matches("(?s).*weights +NO +\\d.*scaler +yes.*"), out);
      assertTrue(out.contains("Not the same bits, but the largest difference is"), out);

      trained.network().params().putScalar(11, weight + 0.5f);
      assertEquals(1, reproduce(saved(trained)));
      assertTrue(out.contains("Not reproduced."), out);
      assertTrue(out.matches("(?s).*test +LSTM +[\\d.]+ +[\\d.]+ +[+-][\\d.]+%.*"), out);
    } finally {
      trained.network().params().putScalar(11, weight);
    }
  }

  @Test
  void givenOtherRows_whenReproduced_thenTheDaysAreNamedAndExitIs2() {
    Table fewer = DailyPrices.request(PriceSource.connect(), "IBM", FROM, TO).dropRange(100, 102);
    PriceOrigin data = PriceOrigin.of("mine.csv", DailyPrices.query("IBM", FROM, TO), fewer);
    PreparedPrices prepared = PreparedPrices.of(fewer, PLAN);
    Forecaster other =
        Forecaster.of(
            trained.network(),
            prepared.validation(),
            trained.provenance().settings().orElseThrow(),
            data);

    assertEquals(2, reproduce(saved(other)));
    assertTrue(
        err.contains("(mine.csv): 458 rows then, 460 now; 2 added (2000-07-24, 2000-07-25)"), err);
  }

  @Test
  void givenNoForecaster_whenReproduced_thenOneSentenceAndExitIs2() throws IOException {
    Path file = folder.resolve("some.forecaster.zip");
    assertEquals(2, reproduce(file));
    assertEquals("There is no forecaster file " + file + ".", err.strip());

    Files.writeString(file, "not a zip");
    assertEquals(2, reproduce(file));
    assertTrue(err.contains("it is no zip file"), err);

    new Forecaster(
            trained.network(),
            trained.scaler(),
            trained.target(),
            trained.window(),
            trained.horizon(),
            trained.provenance(),
            Optional.empty(),
            trained.interval(),
            trained.quantiles())
        .save(file);
    assertEquals(2, reproduce(file));
    assertTrue(err.contains("does not say from which query"), err);
    assertFalse(err.contains("\tat "), err);
  }

  private Path saved(Forecaster forecaster) {
    Path file = folder.resolve("IBM.forecaster.zip");
    forecaster.save(file);
    return file;
  }

  private int reproduce(Path file) {
    var outBytes = new ByteArrayOutputStream();
    var errBytes = new ByteArrayOutputStream();
    int exit =
        Reproduce.run(
            file,
            new PrintStream(outBytes, true, StandardCharsets.UTF_8),
            new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    return exit;
  }
}
