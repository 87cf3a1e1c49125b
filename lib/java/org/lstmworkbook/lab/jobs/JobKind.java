package org.lstmworkbook.lab.jobs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.UserException;
import org.lstmworkbook.lab.experiments.Job;
import org.lstmworkbook.lab.experiments.VolatilityJob;

/** Jobs that know nothing of each other: each has the same result wherever it runs. */
interface JobKind {

  /**
   * The jobs of a kind.
   *
   * @param kind {@code forecasters}, {@code search}, {@code volatility} or {@code volatility-small}
   * @param prices the file of daily prices
   * @param folder where a job puts files
   * @param choices the variables of {@link org.lstmworkbook.notebook.Experiment}
   * @throws UserException if there is no such kind
   */
  static JobKind of(String kind, Path prices, Path folder, Map<String, String> choices) {
    return switch (kind) {
      case "forecasters" -> new Forecasters(prices, folder, choices);
      case "search" -> new Trials(prices, choices);
      case "volatility" -> of(VolatilityJob.all(prices, folder));
      case "volatility-small" -> of(VolatilityJob.small(prices, folder));
      default -> throw new UserException("There is no kind of job " + kind + ".");
    };
  }

  /** The jobs of an experiment, which {@code ./workbook experiments} does one after the other. */
  private static JobKind of(List<Job> jobs) {
    return new JobKind() {
      @Override
      public List<String> names() {
        return jobs.stream().map(Job::name).toList();
      }

      @Override
      public Map<String, Object> run(String name) {
        Job job = jobs.stream().filter(j -> j.name().equals(name)).findFirst().orElseThrow();
        Map<String, Object> row = new LinkedHashMap<>(job.settings());
        row.putAll(job.run(null, null)); // these keep no checkpoint and tell no progress
        return row;
      }
    };
  }

  /**
   * The names of all jobs, each told apart from the others.
   *
   * @throws UserException if the prices cannot be used
   */
  List<String> names();

  /**
   * Does one job.
   *
   * @return its row of the table: column → value; {@code file} is one that it made in the folder
   * @throws UserException if it cannot be done: the rows break a rule, the training diverged
   */
  Map<String, Object> run(String name);
}
