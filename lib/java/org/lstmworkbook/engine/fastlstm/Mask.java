package org.lstmworkbook.engine.fastlstm;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A feature mask [batch, time] of ones and zeros, read as lengths: sequences that end early, padded
 * at the end.
 *
 * <p>What comes after an example's end cannot change what came before, so such a batch runs
 * unmasked, and only its outputs and gradients beyond the ends are set to zero.
 */
final class Mask {

  static final Mask NONE = new Mask(null, true);
  private static final Mask OTHER = new Mask(null, false);

  private final int[] lengths;
  private final boolean served;

  private Mask(int[] lengths, boolean served) {
    this.lengths = lengths;
    this.served = served;
  }

  /**
   * Reads the mask of an input.
   *
   * @param mask [batch, time], or null where all steps count
   * @throws DL4JInvalidInputException if its shape is not the input's
   */
  static Mask of(INDArray mask, LstmShape shape, String layer) {
    if (mask == null) {
      return NONE;
    }
    if (mask.rank() != 2 || mask.size(0) != shape.batch() || mask.size(1) != shape.steps()) {
      throw new DL4JInvalidInputException(
          "The mask of %s has shape %s, but the input has %s examples of %s time steps."
              .formatted(layer, Arrays.toString(mask.shape()), shape.batch(), shape.steps()));
    }
    float[][] values = mask.toFloatMatrix();
    int[] lengths = new int[shape.batch()];
    for (int row = 0; row < lengths.length; row++) {
      lengths[row] = length(values[row]);
      if (lengths[row] == 0) {
        return OTHER;
      }
    }
    return Arrays.stream(lengths).allMatch(length -> length == shape.steps())
        ? NONE
        : new Mask(lengths, true);
  }

  /** Ones at the beginning if only zeros follow them, else 0. */
  private static int length(float[] values) {
    int ones = 0;
    while (ones < values.length && values[ones] == 1f) {
      ones++;
    }
    for (int step = ones; step < values.length; step++) {
      if (values[step] != 0f) {
        return 0;
      }
    }
    return ones;
  }

  /**
   * Whether each example is a run of ones with only zeros after it; other masks are left to DL4J.
   */
  boolean served() {
    return served;
  }

  /** Whether all steps of all examples count. */
  boolean full() {
    return lengths == null;
  }

  /** Steps of an example that count; only where not all do. */
  int length(int row) {
    return lengths[row];
  }
}
