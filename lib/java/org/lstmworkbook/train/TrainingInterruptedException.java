package org.lstmworkbook.train;

import org.lstmworkbook.UserException;

/**
 * The thread that trained was interrupted, as the stop button of a notebook does; the message says
 * what is kept and how to go on.
 */
public final class TrainingInterruptedException extends UserException {

  /** With the sentence that a reader sees. */
  public TrainingInterruptedException(String message) {
    super(message);
  }
}
