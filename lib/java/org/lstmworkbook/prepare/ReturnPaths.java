package org.lstmworkbook.prepare;

import org.lstmworkbook.UserException;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Windows with the way of the price after them: the log returns over 1, 2, … days ahead. For a
 * network each is divided by what such a way is on average, the training days' deviation times
 * √days (how far a random walk gets), so that all have about the same size.
 */
public final class ReturnPaths {

  private final Windows windows;
  private final int column;
  private final double deviation;

  private ReturnPaths(Windows windows, double deviation) {
    this.windows = windows;
    this.column = windows.matrix().indexOf(windows.target());
    this.deviation = deviation;
  }

  /**
   * The ways after some windows.
   *
   * @param windows of the daily log return, scaled
   * @param days how far to look ahead, at least 1
   * @param deviation of a daily log return, as {@link #deviation} tells it of the training windows
   * @throws UserException if the target is another one, or no window has so many days after it
   */
  public static ReturnPaths of(Windows windows, int days, double deviation) {
    if (!windows.target().equals(PriceFeatures.returns(1)) || !(deviation > 0)) {
      throw new UserException(
          "Ways of several days are made of the daily log return and a deviation above 0, not of %s and %s."
              .formatted(windows.target(), deviation));
    }
    return new ReturnPaths(windows.ahead(days), deviation);
  }

  /** The root mean square of the daily log returns of a part: its returns' size. */
  public static double deviation(Windows training) {
    FeatureMatrix own = training.matrix().unscaled();
    int column = own.indexOf(training.target());
    double squares = 0;
    for (int row = training.rows().from(); row < training.rows().to(); row++) {
      squares += (double) own.value(row, column) * own.value(row, column);
    }
    return Math.sqrt(squares / training.rows().size());
  }

  /** How many windows there are. */
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
    double[] all = new double[size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = logReturn(i, day);
    }
    return all;
  }

  /** What a log return of 1 unit of the network is, for a day ahead. */
  public static double unit(double deviation, int day) {
    return deviation * Math.sqrt(day);
  }

  /** Some windows, inputs [batch, features, time] and targets [batch, days], in the units above. */
  public Windows.Batch gather(int... chosen) {
    float[][] targets = new float[chosen.length][days()];
    for (int b = 0; b < chosen.length; b++) {
      for (int day = 1; day <= days(); day++) {
        targets[b][day - 1] = (float) (logReturn(chosen[b], day) / unit(deviation, day));
      }
    }
    return new Windows.Batch(windows.gather(chosen).inputs(), Nd4j.createFromArray(targets));
  }
}
