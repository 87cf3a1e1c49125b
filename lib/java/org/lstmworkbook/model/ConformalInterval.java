package org.lstmworkbook.model;

import java.util.Arrays;
import org.lstmworkbook.UserException;

/**
 * An interval around a forecast by split conformal prediction: as wide as the network erred on
 * validation days, which it was not fitted to. With n absolute errors, the ⌈(n + 1) · coverage⌉-th
 * smallest covers a new day with at least that probability (Vovk, Gammerman and Shafer 2005; Lei,
 * G'Sell, Rinaldo, Tibshirani and Wasserman 2018), whatever the network and the distribution.
 *
 * <p>The proof takes past and new days to be exchangeable. Markets change their volatility, so the
 * coverage on later days must be measured, not believed.
 */
public final class ConformalInterval {

  /** So that 0.8 · 25, which is no whole number in binary, does not become rank 21. */
  private static final double ROUNDING = 1e-9;

  private final double[] errors;

  /**
   * Takes the residuals, actual − forecast, of the validation days.
   *
   * @throws UserException if one is NaN or infinite
   */
  public ConformalInterval(double[] residuals) {
    for (int day = 0; day < residuals.length; day++) {
      if (!Double.isFinite(residuals[day])) {
        throw new UserException(
            "The forecast's error on validation day %d, counted from 0, is %s: mend or drop that day, or train again if the network's outputs are no numbers."
                .formatted(day, residuals[day]));
      }
    }
    errors = Arrays.stream(residuals).map(Math::abs).sorted().toArray();
  }

  /**
   * Half the width of the interval, in the unit of the residuals.
   *
   * @param coverage between 0 and 1
   * @throws UserException if so few residuals cannot promise so much: says how many it takes
   */
  public double halfWidth(double coverage) {
    return ofRank(errors, coverage);
  }

  /**
   * The ⌈(n + 1) · coverage⌉-th smallest of n numbers, which a new one of their kind does not
   * exceed with at least that probability.
   *
   * @param sorted smallest first
   * @throws UserException if so few cannot promise so much: says how many it takes
   */
  static double ofRank(double[] sorted, double coverage) {
    if (!(coverage > 0 && coverage < 1)) {
      throw new UserException(
          "Coverage is a share between 0 and 1, for example 0.8, but was " + coverage + ".");
    }
    int needed = sorted.length;
    while (rank(needed, coverage) > needed) {
      needed++;
    }
    if (needed > sorted.length) {
      throw new UserException(
          "An interval that covers %s of the days needs at least %d validation days, but there are %d."
              .formatted(coverage, needed, sorted.length));
    }
    return sorted[rank(needed, coverage) - 1];
  }

  private static int rank(int residuals, double coverage) {
    double rank = (residuals + 1) * coverage;
    return (int) Math.ceil(rank - ROUNDING);
  }

  /** The absolute residuals, smallest first. */
  public double[] errors() {
    return errors.clone();
  }
}
