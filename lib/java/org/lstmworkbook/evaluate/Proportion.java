package org.lstmworkbook.evaluate;

import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.lstmworkbook.UserException;

/**
 * A share of days on which a forecast was right, kept as a count: a share of 60 % says little when
 * it is 6 of 10.
 *
 * @param hits days on which it was right
 * @param trials days that count
 */
public record Proportion(int hits, int trials) {

  /**
   * Checks the counts.
   *
   * @throws UserException unless 0 ≤ hits ≤ trials
   */
  public Proportion {
    if (hits < 0 || hits > trials) {
      throw new UserException(
          "hits must lie between 0 and trials, but " + hits + " of " + trials + " was given");
    }
  }

  /** Returns hits / trials, between 0 and 1; NaN when no day counts. */
  public double share() {
    return trials == 0 ? Double.NaN : (double) hits / trials;
  }

  /**
   * Returns Wilson's score interval for the true share (Wilson 1927), which, unlike the textbook's
   * p ± z·√(p(1−p)/n), stays within 0 and 1 and is honest for few days and for shares near 0 or 1.
   * It takes the days as independent.
   *
   * @param confidence for example 0.95
   * @throws IllegalStateException when no day counts
   */
  public ConfidenceInterval wilson(double confidence) {
    if (trials == 0) {
      throw new IllegalStateException(
          "no day counts, so there is no interval: the forecast never named a direction");
    }
    return new WilsonScoreInterval().createInterval(trials, hits, confidence);
  }

  /**
   * The same for forecasts some days ahead. Moves over h days overlap from one evening to the next,
   * and only every h-th is a new one: the interval is that of the same share of so many fewer days.
   *
   * @param horizon h, days ahead, at least 1
   */
  public ConfidenceInterval wilson(double confidence, int horizon) {
    int independent = trials == 0 ? 0 : Math.max(1, trials / horizon);
    return new Proportion((int) Math.round(share() * independent), independent).wilson(confidence);
  }
}
