package org.lstmworkbook.gates;

import java.util.random.RandomGenerator;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The adding problem (experiment 4 of the 1997 paper): a long sequence of random numbers, two of
 * them marked; at its end the answer is their sum.
 *
 * <p>Each step is a pair: a value drawn from [−1, 1], and a marker that is 1 at two steps, −1 at
 * the first and last, and 0 elsewhere. One marked step is among the first ten, the other among the
 * first half. Labels [batch, 1] are 0.5 + (X1 + X2) / 4, between 0 and 1; a sequence counts as
 * right with an absolute error below 0.04. If the first step is marked, it keeps its −1 and counts
 * as 0.
 *
 * @param minimumLength T, the gap to be bridged; lengths are drawn from T to 1.1·T
 */
public record AddingProblem(int minimumLength) {

  /** The largest absolute error with which a sequence counts as right. */
  public static final double TOLERANCE = 0.04;

  /**
   * Checks the length.
   *
   * @throws UserException if sequences are so short that the two marks cannot be told apart
   */
  public AddingProblem {
    if (minimumLength < 10) {
      throw new UserException(
          "the adding problem needs sequences of at least 10 steps, not " + minimumLength);
    }
  }

  /**
   * Draws a mini-batch, all of whose sequences have one length, where the paper draws a length for
   * each: so no mask is needed.
   *
   * @param size number of sequences
   * @param random the same seed gives the same mini-batches
   * @return features [size, 2, time]; labels [size, 1]: one answer at the end of each sequence
   */
  public DataSet batch(int size, RandomGenerator random) {
    int length = minimumLength + random.nextInt(minimumLength / 10 + 1);
    float[][][] pairs = new float[size][2][length];
    float[][] sums = new float[size][1];
    for (int n = 0; n < size; n++) {
      for (int t = 0; t < length; t++) {
        pairs[n][0][t] = random.nextFloat() * 2 - 1;
      }
      int first = random.nextInt(Math.min(10, minimumLength / 2 - 1));
      int second;
      do {
        second = random.nextInt(minimumLength / 2 - 1);
      } while (second == first);
      pairs[n][1][first] = 1;
      pairs[n][1][second] = 1;
      pairs[n][1][0] = -1;
      pairs[n][1][length - 1] = -1;
      sums[n][0] = 0.5f + (valueAt(pairs[n], first) + valueAt(pairs[n], second)) / 4;
    }
    INDArray features = Nd4j.create(pairs);
    return new DataSet(features, Nd4j.create(sums));
  }

  private static float valueAt(float[][] pairs, int step) {
    return step == 0 ? 0 : pairs[0][step];
  }
}
