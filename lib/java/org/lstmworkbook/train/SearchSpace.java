package org.lstmworkbook.train;

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
    Span hidden, Span dropout, Span learningRate, Span window, Span batchSize) {

  /**
   * Checks that each value would make a network.
   *
   * @throws UserException if a size could be below 1, or dropout is not from 0 to below 1
   */
  public SearchSpace {
    require(hidden.least() >= 1, "hidden", hidden, "at least 1");
    require(dropout.least() >= 0 && dropout.most() < 1, "dropout", dropout, "from 0 to below 1");
    require(learningRate.least() > 0, "the learning rate", learningRate, "above 0");
    require(window.least() >= 1, "the window", window, "at least 1 day");
    require(batchSize.least() >= 1, "the batch size", batchSize, "at least 1");
  }

  /**
   * Hidden 8 to 64, dropout 0 to 0.5, learning rate 0.0001 to 0.01, window 10 to 60 days, batches
   * of 16 to 256: a place to begin.
   */
  public static SearchSpace usual() {
    return new SearchSpace(
        new Span(8, 64, true),
        new Span(0, 0.5, false),
        new Span(1e-4, 1e-2, true),
        new Span(10, 60, true),
        new Span(16, 256, true));
  }

  /** The same, with other lengths of the state. */
  public SearchSpace hidden(int least, int most) {
    return new SearchSpace(new Span(least, most, true), dropout, learningRate, window, batchSize);
  }

  /** The same, with other probabilities of leaving a hidden number out. */
  public SearchSpace dropout(double least, double most) {
    return new SearchSpace(hidden, new Span(least, most, false), learningRate, window, batchSize);
  }

  /** The same, with other step sizes. */
  public SearchSpace learningRate(double least, double most) {
    return new SearchSpace(hidden, dropout, new Span(least, most, true), window, batchSize);
  }

  /** The same, with other numbers of days. */
  public SearchSpace window(int least, int most) {
    return new SearchSpace(hidden, dropout, learningRate, new Span(least, most, true), batchSize);
  }

  /** The same, with other numbers of windows in a mini-batch. */
  public SearchSpace batchSize(int least, int most) {
    return new SearchSpace(hidden, dropout, learningRate, window, new Span(least, most, true));
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

  private static void require(boolean condition, String what, Span span, String range) {
    if (!condition) {
      throw new UserException(
          "A search needs %s %s, but was given %s to %s."
              .formatted(what, range, span.least(), span.most()));
    }
  }
}
