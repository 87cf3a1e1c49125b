package org.lstmworkbook.prepare;

import org.lstmworkbook.UserException;

/**
 * Rows from {@code from} to {@code to}, the last one not included.
 *
 * @param from first row, counted from 0
 * @param to row after the last
 */
public record RowRange(int from, int to) {

  /**
   * @throws UserException if from is negative or above to
   */
  public RowRange {
    if (from < 0 || from > to) {
      throw new UserException("No range of rows: from %d to %d.".formatted(from, to));
    }
  }

  /** How many rows these are. */
  public int size() {
    return to - from;
  }

  /** Whether some row lies in both. */
  public boolean overlaps(RowRange other) {
    return Math.max(from, other.from) < Math.min(to, other.to);
  }
}
