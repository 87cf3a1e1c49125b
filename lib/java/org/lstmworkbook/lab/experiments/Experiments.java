package org.lstmworkbook.lab.experiments;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lstmworkbook.UserException;
import org.lstmworkbook.lab.experiments.ExperimentRun.Experiment;
import org.lstmworkbook.train.TrainingInterruptedException;

/**
 * What {@code ./workbook experiments} starts: does the jobs that are left of the experiments named.
 */
public final class Experiments {

  private static final long SECONDS_TO_STOP = 20;

  private final Settings settings;
  private final PrintStream out;

  /**
   * What to do.
   *
   * @param out folder of the results
   * @param work folder of the checkpoints
   * @param prices the file of daily prices
   * @param small a minute or two of all instead of hours
   * @param terminal whether lines may be rewritten
   */
  record Settings(Path out, Path work, Path prices, boolean small, boolean terminal) {}

  Experiments(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  /**
   * Runs, lists or forgets experiments.
   *
   * @param args {@code run}, {@code list} or {@code forget}; the folders of results and of
   *     checkpoints; the file of prices; {@code full} or {@code small}; {@code terminal} or {@code
   *     log}; the names of experiments
   */
  public static void main(String... args) {
    var settings =
        new Settings(
            Path.of(args[1]),
            Path.of(args[2]),
            Path.of(args[3]),
            args[4].equals("small"),
            args[5].equals("terminal"));
    var experiments = new Experiments(settings, System.out);
    List<String> names = List.of(args).subList(6, args.length);
    int exit;
    try {
      exit =
          switch (args[0]) {
            case "list" -> experiments.list(names);
            case "forget" -> experiments.forget(names);
            default -> experiments.runUntilStopped(names);
          };
    } catch (UserException e) {
      System.err.println(e.getMessage());
      exit = 2;
    }
    if (exit != 0) {
      System.exit(exit);
    }
  }

  /** Prints one line for each experiment. */
  int list(List<String> names) {
    for (Experiment experiment : named(names)) {
      out.println(run(experiment).standing());
      out.println("  " + experiment.about());
    }
    return 0;
  }

  /** Removes results and checkpoints, so that all jobs are done anew. */
  int forget(List<String> names) {
    for (Experiment experiment : named(names)) {
      run(experiment).forget();
    }
    return 0;
  }

  /** Runs, and at Ctrl-C lets the job reach its next batch, and says what is kept. */
  private int runUntilStopped(List<String> names) {
    Thread worker = Thread.currentThread();
    Thread hook = new Thread(() -> stop(worker, names));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      int exit = runAll(names);
      Runtime.getRuntime().removeShutdownHook(hook);
      return exit;
    } catch (TrainingInterruptedException e) {
      return 0; // the JVM is ending already, with the signal's exit code
    }
  }

  /**
   * Does what is left of each experiment.
   *
   * @return 0 if all jobs are done, 1 if one failed
   * @throws TrainingInterruptedException if the thread was interrupted
   */
  int runAll(List<String> names) {
    int failed = 0;
    for (Experiment experiment : named(names)) {
      failed += run(experiment).run();
    }
    return failed == 0 ? 0 : 1;
  }

  private void stop(Thread worker, List<String> names) {
    worker.interrupt();
    try {
      TimeUnit.SECONDS.timedJoin(worker, SECONDS_TO_STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.println();
    named(names).forEach(experiment -> out.println(run(experiment).standing()));
    out.println("Stopped. What is finished is kept; the same command goes on from there.");
    out.flush();
  }

  private ExperimentRun run(Experiment experiment) {
    return new ExperimentRun(
        experiment, settings.out, settings.work, new ProgressLines(out, settings.terminal));
  }

  private List<Experiment> named(List<String> names) {
    return names.stream().map(this::named).toList();
  }

  private Experiment named(String name) {
    boolean small = settings.small;
    return switch (name) {
      case "memory" ->
          new Experiment(
              name,
              "sequences until the adding problem is solved, by gap: LSTM and plain RNN",
              small ? MemoryJob.small() : MemoryJob.all());
      case "noise" ->
          new Experiment(
              name,
              "error of a forecast under noise and outliers: LSTM, plain RNN, linear model",
              small ? NoiseJob.small() : NoiseJob.all());
      case "truncation" ->
          new Experiment(
              name,
              "what back-propagation through the last k steps saves, and what it loses",
              small ? TruncationJob.small() : TruncationJob.all());
      case "volatility" -> {
        Path folder = settings.out.resolve(name);
        yield new Experiment(
            name,
            "tomorrow's volatility: LSTM against the usual methods, in full",
            small
                ? VolatilityJob.small(settings.prices, folder)
                : VolatilityJob.all(settings.prices, folder));
      }
      default -> throw new UserException("There is no experiment " + name + ".");
    };
  }
}
