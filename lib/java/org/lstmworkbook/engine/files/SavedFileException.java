package org.lstmworkbook.engine.files;

import org.lstmworkbook.UserException;

/** A file of this library could not be saved or read; the message says which, why, and the cure. */
public final class SavedFileException extends UserException {

  /** With the sentence that a reader sees. */
  public SavedFileException(String message) {
    super(message);
  }

  /** With the sentence that a reader sees, and what lay beneath. */
  public SavedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
