package org.lstmworkbook.train;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What each epoch of a training came to. Cannot be changed.
 *
 * @param epochs first to last
 */
public record History(List<Epoch> epochs) {

  /** The name of the score that training makes smaller. */
  public static final String LOSS = "loss";

  /**
   * One pass over all training windows. Both parts are scored after the pass and without dropout,
   * so that the two curves measure the same thing.
   *
   * @param number counted from 1
   * @param train scores of the training windows by name, {@code loss} among them; {@link Trainer}
   *     and {@link QuantileTraining} say which
   * @param validation the same over the validation windows
   * @param seconds how long the epoch took, scoring included
   */
  public record Epoch(
      int number, Map<String, Double> train, Map<String, Double> validation, double seconds) {

    /** Keeps copies, in the same order. */
    public Epoch {
      train = Collections.unmodifiableMap(new LinkedHashMap<>(train));
      validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    }

    /** The loss over the training windows; NaN if none was measured. */
    public double trainLoss() {
      return train.getOrDefault(LOSS, Double.NaN);
    }

    /** The loss over the validation windows; NaN if none was measured. */
    public double validationLoss() {
      return validation.getOrDefault(LOSS, Double.NaN);
    }
  }

  /** Keeps a copy. */
  public History {
    epochs = List.copyOf(epochs);
  }

  /** The number of the epoch with the lowest validation loss, whose weights are kept; 0 if none. */
  public int bestEpoch() {
    return epochs.stream()
        .min(Comparator.comparingDouble(Epoch::validationLoss))
        .map(Epoch::number)
        .orElse(0);
  }

  /** One row an epoch: its number, for each score {@code train_…} and {@code validation_…}. */
  public Table toTable() {
    Table table =
        Table.create(
            "training",
            IntColumn.create("epoch", epochs.stream().mapToInt(Epoch::number).toArray()));
    if (!epochs.isEmpty()) {
      for (String score : epochs.get(0).validation().keySet()) {
        table.addColumns(
            column("train_" + score, epoch -> epoch.train().get(score)),
            column("validation_" + score, epoch -> epoch.validation().get(score)));
      }
    }
    return table.addColumns(column("seconds", Epoch::seconds));
  }

  private DoubleColumn column(String name, ToDoubleFunction<Epoch> value) {
    return DoubleColumn.create(name, epochs.stream().mapToDouble(value).toArray());
  }
}
