package org.lstmworkbook.prepare;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.lstmworkbook.UserException;

/**
 * Step 4: brings each feature to the range 0 … 1 that it had on the training rows: (value − min) /
 * (max − min). Later rows may fall outside; they are <em>not</em> clamped, because a crash worse
 * than any in training must not look like the worst one in training.
 *
 * <p>Fit it on training rows only: the maximum of the test years is news from the future.
 *
 * @param names the features, in order
 * @param min the smallest value of each on the rows it was fitted on
 * @param max the largest value of each
 * @param fittedFrom the first trading date of those rows
 * @param fittedTo the last trading date of those rows
 */
public record MinMaxScaler(
    List<String> names,
    List<Double> min,
    List<Double> max,
    LocalDate fittedFrom,
    LocalDate fittedTo) {

  /**
   * @throws UserException if the sizes differ, or a feature has one value only or none that is
   *     finite: it cannot be scaled and teaches nothing; names the feature
   */
  public MinMaxScaler {
    names = List.copyOf(names);
    min = List.copyOf(min);
    max = List.copyOf(max);
    if (min.size() != names.size() || max.size() != names.size()) {
      throw new UserException(
          "A scaler for %d features has %d minima and %d maxima."
              .formatted(names.size(), min.size(), max.size()));
    }
    for (int i = 0; i < min.size(); i++) {
      double range = max.get(i) - min.get(i);
      if (!(range > 0 && Double.isFinite(range))) {
        throw new UserException(
            "Feature %s goes from %s to %s between %s and %s: it cannot be scaled. Leave it out, or take more rows."
                .formatted(names.get(i), min.get(i), max.get(i), fittedFrom, fittedTo));
      }
    }
  }

  /**
   * Finds the smallest and the largest value of each feature. A row after a hole does not count:
   * its change is of more than a day, and no window holds it.
   *
   * @param rows the training rows, at least one
   * @throws UserException if a feature has one value only; names it; or if the rows were counted in
   *     a table of other days
   */
  public static MinMaxScaler fit(FeatureMatrix m, RowRange rows) {
    if (rows.size() == 0 || rows.to() > m.rows()) {
      throw new UserException(
          "Cannot fit a scaler on rows %d to %d of %d."
              .formatted(rows.from(), rows.to(), m.rows()));
    }
    rows.refuseOther(m);
    List<Double> min = new ArrayList<>();
    List<Double> max = new ArrayList<>();
    for (int feature = 0; feature < m.features(); feature++) {
      double smallest = Double.POSITIVE_INFINITY;
      double largest = Double.NEGATIVE_INFINITY;
      for (int row = rows.from(); row < rows.to(); row++) {
        if (m.holes().contains(row)) {
          continue;
        }
        smallest = Math.min(smallest, m.value(row, feature));
        largest = Math.max(largest, m.value(row, feature));
      }
      min.add(smallest);
      max.add(largest);
    }
    return new MinMaxScaler(m.names(), min, max, m.date(rows.from()), m.date(rows.to() - 1));
  }

  /**
   * All rows of a matrix, scaled; the result remembers this scaler.
   *
   * @throws UserException if the features are not those it was fitted on, or are scaled already
   */
  public FeatureMatrix transform(FeatureMatrix m) {
    if (!m.names().equals(names)) {
      throw new UserException(
          "The scaler was fitted on %s, but the rows have %s."
              .formatted(String.join(", ", names), String.join(", ", m.names())));
    }
    if (m.scaler().isPresent()) {
      throw new UserException("These rows are scaled already.");
    }
    float[] scaled = m.values().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) scale(i % names.size(), scaled[i]);
    }
    return m.scaled(scaled, this);
  }

  /**
   * A feature's value in its own unit, scaled: 0 is the training minimum, 1 the maximum.
   *
   * @throws UserException if there is no such feature; {@link #unscale}, {@link #min(String)} and
   *     {@link #max(String)} refuse it, too
   */
  public double scale(String feature, double value) {
    return scale(index(feature), value);
  }

  /** A scaled value back in the feature's own unit. */
  public double unscale(String feature, double scaled) {
    int i = index(feature);
    return min.get(i) + scaled * (max.get(i) - min.get(i));
  }

  /** The smallest value of a feature on the rows it was fitted on. */
  public double min(String feature) {
    return min.get(index(feature));
  }

  /** The largest value of a feature on the rows it was fitted on. */
  public double max(String feature) {
    return max.get(index(feature));
  }

  private double scale(int feature, double value) {
    return (value - min.get(feature)) / (max.get(feature) - min.get(feature));
  }

  private int index(String feature) {
    int index = names.indexOf(feature);
    if (index < 0) {
      throw new UserException(
          "The scaler knows no feature %s; it was fitted on %s."
              .formatted(feature, String.join(", ", names)));
    }
    return index;
  }
}
