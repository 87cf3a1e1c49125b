package org.lstmworkbook.train;

import org.lstmworkbook.UserException;

/** The loss became infinite or NaN; the message names epoch and batch, and what is kept. */
public final class TrainingDivergedException extends UserException {

  /** With the sentence that a reader sees. */
  public TrainingDivergedException(String message) {
    super(message);
  }
}
