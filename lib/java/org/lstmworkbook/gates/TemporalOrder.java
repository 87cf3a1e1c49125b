package org.lstmworkbook.gates;

import java.util.List;
import java.util.random.RandomGenerator;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Temporal order (experiment 6a of the 1997 paper): a sequence begins with E, ends with B, and
 * holds random letters a to d but for two places, which hold X or Y. Which of the four came in
 * which order is the class: XX, XY, YX or YY.
 *
 * <p>As in the paper, with T = 100: the length is drawn from T to 1.1·T, the first place from T/10
 * to T/5, the second from T/2 to 6T/10.
 *
 * @param minimumLength T, the shortest length
 */
public record TemporalOrder(int minimumLength) implements MemoryTask {

  /** The symbols, in the order of their numbers. */
  public static final List<String> SYMBOLS = List.of("E", "B", "a", "b", "c", "d", "X", "Y");

  /** The classes, in the order of their numbers. */
  public static final List<String> CLASSES = List.of("XX", "XY", "YX", "YY");

  private static final int START = SYMBOLS.indexOf("E");
  private static final int END = SYMBOLS.indexOf("B");
  private static final int FIRST_LETTER = SYMBOLS.indexOf("a");
  private static final int X = SYMBOLS.indexOf("X");

  /**
   * Checks the length.
   *
   * @throws UserException if sequences are too short for the two places
   */
  public TemporalOrder {
    if (minimumLength < 10) {
      throw new UserException(
          "temporal order needs sequences of at least 10 steps, not " + minimumLength);
    }
  }

  @Override
  public int inputs() {
    return SYMBOLS.size();
  }

  @Override
  public int outputs() {
    return CLASSES.size();
  }

  /**
   * {@inheritDoc} One-hot; labels [size, 4] are the classes: one answer at the end of each
   * sequence.
   */
  @Override
  public DataSet batch(int size, RandomGenerator random) {
    int length = minimumLength + random.nextInt(minimumLength / 10 + 1);
    int[][] sequences = new int[size][length];
    float[][] classes = new float[size][CLASSES.size()];
    for (int n = 0; n < size; n++) {
      for (int t = 0; t < length; t++) {
        sequences[n][t] = FIRST_LETTER + random.nextInt(4);
      }
      int first = random.nextInt(2);
      int second = random.nextInt(2);
      sequences[n][0] = START;
      sequences[n][place(0.1, 0.2, random)] = X + first;
      sequences[n][place(0.5, 0.6, random)] = X + second;
      sequences[n][length - 1] = END;
      classes[n][2 * first + second] = 1;
    }
    return new DataSet(OneHot.of(sequences, 0, length, inputs()), Nd4j.create(classes));
  }

  private int place(double from, double to, RandomGenerator random) {
    int earliest = (int) Math.round(minimumLength * from);
    return earliest + random.nextInt((int) Math.round(minimumLength * (to - from)) + 1);
  }
}
