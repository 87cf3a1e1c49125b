package org.lstmworkbook.lab.bench;

import java.util.stream.Stream;

/**
 * The sizes of a network and its batch.
 *
 * @param batch examples
 * @param steps time steps
 * @param features how many features a step has
 * @param hidden units of each LSTM layer
 * @param layers LSTM layers
 */
record BenchShape(int batch, int steps, int features, int hidden, int layers) {

  /** Reads {@code 64,60,5,64,1}; the launcher has refused what is none. */
  static BenchShape parse(String text) {
    int[] n = Stream.of(text.split(",")).mapToInt(Integer::parseInt).toArray();
    return new BenchShape(n[0], n[1], n[2], n[3], n[4]);
  }
}
