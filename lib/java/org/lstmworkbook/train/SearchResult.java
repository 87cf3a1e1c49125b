package org.lstmworkbook.train;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/**
 * The trials of a search.
 *
 * @param trials at least one, in the order in which they were made
 */
public record SearchResult(List<Trial> trials) {

  private static final Comparator<Trial> BEST_FIRST =
      Comparator.comparingDouble(Trial::validationLoss).thenComparingInt(Trial::number);

  /** Keeps a copy of the list. */
  public SearchResult {
    trials = List.copyOf(trials);
  }

  /**
   * One row a trial, the one with the lowest validation loss first. That loss is the least of many,
   * so it is too good: judge these settings on other days.
   */
  public Table toTable() {
    return Table.create(
        "trials",
        whole("trial", Trial::number),
        whole("hidden", trial -> trial.settings().hidden()),
        column("dropout", trial -> trial.settings().dropout()),
        column("learning_rate", trial -> trial.settings().learningRate()),
        whole("window", trial -> trial.settings().window()),
        whole("batch_size", trial -> trial.settings().batchSize()),
        column("validation_loss", Trial::validationLoss),
        whole("best_epoch", Trial::bestEpoch),
        column("seconds", Trial::seconds),
        LongColumn.create("seed", sorted().stream().mapToLong(Trial::seed).toArray()));
  }

  private List<Trial> sorted() {
    return trials.stream().sorted(BEST_FIRST).toList();
  }

  private IntColumn whole(String name, ToIntFunction<Trial> value) {
    return IntColumn.create(name, sorted().stream().mapToInt(value).toArray());
  }

  private DoubleColumn column(String name, ToDoubleFunction<Trial> value) {
    return DoubleColumn.create(name, sorted().stream().mapToDouble(value).toArray());
  }
}
