package org.lstmworkbook.lab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.engine.files.SavedFileException;
import org.lstmworkbook.train.TrainingInterruptedException;

class MemoryJobTest {

  @TempDir Path folder;

  /**
   * Right 2,000 times in a row, so nearly always right on others: 13 of 2,560 are half a percent.
   */
  @Test
  void givenAShortGap_whenTheLstmIsTrained_thenItSolvesTheAddingProblemByThePapersRule() {
    Map<String, Object> result =
        new MemoryJob(Architecture.LSTM, 10, 64_000, 1)
            .run(folder.resolve("c.zip"), (a, b, c) -> {});
    int solvedAfter = (int) result.get("solved_after");
    assertTrue(solvedAfter >= 2000 && solvedAfter % 32 == 0, result.toString());
    assertTrue((int) result.get("wrong_of_2560") <= 13, result.toString());
  }

  @Test
  void givenErrors_whenTheRightAnswersInARowAreCounted_thenOneWrongAnswerBeginsTheCountAnew() {
    assertEquals(2000, AddingTraining.rightInARow(1998, 0.04, -0.04));
    assertEquals(1, AddingTraining.rightInARow(1999, 0.041, 0));
    assertEquals(0, AddingTraining.rightInARow(1999, Double.NaN));
  }

  @Test
  void givenABudgetThatIsTooSmall_whenTrained_thenNotSolvedAndTheWrongAnswersAreCounted() {
    Map<String, Object> result =
        new MemoryJob(Architecture.RNN, 50, 3_200, 1).run(folder.resolve("c.zip"), (a, b, c) -> {});
    assertNull(result.get("solved_after"));
    assertTrue((int) result.get("wrong_of_2560") > 1000, result.toString());
  }

  /** Bit for bit: the loss of each round depends on every weight and every moment before it. */
  @Test
  void givenAJobStoppedInItsSecondRound_whenStartedAgain_thenItEndsAsAnUninterruptedOne()
      throws IOException {
    for (Architecture each : List.of(Architecture.LSTM, Architecture.RNN)) {
      Job job = new MemoryJob(each, 10, 9_600, 3);
      Path whole = folder.resolve(each + "-whole.zip");
      List<String> wholeCourse = new ArrayList<>();
      Map<String, Object> expected = job.run(whole, (n, most, error) -> wholeCourse.add(n + error));

      Path parts = folder.resolve(each + "-parts.zip");
      List<String> course = new ArrayList<>();
      assertThrows(
          TrainingInterruptedException.class,
          () ->
              job.run(
                  parts,
                  (n, most, error) -> {
                    course.add(n + error);
                    Thread.currentThread().interrupt();
                  }));
      Map<String, Object> actual = job.run(parts, (n, most, error) -> course.add(n + error));

      assertEquals(wholeCourse, course);
      assertEquals(expected.get("wrong_of_2560"), actual.get("wrong_of_2560"));
      assertEquals(weights(whole), weights(parts));
    }
  }

  @Test
  void givenACheckpointOfAnotherJob_whenRun_thenItIsNotUsed() {
    Path checkpoint = folder.resolve("c.zip");
    new MemoryJob(Architecture.LSTM, 10, 3_200, 1).run(checkpoint, (a, b, c) -> {});
    List<Long> rounds = new ArrayList<>();
    new MemoryJob(Architecture.LSTM, 10, 3_200, 2)
        .run(checkpoint, (n, most, error) -> rounds.add(n));
    assertEquals(List.of(3_200L), rounds);
  }

  @Test
  void givenADamagedCheckpoint_whenRun_thenSaidWhichFileToRemove() throws IOException {
    Path checkpoint = Files.writeString(folder.resolve("c.zip"), "PK, and no more");
    Job job = new MemoryJob(Architecture.LSTM, 10, 3_200, 1);
    String message =
        assertThrows(SavedFileException.class, () -> job.run(checkpoint, (a, b, c) -> {}))
            .getMessage();
    assertTrue(message.contains("c.zip") && message.contains("remove it"), message);
  }

  @Test
  void givenAllJobs_whenNamed_thenNoTwoShareAName() {
    List<Job> jobs = MemoryJob.all();
    assertEquals(jobs.size(), jobs.stream().map(Job::name).distinct().count());
    assertFalse(jobs.isEmpty());
  }

  /** The weights' and moments' sums in the archive's manifest. */
  private static String weights(Path checkpoint) throws IOException {
    try (var files = java.nio.file.FileSystems.newFileSystem(checkpoint)) {
      String manifest = Files.readString(files.getPath("manifest.json"));
      return manifest.substring(manifest.indexOf("sha256"));
    }
  }
}
