package org.lstmworkbook.gates;

import java.util.Arrays;
import java.util.Random;

/** Cells and sequences drawn at random, for tests. */
final class RandomCells {

  private RandomCells() {}

  static GateWeights weights(int hidden, int inputs, Random random) {
    return new GateWeights(matrix(hidden, hidden + inputs, random), row(hidden, random));
  }

  static LstmCell lstm(int hidden, int inputs, Random random) {
    return new LstmCell(
        weights(hidden, inputs, random),
        weights(hidden, inputs, random),
        weights(hidden, inputs, random),
        weights(hidden, inputs, random));
  }

  static PlainRnn plainRnn(int hidden, int inputs, Random random) {
    return new PlainRnn(weights(hidden, inputs, random));
  }

  static double[][] matrix(int rows, int columns, Random random) {
    double[][] matrix = new double[rows][];
    Arrays.setAll(matrix, r -> row(columns, random));
    return matrix;
  }

  static double[] row(int length, Random random) {
    double[] row = new double[length];
    Arrays.setAll(row, k -> random.nextGaussian());
    return row;
  }
}
