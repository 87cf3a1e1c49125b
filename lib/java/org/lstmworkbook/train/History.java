package org.lstmworkbook.train;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** What each epoch of a training came to. Cannot be changed. */
public final class History {

  /**
   * One pass over all training windows. Both parts are scored after the pass and without dropout,
   * so that the two curves measure the same thing.
   *
   * @param number counted from 1
   * @param trainLoss mean squared error of the scaled target over the training windows
   * @param validationLoss the same over the validation windows
   * @param trainAccuracy share of training days whose direction, the sign of the return, was
   *     forecast right; days without a move do not count
   * @param validationAccuracy the same over the validation windows
   * @param trainWithin share of training windows whose forecast missed by at most the tolerance:
   *     0.01 in log return, unless set otherwise, is 1 % of the price
   * @param validationWithin the same over the validation windows
   * @param seconds how long the epoch took, scoring included
   */
  public record Epoch(
      int number,
      double trainLoss,
      double validationLoss,
      double trainAccuracy,
      double validationAccuracy,
      double trainWithin,
      double validationWithin,
      double seconds) {}

  private final List<Epoch> epochs;

  /** A history of these epochs, in order. */
  public History(List<Epoch> epochs) {
    this.epochs = List.copyOf(epochs);
  }

  /** The epochs, first to last. */
  public List<Epoch> epochs() {
    return epochs;
  }

  /** The number of the epoch with the lowest validation loss, whose weights are kept; 0 if none. */
  public int bestEpoch() {
    return epochs.stream()
        .min(Comparator.comparingDouble(Epoch::validationLoss))
        .map(Epoch::number)
        .orElse(0);
  }

  /** One row an epoch, one column each component of {@link Epoch}. */
  public Table toTable() {
    return Table.create(
        "training",
        IntColumn.create("epoch", epochs.stream().mapToInt(Epoch::number).toArray()),
        column("train_loss", Epoch::trainLoss),
        column("validation_loss", Epoch::validationLoss),
        column("train_accuracy", Epoch::trainAccuracy),
        column("validation_accuracy", Epoch::validationAccuracy),
        column("train_within", Epoch::trainWithin),
        column("validation_within", Epoch::validationWithin),
        column("seconds", Epoch::seconds));
  }

  private DoubleColumn column(String name, ToDoubleFunction<Epoch> value) {
    return DoubleColumn.create(name, epochs.stream().mapToDouble(value).toArray());
  }
}
