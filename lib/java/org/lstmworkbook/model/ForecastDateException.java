package org.lstmworkbook.model;

import org.lstmworkbook.UserException;

/** There is no forecast for this date; the message says why, and which date has one. */
public final class ForecastDateException extends UserException {

  /** With the sentence that a reader sees. */
  public ForecastDateException(String message) {
    super(message);
  }
}
