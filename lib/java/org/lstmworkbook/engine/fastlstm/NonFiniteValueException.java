package org.lstmworkbook.engine.fastlstm;

import org.lstmworkbook.UserException;

/**
 * A NaN or an infinite number met an LSTM layer; the message names the training step, the layer and
 * the place.
 */
public final class NonFiniteValueException extends UserException {

  private NonFiniteValueException(String message) {
    super(message);
  }

  /**
   * Names a number's place.
   *
   * @param what holds it
   * @param check that found it, over a slice [time, examples, channels]
   * @param rows examples in the slice
   * @param channels of each example and step
   * @param firstRow the place of the slice's first example in the batch
   */
  static NonFiniteValueException at(
      String what, FiniteCheck check, int rows, int channels, int firstRow) {
    long place = check.firstOffender();
    if (place < 0) {
      return new NonFiniteValueException(
          what + " has numbers so large that their sum overflows; scale the data.");
    }
    return new NonFiniteValueException(
        "%s is %s at example %d, channel %d, time step %d, counted from 0."
            .formatted(
                what,
                check.value(place),
                firstRow + place / channels % rows,
                place % channels,
                place / channels / rows));
  }

  /** A gradient that was finite when it came in and is not after all time steps. */
  static NonFiniteValueException exploded(String layer, int steps) {
    return new NonFiniteValueException(
        "The weights' gradient of %s exploded on the way back through %d time steps; a smaller learning rate or gradient clipping helps."
            .formatted(layer, steps));
  }
}
