package org.lstmworkbook.lab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.UserException;
import org.lstmworkbook.train.TrainingInterruptedException;

class ExperimentRunTest {

  @TempDir Path folder;

  private final List<String> done = new ArrayList<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  /** Adds its name to {@code done}. */
  private final class Counted implements Job {
    private final String name;
    private final int setting;
    private final RuntimeException failure;

    private Counted(String name, int setting, RuntimeException failure) {
      this.name = name;
      this.setting = setting;
      this.failure = failure;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("setting", setting);
    }

    @Override
    public Map<String, Object> run(Path checkpoint, Progress progress) {
      done.add(name);
      progress.at(1, 2, "3 wrong");
      if (failure != null) {
        throw failure;
      }
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("solved_after", null);
      result.put("error", 0.5);
      return result;
    }
  }

  private Job job(String name) {
    return new Counted(name, 1, null);
  }

  private ExperimentRun run(Job... jobs) {
    var lines = new ProgressLines(new PrintStream(said, true, StandardCharsets.UTF_8), false);
    return new ExperimentRun(
        new ExperimentRun.Experiment("test", "about", List.of(jobs)),
        folder,
        folder.resolve("work"),
        lines);
  }

  private List<String> file() throws IOException {
    return Files.readAllLines(folder.resolve("test/results.csv"));
  }

  @Test
  void givenJobs_whenRunTwice_thenEachIsDoneOnceAndHasOneRow() throws IOException {
    assertEquals(0, run(job("a, with comma"), job("b")).run());
    List<String> first = file();
    assertEquals(0, run(job("a, with comma"), job("b")).run());
    assertEquals(List.of("a, with comma", "b"), done);
    assertEquals(first, file());
    assertEquals(3, first.size());
    assertTrue(
        first.get(0).startsWith("job,setting,solved_after,error,arithmetic,deeplearning4j,java,"),
        first.get(0));
    assertTrue(first.get(0).endsWith(",cores,cpu,os"), first.get(0));
    assertTrue(first.get(1).startsWith("\"a, with comma\",1,,0.5,"), first.get(1));
  }

  @Test
  void givenAJobStopped_whenRunAgain_thenTheJobsBeforeItAreKept() {
    var stopped = new Counted("b", 1, new TrainingInterruptedException("stopped"));
    assertThrows(TrainingInterruptedException.class, () -> run(job("a"), stopped).run());
    assertEquals(0, run(job("a"), job("b")).run());
    assertEquals(List.of("a", "b", "b"), done);
  }

  @Test
  void givenAJobThatFails_whenRun_thenTheOthersAreDoneAndItIsCounted() {
    var failing = new Counted("a", 1, new UserException("the disk is on fire"));
    assertEquals(1, run(failing, job("b")).run());
    assertEquals(List.of("a", "b"), done);
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("test 1/2  a: failed: the disk is on fire"), text);
    assertTrue(text.contains("test: 1 of 2 jobs done"), text);
  }

  @Test
  void givenOtherSettings_whenRun_thenTheOldResultDoesNotCount() throws IOException {
    run(job("a")).run();
    run(new Counted("a", 2, null)).run();
    assertEquals(List.of("a", "a"), done);
    assertTrue(file().get(1).startsWith("a,2,"), file().get(1));
  }

  @Test
  void givenResults_whenForgotten_thenAllIsDoneAnew() {
    run(job("a")).run();
    run(job("a")).forget();
    run(job("a")).run();
    assertEquals(List.of("a", "a"), done);
  }

  @Test
  void givenAFileThatIsNoTable_whenRun_thenRefusedByName() throws IOException {
    Files.createDirectories(folder.resolve("test"));
    Files.writeString(folder.resolve("test/results.csv"), "hello,world\n1,2\n");
    String message = assertThrows(UserException.class, () -> run(job("a"))).getMessage();
    assertTrue(message.contains("results.csv is no table of results"), message);
  }
}
