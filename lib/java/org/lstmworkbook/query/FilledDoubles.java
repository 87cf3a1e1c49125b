package org.lstmworkbook.query;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import java.nio.DoubleBuffer;
import tech.tablesaw.api.DoubleColumn;

/**
 * A column of doubles, made at its full length and filled many rows at a time; Tablesaw's own grows
 * from nothing, copy by copy, and takes one value at a time.
 */
final class FilledDoubles extends DoubleColumn {

  /** A column of zeros. */
  FilledDoubles(String name, int rows) {
    super(name, DoubleArrayList.wrap(new double[rows]));
  }

  /** Copies the next {@code rows} values of a buffer to the rows from {@code first} on. */
  void fill(int first, DoubleBuffer values, int rows) {
    values.get(data.elements(), first, rows);
  }
}
