package org.lstmworkbook.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.files.SavedFileException;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Split;
import org.lstmworkbook.prepare.Windows;

class SearchTest {

  private static final Split SPLIT =
      new Split(new RowRange(0, 90), new RowRange(90, 130), new RowRange(130, 160));
  private static final SearchSpace SPACE =
      SearchSpace.usual().hidden(2, 8).learningRate(1e-3, 1e-1).window(3, 12).batchSize(8, 32);

  private final FeatureMatrix wave = wave(0);

  @TempDir Path folder;

  @Test
  void givenTheSameSeed_whenSearchedTwice_thenTheSameTrialsAndTheSameLosses() {
    List<Trial> once = search().run(SPACE, 4).trials();

    assertEquals(withoutSeconds(once), withoutSeconds(search().run(SPACE, 4).trials()));
    assertNotEquals(settings(once), settings(search().seed(8).run(SPACE, 4).trials()));
    assertEquals(4, once.stream().map(Trial::settings).distinct().count());
    assertTrue(once.stream().allMatch(t -> t.seconds() > 0 && t.bestEpoch() >= 1));
  }

  @Test
  void givenATrialsNumber_whenItIsMadeByItself_thenItIsThatOfTheWholeSearch() {
    List<Trial> whole = search().run(SPACE, 3).trials();

    assertEquals(
        withoutSeconds(List.of(whole.get(2), whole.get(0))),
        withoutSeconds(List.of(search().trial(SPACE, 3), search().trial(SPACE, 1))));
  }

  @Test
  void givenAnInterruptInTheThirdTrial_whenRunAgain_thenItGoesOnAndEqualsTheUninterrupted() {
    Path file = folder.resolve("search.zip");
    List<Integer> trained = new ArrayList<>();
    var interrupted =
        search()
            .file(file)
            .listener(
                trial -> {
                  trained.add(trial.number());
                  if (trial.number() == 2) {
                    Thread.currentThread().interrupt();
                  }
                });

    var error = assertThrows(TrainingInterruptedException.class, () -> interrupted.run(SPACE, 4));
    assertEquals(
        "The search was interrupted in trial 3 of 4. The trials before it are in %s: run the search again to go on."
            .formatted(file),
        error.getMessage());
    var whole = search().file(file).listener(t -> trained.add(t.number())).run(SPACE, 4);

    assertEquals(List.of(1, 2, 3, 4), trained, "none was trained twice");
    assertEquals(withoutSeconds(search().run(SPACE, 4).trials()), withoutSeconds(whole.trials()));
    assertEquals(whole, search().file(file).run(SPACE, 4), "all of it was in the file");
    assertEquals(whole.trials().subList(0, 3), search().file(file).run(SPACE, 3).trials());
  }

  @Test
  void givenTheFileOfAnotherSearch_whenRun_thenRefusedAndUnchanged() throws IOException {
    Path file = folder.resolve("search.zip");
    search().file(file).run(SPACE, 1);
    byte[] before = Files.readAllBytes(file);

    for (Search other :
        List.of(
            search().seed(8),
            search().epochs(4),
            Search.of(wave(0.001), "log_return", SPLIT).epochs(3).seed(7))) {
      var error = assertThrows(SavedFileException.class, () -> other.file(file).run(SPACE, 2));
      assertTrue(error.getMessage().contains("it is of another search"), error.getMessage());
    }
    assertThrows(SavedFileException.class, () -> search().file(file).run(SPACE.dropout(0, 0.1), 2));
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void givenOtherTestRows_whenSearched_thenNothingChangesAsNotOneIsKept() {
    Search search = search();
    assertEquals(130, search.rows().rows());
    assertEquals(130, search.rows().unscaled().rows());
    assertEquals(wave.date(89), search.rows().scaler().orElseThrow().fittedTo());

    List<Trial> expected = withoutSeconds(search.run(SPACE, 2).trials());
    double[] values = values(0);
    Arrays.fill(values, 130, 160, 1e6);
    var other = Search.of(matrix(values), "log_return", SPLIT).epochs(3).seed(7);
    assertEquals(expected, withoutSeconds(other.run(SPACE, 2).trials()));

    values[129] = 1; // the last validation row does matter
    var changed = Search.of(matrix(values), "log_return", SPLIT).epochs(3).seed(7);
    assertNotEquals(expected, withoutSeconds(changed.run(SPACE, 2).trials()));
  }

  @Test
  void givenATrial_whenTrainedByHandOnTheDaysOfTheLongestWindow_thenTheSameLoss() {
    Trial trial = search().run(SPACE, 1).trials().get(0);
    Hyperparameters settings = trial.settings();
    Windows windows =
        Windows.over(
            MinMaxScaler.fit(wave, SPLIT.train()).transform(wave),
            "log_return",
            settings.window(),
            1);
    int later = 12 - settings.window();
    var network =
        PriceLstm.network(
            1, settings.hidden(), settings.dropout(), settings.learningRate(), trial.seed());
    History history =
        Trainer.of(
                network,
                windows.within(new RowRange(later, 90)),
                windows.within(new RowRange(90 + later, 130)))
            .batchSize(settings.batchSize())
            .epochs(3)
            .seed(trial.seed())
            .fit();

    assertTrue(later > 0, "else this says little");
    assertEquals(history.bestEpoch(), trial.bestEpoch());
    assertEquals(
        history.epochs().get(history.bestEpoch() - 1).validationLoss(), trial.validationLoss());
  }

  @Test
  void givenStepsSoLargeThatTrainingDiverges_whenSearched_thenTheTrialIsLastAndTheSearchGoesOn() {
    Path file = folder.resolve("search.zip");
    SearchResult found = search().file(file).run(SPACE.learningRate(1e-2, 1e38), 6);

    assertEquals(found, search().file(file).run(SPACE.learningRate(1e-2, 1e38), 6));
    double[] losses = found.toTable().doubleColumn("validation_loss").asDoubleArray();
    assertEquals(Double.POSITIVE_INFINITY, losses[5]);
    assertTrue(Double.isFinite(losses[0]));
    assertEquals(0, found.toTable().intColumn("best_epoch").get(5));
  }

  @Test
  void givenTrials_whenTabled_thenTheBestIsFirstWithWhatItWas() {
    SearchResult found = search().run(SPACE, 4);
    var table = found.toTable();
    double[] losses = table.doubleColumn("validation_loss").asDoubleArray();

    assertEquals(
        List.of(
            "trial",
            "hidden",
            "dropout",
            "learning_rate",
            "window",
            "batch_size",
            "validation_loss",
            "best_epoch",
            "seconds",
            "seed"),
        table.columnNames());
    Trial best = Collections.min(found.trials(), Comparator.comparingDouble(Trial::validationLoss));
    assertEquals(best.number(), table.intColumn("trial").get(0));
    assertEquals(best.settings().window(), table.intColumn("window").get(0));
    for (int row = 1; row < losses.length; row++) {
      assertTrue(losses[row - 1] <= losses[row]);
    }
  }

  @Test
  void givenAnotherThanASearchFile_whenRun_thenRefused() throws IOException {
    Path file = folder.resolve("search.zip");
    Files.writeString(file, "notes");
    var error = assertThrows(SavedFileException.class, () -> search().file(file).run(SPACE, 1));
    assertTrue(error.getMessage().contains("it is no zip file"), error.getMessage());
    assertEquals("notes", Files.readString(file));
  }

  @Test
  void givenBadNumbers_whenSet_thenRefusedInWords() {
    assertMessage("The epochs must be at least 1, but was 0.", () -> search().epochs(0));
    assertMessage("The patience must be at least 1, but was 0.", () -> search().patience(0));
    assertMessage(
        "The number of trials must be at least 1, but was 0.", () -> search().run(SPACE, 0));
    assertMessage(
        "There is no feature close; there are log_return.", () -> Search.of(wave, "close", SPLIT));
    assertMessage(
        "No window of 40 days fits: with a target 1 day(s) later it needs 41 rows, but there are 40 (2020-04-05 to 2020-05-14). Take a shorter window or more rows.",
        () -> search().run(SPACE.window(10, 40), 1));
  }

  private Search search() {
    return Search.of(wave, "log_return", SPLIT).epochs(3).seed(7);
  }

  private static FeatureMatrix wave(double shift) {
    return matrix(values(shift));
  }

  private static double[] values(double shift) {
    double[] wave = new double[160];
    for (int day = 0; day < wave.length; day++) {
      wave[day] = 0.02 * Math.sin(0.5 * day) + (day == 50 ? shift : 0);
    }
    return wave;
  }

  private static FeatureMatrix matrix(double[] values) {
    return FeatureMatrix.of(SampleData.table("log_return", values), "log_return");
  }

  private static List<Hyperparameters> settings(List<Trial> trials) {
    return trials.stream().map(Trial::settings).toList();
  }

  private static List<Trial> withoutSeconds(List<Trial> trials) {
    return trials.stream()
        .map(
            t ->
                new Trial(t.number(), t.settings(), t.seed(), t.validationLoss(), t.bestEpoch(), 0))
        .toList();
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(UserException.class, action::run).getMessage());
  }
}
