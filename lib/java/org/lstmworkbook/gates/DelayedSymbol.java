package org.lstmworkbook.gates;

import java.util.random.RandomGenerator;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The delayed symbol (task 2a of the 1997 paper): the sequence is either y, a1, a2, …, a(p−1), y or
 * x, a1, a2, …, a(p−1), x, each half of the time. The next symbol is to be predicted at every step;
 * all are easy but the last one, for which the first must be remembered over p steps.
 *
 * <p>Symbols are numbered: a1 is 0, …, a(p−1) is p − 2, x is p − 1, y is p.
 *
 * @param delay p, the number of steps over which the first symbol must be remembered
 */
public record DelayedSymbol(int delay) {

  /**
   * Checks the delay.
   *
   * @throws UserException if the delay is below 1
   */
  public DelayedSymbol {
    if (delay < 1) {
      throw new UserException("a delay is at least one step, not " + delay);
    }
  }

  /**
   * Draws sequences of symbols.
   *
   * @return symbols [size][delay + 1]
   */
  public int[][] sequences(int size, RandomGenerator random) {
    int[][] sequences = new int[size][delay + 1];
    for (int[] sequence : sequences) {
      int first = random.nextBoolean() ? delay - 1 : delay;
      sequence[0] = first;
      for (int t = 1; t < delay; t++) {
        sequence[t] = t - 1;
      }
      sequence[delay] = first;
    }
    return sequences;
  }

  /** How many symbols there are: the values of a step. */
  public int inputs() {
    return delay + 1;
  }

  /**
   * Draws a mini-batch, one-hot.
   *
   * @return features [size, inputs, time], the symbols 1 to p; labels [size, inputs, time], the
   *     symbols 2 to p + 1
   */
  public DataSet batch(int size, RandomGenerator random) {
    int[][] sequences = sequences(size, random);
    return new DataSet(oneHot(sequences, 0), oneHot(sequences, 1));
  }

  /** As many symbols of each sequence as the delay, from a step on: [size, inputs, delay]. */
  private INDArray oneHot(int[][] sequences, int from) {
    float[][][] coded = new float[sequences.length][inputs()][delay];
    for (int n = 0; n < sequences.length; n++) {
      for (int t = 0; t < delay; t++) {
        coded[n][sequences[n][from + t]][t] = 1;
      }
    }
    return Nd4j.create(coded);
  }
}
