package org.lstmworkbook.train;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.math3.random.RandomGenerator;
import org.lstmworkbook.UserException;

/**
 * The values that one setting may take, and how they are drawn: evenly, or evenly in their
 * logarithm, where a step from 0.001 to 0.01 is as large as one from 0.01 to 0.1.
 *
 * @param least the smallest value
 * @param most the largest value, itself included
 * @param log whether the logarithm is drawn
 */
public record Span(double least, double most, boolean log) {

  /** So few digits that what a table shows is what was tried. */
  private static final MathContext DIGITS = new MathContext(3);

  /**
   * Checks the two ends.
   *
   * @throws UserException if they are not finite and in order, or a logarithm is not above 0
   */
  public Span {
    if (!(least <= most && Double.isFinite(most - least)) || (log && least <= 0)) {
      throw new UserException(
          "A setting is searched from its least to its most value%s, but these are %s and %s."
              .formatted(log ? ", both above 0" : "", least, most));
    }
  }

  /** A number of three digits. */
  double draw(RandomGenerator random) {
    double value = new BigDecimal(at(random.nextDouble(), most)).round(DIGITS).doubleValue();
    return Math.max(least, Math.min(value, most));
  }

  /** A whole number; each has its share, the largest one, too. */
  int drawWhole(RandomGenerator random) {
    return (int) Math.min(Math.floor(at(random.nextDouble(), most + 1)), most);
  }

  private double at(double share, double end) {
    return log
        ? Math.exp(Math.log(least) + share * (Math.log(end) - Math.log(least)))
        : least + share * (end - least);
  }
}
