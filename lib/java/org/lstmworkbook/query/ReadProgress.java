package org.lstmworkbook.query;

/** Is told how far the reading of a result has come. */
@FunctionalInterface
public interface ReadProgress {

  /**
   * Called after each page or batch.
   *
   * @param rows how many rows have come so far
   * @param total how many there are
   */
  void read(long rows, long total);
}
