package org.lstmworkbook.prepare;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Step 3: the input-output pairs. Window i holds {@code length} days in a row; its target is one
 * feature {@code horizon} days after the last of them. Window i + 1 begins one day later, so the
 * windows overlap, and all of them are views over one array: N windows cost the memory of N rows,
 * whatever their length.
 *
 * <p>In that array the step from a window to the next equals the step from a day to the next (both
 * are one row of F features), so a view of shape [batch, features, time] has the strides [F, 1, F].
 */
public final class Windows implements Examples {

  private final FeatureMatrix matrix;
  private final INDArray data;
  private final String target;
  private final int targetColumn;
  private final int length;
  private final int horizon;
  private final RowRange rows;

  private Windows(
      FeatureMatrix matrix, INDArray data, String target, int length, int horizon, RowRange rows) {
    this.matrix = matrix;
    this.data = data;
    this.target = target;
    this.targetColumn = matrix.indexOf(target);
    this.length = length;
    this.horizon = horizon;
    this.rows = rows;
    if (rows.to() > matrix.rows() || size() < 1) {
      throw new UserException(
          "No window of %d days fits: with a target %d day(s) later it needs %d rows, but there are %d%s. Take a shorter window or more rows."
              .formatted(length, horizon, length + horizon, rows.size(), dates(matrix, rows)));
    }
  }

  /**
   * The windows over all rows.
   *
   * @param m scaled, if a network is to learn from it
   * @param target a feature of m
   * @param length days in a window (the look-back), at least 1
   * @param horizon days from a window's last row to its target, at least 1
   * @throws UserException if no window fits (with both numbers), there is no such target, or length
   *     or horizon is below 1
   */
  public static Windows over(FeatureMatrix m, String target, int length, int horizon) {
    if (length < 1 || horizon < 1) {
      throw new UserException(
          "Window length and horizon are at least 1 day, but were %d and %d."
              .formatted(length, horizon));
    }
    INDArray data = Nd4j.createFromArray(m.values());
    return new Windows(m, data, target, length, horizon, new RowRange(0, m.rows()));
  }

  /**
   * The windows that lie wholly in these rows, inputs and target; they share this one's array.
   *
   * @throws UserException if not a single window fits: says which rows, and how many it takes
   */
  public Windows within(RowRange part) {
    return new Windows(matrix, data, target, length, horizon, part);
  }

  /** How many windows there are. */
  @Override
  public int size() {
    return rows.size() - length - horizon + 1;
  }

  /** Windows from … to − 1 as a view, not a copy: [batch, features, time]. Do not write to it. */
  public INDArray inputs(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return view(data, matrix.features(), rows.from() + from, to - from, length);
  }

  /** The targets of windows from … to − 1 as a view: [batch, 1]. */
  public INDArray targets(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    long features = matrix.features();
    long offset = targetRow(from) * features + targetColumn;
    return Nd4j.create(
        data.data(), new long[] {to - from, 1}, new long[] {features, 1}, offset, 'c');
  }

  /**
   * Copies some windows, in the order given, as a shuffled mini-batch needs them: only the batch is
   * copied. The inputs lie in memory as [time, batch, features], so that one time step of all
   * windows is one block, and are handed out as [batch, features, time]; targets are [batch, 1].
   */
  @Override
  public Batch gather(int... windows) {
    int features = matrix.features();
    int batch = windows.length;
    float[] source = matrix.values();
    float[] inputs = new float[length * batch * features];
    float[] targets = new float[batch];
    for (int b = 0; b < batch; b++) {
      int first = rows.from() + Objects.checkIndex(windows[b], size());
      for (int t = 0; t < length; t++) {
        System.arraycopy(
            source, (first + t) * features, inputs, (t * batch + b) * features, features);
      }
      targets[b] = matrix.value(targetRow(windows[b]), targetColumn);
    }
    return new Batch(
        Nd4j.createFromArray(inputs).reshape(length, batch, features).permute(1, 2, 0),
        Nd4j.createFromArray(targets).reshape(batch, 1));
  }

  /** The one window that ends with a row, target or not, as [1, features, time]. */
  public static INDArray endingAt(FeatureMatrix m, int lastRow, int length) {
    Objects.checkFromToIndex(lastRow - length + 1, lastRow + 1, m.rows());
    int features = m.features();
    float[] rows =
        Arrays.copyOfRange(m.values(), (lastRow - length + 1) * features, (lastRow + 1) * features);
    return view(Nd4j.createFromArray(rows), features, 0, 1, length);
  }

  /** The target of window i as the network sees it (scaled, if the rows are). */
  public double target(int i) {
    return matrix.value(targetRow(i), targetColumn);
  }

  /** A value as the network sees it, in the target's own unit. */
  public double unscale(double value) {
    return matrix.scaler().map(s -> s.unscale(target, value)).orElse(value);
  }

  /** The targets of all windows in their own unit, as they were before they were scaled. */
  public double[] unscaledTargets() {
    double[] targets = new double[size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = matrix.unscaled().value(targetRow(i), targetColumn);
    }
    return targets;
  }

  /** The row of window i's last day. */
  public int lastRow(int i) {
    return rows.from() + Objects.checkIndex(i, size()) + length - 1;
  }

  /** The last day that window i knows. */
  public LocalDate lastDate(int i) {
    return matrix.date(lastRow(i));
  }

  /** The day of window i's target. */
  public LocalDate targetDate(int i) {
    return matrix.date(targetRow(i));
  }

  /** The rows the windows are taken from. */
  public FeatureMatrix matrix() {
    return matrix;
  }

  /** The part of those rows that the windows may use. */
  public RowRange rows() {
    return rows;
  }

  /** The feature to forecast. */
  public String target() {
    return target;
  }

  /** Days in a window. */
  public int length() {
    return length;
  }

  /** Days from a window's last row to its target. */
  public int horizon() {
    return horizon;
  }

  private int targetRow(int i) {
    return lastRow(i) + horizon;
  }

  private static INDArray view(INDArray data, long features, long firstRow, long batch, long time) {
    return Nd4j.create(
        data.data(),
        new long[] {batch, features, time},
        new long[] {features, 1, features},
        firstRow * features,
        'c');
  }

  private static String dates(FeatureMatrix m, RowRange rows) {
    return rows.size() == 0 || rows.to() > m.rows()
        ? ""
        : " (%s to %s)".formatted(m.date(rows.from()), m.date(rows.to() - 1));
  }
}
