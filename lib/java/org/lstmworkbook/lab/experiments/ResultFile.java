package org.lstmworkbook.lab.experiments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.files.AtomicFile;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * An experiment's results as a CSV file: one row for each finished job, in the order of the jobs.
 * It is rewritten, whole or not at all, each time a job ends.
 */
final class ResultFile {

  private static final String JOB = "job";

  private final Path file;
  private final List<Job> jobs;
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

  /**
   * Reads the file, if there is one. A row whose settings are no longer those of its job does not
   * count.
   *
   * @throws UserException if it is no table of results
   */
  ResultFile(Path file, List<Job> jobs) {
    this.file = file;
    this.jobs = jobs;
    if (Files.exists(file)) {
      read();
    }
  }

  private void read() {
    Table table;
    try {
      table =
          Table.read()
              .usingOptions(
                  CsvReadOptions.builder(file.toFile())
                      .columnTypesToDetect(List.of(ColumnType.STRING)));
    } catch (RuntimeException e) { // Tablesaw promises no type of exception
      throw damaged();
    }
    if (!table.containsColumn(JOB)) {
      throw damaged();
    }
    for (var row : table) {
      Map<String, String> values = new LinkedHashMap<>();
      table.columnNames().forEach(column -> values.put(column, row.getString(column)));
      rows.put(values.get(JOB), values);
    }
    rows.keySet().retainAll(jobs.stream().filter(this::isDone).map(Job::name).toList());
  }

  private UserException damaged() {
    return new UserException(
        "%s is no table of results. Remove it, or name another folder with --out.".formatted(file));
  }

  Path file() {
    return file;
  }

  /** How many of the jobs are finished. */
  int done() {
    return rows.size();
  }

  /** Whether the file holds a job's result, found with the settings that the job has now. */
  boolean isDone(Job job) {
    Map<String, String> row = rows.get(job.name());
    return row != null && row.entrySet().containsAll(texts(job.settings()).entrySet());
  }

  /** Adds or replaces a job's row, and saves the file. */
  void add(Job job, Map<String, Object> result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(JOB, job.name());
    row.putAll(job.settings());
    row.putAll(result);
    rows.put(job.name(), texts(row));
    AtomicFile.replace(file, table().write().toString("csv"));
  }

  /** Removes the file. */
  void remove() {
    rows.clear();
    ExperimentRun.remove(file);
  }

  private Table table() {
    Set<String> columns = new LinkedHashSet<>();
    rows.values().forEach(row -> columns.addAll(row.keySet()));
    Table table = Table.create();
    for (String column : columns) {
      table.addColumns(
          StringColumn.create(
              column,
              jobs.stream()
                  .map(job -> rows.get(job.name()))
                  .filter(Objects::nonNull)
                  .map(row -> row.getOrDefault(column, ""))));
    }
    return table;
  }

  private static Map<String, String> texts(Map<String, Object> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((column, value) -> texts.put(column, Objects.toString(value, "")));
    return texts;
  }
}
