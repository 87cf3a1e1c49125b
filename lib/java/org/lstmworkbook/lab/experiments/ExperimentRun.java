package org.lstmworkbook.lab.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.lstmworkbook.UserException;
import org.lstmworkbook.model.Versions;
import org.lstmworkbook.train.TrainingInterruptedException;
import oshi.SystemInfo;

/**
 * Does the jobs of one experiment that are not done yet. After each, its row is in the result file;
 * so the run can be stopped at any time and started again.
 */
final class ExperimentRun {

  /**
   * A list of jobs whose results belong into one file.
   *
   * @param name as typed after {@code ./workbook experiments}, and the folder of its results
   * @param about what it asks, in one line
   * @param jobs in the order in which they are done
   */
  record Experiment(String name, String about, List<Job> jobs) {}

  private final Experiment experiment;
  private final Path checkpoints;
  private final ProgressLines lines;
  private final ResultFile results;

  /**
   * Reads what is done already.
   *
   * @param out the folder of the results: they are in its {@code NAME/results.csv}
   * @param checkpoints the folder of the checkpoints of all experiments
   */
  ExperimentRun(Experiment experiment, Path out, Path checkpoints, ProgressLines lines) {
    this.experiment = experiment;
    this.checkpoints = checkpoints.resolve(experiment.name());
    this.lines = lines;
    Path file = out.resolve(experiment.name()).resolve("results.csv");
    this.results = new ResultFile(file, experiment.jobs());
  }

  /**
   * Does what is left.
   *
   * @return how many jobs failed
   * @throws TrainingInterruptedException if the thread was interrupted
   * @throws org.lstmworkbook.engine.files.SavedFileException if a result cannot be saved
   */
  int run() {
    int failed = 0;
    for (Job job : experiment.jobs()) {
      if (!results.isDone(job)) {
        failed += done(job) ? 0 : 1;
      }
    }
    lines.say(standing());
    return failed;
  }

  /** Removes the results and the checkpoints. */
  void forget() {
    results.remove();
    experiment.jobs().forEach(job -> remove(checkpoint(job)));
  }

  private Path checkpoint(Job job) {
    return checkpoints.resolve(job.name().replaceAll("[^A-Za-z0-9]+", "-") + ".zip");
  }

  private boolean done(Job job) {
    int number = experiment.jobs().indexOf(job) + 1;
    String title =
        "%s %d/%d  %s".formatted(experiment.name(), number, experiment.jobs().size(), job.name());
    long start = System.nanoTime();
    lines.begin(title);
    Map<String, Object> result;
    try {
      result = new LinkedHashMap<>(job.run(checkpoint(job), lines));
    } catch (TrainingInterruptedException e) {
      throw e;
    } catch (UserException e) {
      lines.end("failed: " + e.getMessage());
      return false;
    }
    String shown = shown(result);
    result.putAll(Versions.current());
    result.putAll(machine());
    results.add(job, result);
    remove(checkpoint(job));
    lines.end(shown + String.format(Locale.ROOT, ", %.0f s", (System.nanoTime() - start) / 1e9));
    return true;
  }

  /** What a result was computed on: another processor may give other bits, and other times. */
  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("cpu", cpu());
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return machine;
  }

  private static String cpu() {
    try {
      return new SystemInfo().getHardware().getProcessor().getName().strip();
    } catch (RuntimeException | LinkageError e) {
      return "unknown"; // a system that the library cannot read is no reason to lose hours of work
    }
  }

  /** The beginning of a result, short enough for one line. */
  private static String shown(Map<String, Object> result) {
    return result.entrySet().stream()
        .limit(3)
        .map(entry -> entry.getKey() + " " + (entry.getValue() == null ? "–" : entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** One line: how many jobs are done, and where their results are. */
  String standing() {
    return "%s: %d of %d jobs done, results in %s"
        .formatted(experiment.name(), results.done(), experiment.jobs().size(), results.file());
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UserException("Could not remove %s: %s.".formatted(file, e.getMessage()), e);
    }
  }
}
