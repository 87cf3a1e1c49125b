package org.lstmworkbook.lab.bench;

import org.lstmworkbook.UserException;

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

  /**
   * Reads {@code 64,60,5,64,1}.
   *
   * @throws UserException if it is not five whole numbers above 0
   */
  static BenchShape parse(String text) {
    String[] parts = text.split(",", -1);
    try {
      int[] n = new int[5];
      for (int i = 0; i < 5; i++) {
        n[i] = Integer.parseInt(parts[i].trim());
        if (n[i] < 1) {
          throw new NumberFormatException();
        }
      }
      if (parts.length == 5) {
        return new BenchShape(n[0], n[1], n[2], n[3], n[4]);
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // falls through to the one message
    }
    throw new UserException(
        "A shape is batch,steps,features,hidden,layers, such as 64,60,5,64,1, but this is '%s'."
            .formatted(text));
  }
}
