package org.lstmworkbook.prepare;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Step 3: the input-output pairs. Window i holds {@code length} days in a row; its target is one
 * feature {@code horizon} days after the last of them. Window i + 1 begins one day later, so the
 * windows overlap. They are not stored: a window is its first row, and is copied out when asked
 * for.
 *
 * <p>No window spans a hole in the rows ({@link FeatureMatrix#holes}): what follows a hole is not
 * the next day of what came before it.
 */
public final class Windows implements Examples {

  private final FeatureMatrix matrix;
  private final String target;
  private final int targetColumn;
  private final int length;
  private final int horizon;
  private final RowRange rows;
  private final int from;
  private final int[] firstRows;

  private Windows(
      FeatureMatrix matrix, String target, int length, int horizon, RowRange rows, int from) {
    rows.refuseOther(matrix);
    this.matrix = matrix;
    this.target = target;
    this.targetColumn = matrix.indexOf(target);
    this.length = length;
    this.horizon = horizon;
    this.rows = rows;
    this.from = from;
    int end = rows.to() - length - horizon + 1;
    this.firstRows =
        rows.to() > matrix.rows()
            ? new int[0]
            : IntStream.range(from, Math.max(from, end)).filter(this::spansNoHole).toArray();
    if (firstRows.length == 0) {
      throw new UserException(
          "No window of %d days fits: with a target %d day(s) later it needs %d rows%s, but there are %d%s. Take a shorter window or more rows."
              .formatted(
                  length,
                  horizon,
                  length + horizon,
                  matrix.holes().isEmpty() ? "" : " without a hole between them",
                  Math.max(0, rows.to() - from),
                  dates(matrix, from, rows)));
    }
  }

  private boolean spansNoHole(int first) {
    return matrix.holes().stream().noneMatch(h -> first <= h && h < first + length + horizon);
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
    return new Windows(m, target, length, horizon, new RowRange(0, m.rows()), 0);
  }

  /**
   * The windows that lie wholly in these rows, inputs and target: those to learn from.
   *
   * @throws UserException if not a single window fits: says which rows, and how many it takes; or
   *     if the rows were counted in a table of other days
   */
  public Windows within(RowRange part) {
    return new Windows(matrix, target, length, horizon, part, part.from());
  }

  /**
   * The windows that forecast these rows: each day from the one after the window to its target lies
   * in them. The window itself may reach back into earlier rows, for they are known when the
   * forecast is made. So no target of a part overlaps one of the part before it, and no row is
   * lost.
   *
   * @throws UserException if not a single window fits: says which rows, and how many it takes; or
   *     if the rows were counted in a table of other days
   */
  public Windows forecasting(RowRange part) {
    return new Windows(matrix, target, length, horizon, part, Math.max(0, part.from() - length));
  }

  /** The same windows with the target so many days ahead, as far as they fit the same part. */
  Windows ahead(int days) {
    return new Windows(matrix, target, length, days, rows, from);
  }

  /** How many windows there are. */
  @Override
  public int size() {
    return firstRows.length;
  }

  /** How many windows were left out because they span a hole in the rows. */
  public int skipped() {
    return rows.to() - from - length - horizon + 1 - size();
  }

  /**
   * Copies windows from … to − 1: [batch, features, time].
   *
   * @throws IndexOutOfBoundsException if there are no such windows; {@link #targets} and {@link
   *     #view} refuse them, too
   */
  public INDArray inputs(int from, int to) {
    return gather(range(from, to)).inputs();
  }

  /** Copies the targets of windows from … to − 1: [batch, 1]. */
  public INDArray targets(int from, int to) {
    return gather(range(from, to)).targets();
  }

  private int[] range(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return IntStream.range(from, to).toArray();
  }

  /**
   * Windows from … to − 1 as a view: [batch, features, time] over one copy of their rows, which
   * costs the memory of the rows, whatever the length of a window. The step from a window to the
   * next equals the step from a day to the next (both are one row of F features), so the strides
   * are [F, 1, F]. A number written to it changes in every window that holds its day; copy first.
   *
   * @throws UserException if a hole in the rows lies between these windows
   */
  public INDArray view(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    int first = firstRows[from];
    int last = firstRows[to - 1];
    if (last - first != to - 1 - from) {
      throw new UserException(
          "A hole in the rows lies between window %d and window %d: take the windows before or after it."
              .formatted(from, to - 1));
    }
    return view(matrix, first, last, length);
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
      int first = firstRows[windows[b]];
      for (int t = 0; t < length; t++) {
        System.arraycopy(
            source, (first + t) * features, inputs, (t * batch + b) * features, features);
      }
      targets[b] = matrix.value(targetRow(windows[b]), targetColumn);
    }
    return new Batch(
        array(inputs, length, batch, features).permute(1, 2, 0), array(targets, batch, 1));
  }

  /** An array over a copy of the values, made at once: createFromArray puts one after another. */
  static INDArray array(float[] values, long... shape) {
    return Nd4j.create(Nd4j.createBuffer(values), shape);
  }

  /**
   * The one window that ends with a row, target or not, as [1, features, time].
   *
   * @throws UserException if it spans a hole in the rows
   * @throws IndexOutOfBoundsException if fewer than {@code length} rows end there
   */
  public static INDArray endingAt(FeatureMatrix m, int lastRow, int length) {
    Objects.checkFromToIndex(lastRow - length + 1, lastRow + 1, m.rows());
    int first = lastRow - length + 1;
    if (m.holes().stream().anyMatch(hole -> first <= hole && hole <= lastRow)) {
      throw new UserException(
          "The %d days up to %s span a hole in the rows: choose another day."
              .formatted(length, m.date(lastRow)));
    }
    return view(m, first, first, length);
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
    return IntStream.range(0, size())
        .mapToDouble(i -> matrix.unscaled().value(targetRow(i), targetColumn))
        .toArray();
  }

  /** The row of window i's last day. */
  public int lastRow(int i) {
    return firstRows[i] + length - 1;
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

  /** The part that the windows were asked for: see {@link #within} and {@link #forecasting}. */
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

  /** The windows that begin with the rows first … last, over one copy of their rows. */
  private static INDArray view(FeatureMatrix m, int first, int last, int length) {
    int features = m.features();
    float[] rows = Arrays.copyOfRange(m.values(), first * features, (last + length) * features);
    return Nd4j.create(
        Nd4j.createBuffer(rows),
        new long[] {last - first + 1, features, length},
        new long[] {features, 1, features},
        0,
        'c');
  }

  private static String dates(FeatureMatrix m, int from, RowRange rows) {
    return rows.to() <= from || rows.to() > m.rows()
        ? ""
        : " (%s to %s)".formatted(m.date(from), m.date(rows.to() - 1));
  }
}
