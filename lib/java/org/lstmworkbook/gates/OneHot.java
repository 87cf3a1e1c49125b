package org.lstmworkbook.gates;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Symbols as vectors with a single 1. */
final class OneHot {

  private OneHot() {}

  /**
   * Codes a part of each sequence.
   *
   * @param sequences symbols [size][time]
   * @param from first step, inclusive
   * @param to last step, exclusive
   * @param symbols how many symbols there are
   * @return [size, symbols, to − from]
   */
  static INDArray of(int[][] sequences, int from, int to, int symbols) {
    float[][][] coded = new float[sequences.length][symbols][to - from];
    for (int n = 0; n < sequences.length; n++) {
      for (int t = from; t < to; t++) {
        coded[n][sequences[n][t]][t - from] = 1;
      }
    }
    return Nd4j.create(coded);
  }
}
