package org.lstmworkbook.query;

import org.lstmworkbook.UserException;

/**
 * A request to BigQuery that was refused or failed for good, or an answer that cannot be relied on.
 * The message is written for the reader of a notebook: what is wrong, and what to do about it.
 */
public final class QueryException extends UserException {

  public QueryException(String message) {
    super(message);
  }

  public QueryException(String message, Throwable cause) {
    super(message, cause);
  }
}
