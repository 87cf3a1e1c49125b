package org.lstmworkbook.train;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.math3.random.RandomGenerator;
import org.lstmworkbook.UserException;

/**
 * Where a search looks. Sizes and the learning rate are drawn by their logarithm, as what matters
 * of them is their order of magnitude; dropout evenly (Bergstra and Bengio 2012).
 *
 * <pre>{@code
 * var space = SearchSpace.usual().hidden(8, 32).learningRate(1e-4, 1e-2);
 * }</pre>
 */
public record SearchSpace(
    Range hidden, Range dropout, Range learningRate, Range window, Range batchSize) {

  /**
   * The values that one setting may take, and how they are drawn: evenly, or evenly in their
   * logarithm, where a step from 0.001 to 0.01 is as large as one from 0.01 to 0.1.
   *
   * @param minimum the smallest value
   * @param maximum the largest value, itself included
   * @param log whether the logarithm is drawn
   */
  public record Range(double minimum, double maximum, boolean log) {

    /** So few digits that what a table shows is what was tried. */
    private static final MathContext DIGITS = new MathContext(3);

    /**
     * Checks the two ends.
     *
     * @throws UserException if they are not finite and in order, or a logarithm is not above 0
     */
    public Range {
      if (!(minimum <= maximum && Double.isFinite(maximum - minimum)) || (log && minimum <= 0)) {
        throw new UserException(
            "A setting is searched from its least to its most value%s, but these are %s and %s."
                .formatted(log ? ", both above 0" : "", minimum, maximum));
      }
    }

    /** A number of three digits. */
    double draw(RandomGenerator random) {
      double value = new BigDecimal(at(random.nextDouble(), maximum)).round(DIGITS).doubleValue();
      return Math.max(minimum, Math.min(value, maximum));
    }

    /** A whole number; each has its share, the largest one, too. */
    int drawWhole(RandomGenerator random) {
      return (int) Math.min(Math.floor(at(random.nextDouble(), maximum + 1)), maximum);
    }

    private double at(double share, double end) {
      return log
          ? Math.exp(Math.log(minimum) + share * (Math.log(end) - Math.log(minimum)))
          : minimum + share * (end - minimum);
    }
  }

  /**
   * Checks that each value would make a network.
   *
   * @throws UserException if a size could be below 1, or dropout is not from 0 to below 1
   */
  public SearchSpace {
    require(hidden.minimum() >= 1, "hidden", hidden, "at least 1");
    require(
        dropout.minimum() >= 0 && dropout.maximum() < 1, "dropout", dropout, "from 0 to below 1");
    require(learningRate.minimum() > 0, "the learning rate", learningRate, "above 0");
    require(window.minimum() >= 1, "the window", window, "at least 1 day");
    require(batchSize.minimum() >= 1, "the batch size", batchSize, "at least 1");
  }

  /**
   * Hidden 8 to 64, dropout 0 to 0.5, learning rate 0.0001 to 0.01, window 10 to 60 days, batches
   * of 16 to 256: a place to begin.
   */
  public static SearchSpace usual() {
    return new SearchSpace(
        new Range(8, 64, true),
        new Range(0, 0.5, false),
        new Range(1e-4, 1e-2, true),
        new Range(10, 60, true),
        new Range(16, 256, true));
  }

  /** The same, with other lengths of the state. */
  public SearchSpace hidden(int minimum, int maximum) {
    return new SearchSpace(
        new Range(minimum, maximum, true), dropout, learningRate, window, batchSize);
  }

  /** The same, with other probabilities of leaving a hidden number out. */
  public SearchSpace dropout(double minimum, double maximum) {
    return new SearchSpace(
        hidden, new Range(minimum, maximum, false), learningRate, window, batchSize);
  }

  /** The same, with other step sizes. */
  public SearchSpace learningRate(double minimum, double maximum) {
    return new SearchSpace(hidden, dropout, new Range(minimum, maximum, true), window, batchSize);
  }

  /** The same, with other numbers of days. */
  public SearchSpace window(int minimum, int maximum) {
    return new SearchSpace(
        hidden, dropout, learningRate, new Range(minimum, maximum, true), batchSize);
  }

  /** The same, with other numbers of windows in a mini-batch. */
  public SearchSpace batchSize(int minimum, int maximum) {
    return new SearchSpace(
        hidden, dropout, learningRate, window, new Range(minimum, maximum, true));
  }

  /** One point of the space. */
  Hyperparameters draw(RandomGenerator random) {
    return new Hyperparameters(
        hidden.drawWhole(random),
        dropout.draw(random),
        learningRate.draw(random),
        window.drawWhole(random),
        batchSize.drawWhole(random));
  }

  private static void require(boolean condition, String what, Range given, String allowed) {
    if (!condition) {
      throw new UserException(
          "A search needs %s %s, but was given %s to %s."
              .formatted(what, allowed, given.minimum(), given.maximum()));
    }
  }
}
