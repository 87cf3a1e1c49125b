package org.lstmworkbook;

import java.util.Arrays;

/**
 * An error that the reader of a notebook can mend: the message is one sentence that says what is
 * wrong, where, and what to do. The notebook's kernel then shows that sentence and the line of the
 * cell, not forty lines of calls; outside a notebook the stack trace stays whole.
 */
public class UserException extends IllegalArgumentException {

  /** Where JShell, and so each Jupyter kernel for Java, puts the code of a cell. */
  private static final String CELL = "REPL.";

  /**
   * @param message what is wrong, where, and what to do
   */
  public UserException(String message) {
    this(message, null);
  }

  /**
   * @param message what is wrong, where, and what to do
   * @param cause what brought it to light, for those who look into it outside a notebook
   */
  public UserException(String message, Throwable cause) {
    super(message, cause);
    var ofCells =
        Arrays.stream(getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(CELL))
            .toArray(StackTraceElement[]::new);
    if (ofCells.length > 0) {
      setStackTrace(ofCells);
    }
  }
}
