package org.lstmworkbook.prepare;

import java.time.LocalDate;
import org.lstmworkbook.UserException;

/**
 * Rows from {@code from} to {@code to}, the last one not included.
 *
 * @param from first row, counted from 0
 * @param to row after the last
 * @param firstDay the date of the first row, so that the rows are not taken for those of another
 *     table; null where only their numbers are known
 */
public record RowRange(int from, int to, LocalDate firstDay) {

  /**
   * @throws UserException if from is negative or above to
   */
  public RowRange {
    if (from < 0 || from > to) {
      throw new UserException("No range of rows: from %d to %d.".formatted(from, to));
    }
  }

  /** Rows by their numbers alone. */
  public RowRange(int from, int to) {
    this(from, to, null);
  }

  /** How many rows these are. */
  public int size() {
    return to - from;
  }

  /**
   * Checks that these rows were counted in this matrix, or in one of the same days.
   *
   * @throws UserException if the first row is another day there
   */
  public void refuseOther(FeatureMatrix m) {
    if (firstDay != null && (from >= m.rows() || !m.date(from).equals(firstDay))) {
      throw new UserException(
          "These rows were counted in another table: row %d was %s there, and is %s here. Split the table that the windows are made of."
              .formatted(from, firstDay, from < m.rows() ? m.date(from) : "beyond the end"));
    }
  }

  @Override
  public String toString() {
    return "RowRange[from=%d, to=%d]".formatted(from, to);
  }
}
