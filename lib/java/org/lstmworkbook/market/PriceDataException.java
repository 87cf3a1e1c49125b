package org.lstmworkbook.market;

import org.lstmworkbook.UserException;

/**
 * Prices that cannot be used, or that are not there. The message is written for the reader of a
 * notebook: what is wrong, where it is (file, line, column), and what to do about it.
 */
public final class PriceDataException extends UserException {

  public PriceDataException(String message) {
    super(message);
  }

  public PriceDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
