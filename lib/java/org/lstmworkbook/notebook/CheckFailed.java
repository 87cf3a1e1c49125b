package org.lstmworkbook.notebook;

import org.lstmworkbook.UserException;

/** An exercise is not solved yet; the message says what is wrong and what to try. */
public final class CheckFailed extends UserException {

  CheckFailed(String message) {
    super(message);
  }
}
