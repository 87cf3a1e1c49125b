package org.lstmworkbook.prepare;

import java.util.List;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;

/**
 * Windows with the cumulative log returns after them, over 1, 2, … days ahead. For a network each
 * is divided by its typical size, the training days' deviation times √days (how far a random walk
 * gets), so that all are of the same order.
 */
public final class CumulativeReturns implements Examples {

  private final Windows windows;
  private final int column;
  private final float[] targets; // [window, day], in units of the network

  private CumulativeReturns(Windows windows, double deviation) {
    this.windows = windows;
    this.column = windows.matrix().indexOf(PriceFeatures.returns(1));
    this.targets = new float[windows.size() * days()];
    for (int i = 0; i < size(); i++) {
      for (int day = 1; day <= days(); day++) {
        targets[i * days() + day - 1] = (float) (logReturn(i, day) / unit(deviation, day));
      }
    }
  }

  /**
   * The cumulative returns after some windows.
   *
   * @param windows scaled windows that hold the daily log return
   * @param days how far to look ahead, at least 1
   * @param deviation the size of a daily log return, as {@link #deviation} tells it of the training
   *     windows
   * @throws UserException if they do not hold it, or no window has so many days after it
   */
  public static CumulativeReturns of(Windows windows, int days, double deviation) {
    List<String> features = windows.matrix().names();
    if (!features.contains(PriceFeatures.returns(1)) || !(deviation > 0)) {
      throw new UserException(
          "Cumulative returns are made of the daily log return and a deviation above 0, not of %s and %s."
              .formatted(features, deviation));
    }
    return new CumulativeReturns(windows.ahead(days), deviation);
  }

  /** The root mean square of the daily log returns of a part: its returns' size. */
  public static double deviation(Windows training) {
    FeatureMatrix own = training.matrix().unscaled();
    int column = own.indexOf(PriceFeatures.returns(1));
    double squares = 0;
    for (int row = training.rows().from(); row < training.rows().to(); row++) {
      squares += (double) own.value(row, column) * own.value(row, column);
    }
    return Math.sqrt(squares / training.rows().size());
  }

  /** How many windows there are. */
  @Override
  public int size() {
    return windows.size();
  }

  /** Trading days ahead. */
  public int days() {
    return windows.horizon();
  }

  /** The windows themselves. */
  public Windows windows() {
    return windows;
  }

  /** The log return from the last day of window i to {@code day} days after it. */
  public double logReturn(int i, int day) {
    double sum = 0;
    for (int ahead = 1; ahead <= day; ahead++) {
      sum += windows.matrix().unscaled().value(windows.lastRow(i) + ahead, column);
    }
    return sum;
  }

  /** The log returns of all windows to one day ahead. */
  public double[] logReturns(int day) {
    return IntStream.range(0, size()).mapToDouble(i -> logReturn(i, day)).toArray();
  }

  /** What a log return of 1 unit of the network is, for a day ahead. */
  public static double unit(double deviation, int day) {
    return deviation * Math.sqrt(day);
  }

  /** {@inheritDoc} Targets are [batch, days], in the units above. */
  @Override
  public Batch gather(int... chosen) {
    float[] gathered = new float[chosen.length * days()];
    for (int b = 0; b < chosen.length; b++) {
      System.arraycopy(targets, chosen[b] * days(), gathered, b * days(), days());
    }
    return new Batch(
        windows.gather(chosen).inputs(), Windows.array(gathered, chosen.length, days()));
  }
}
