package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.TableRow;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A part of the rows, and the token that asks for the next part: the number of its first row.
 *
 * @param nextToken null at the end
 */
record RowsPage(List<TableRow> rows, String nextToken) {

  /** BigQuery ends a page at 10 MB; this many rows of prices stay below. */
  private static final int MOST = 20_000;

  /**
   * @param token of the page before, or null for the start
   * @param startIndex the first row to take where there is no token, or null
   * @param maxResults the rows that the client wants at most, or null
   */
  static RowsPage of(
      int rowCount, IntFunction<TableRow> row, String token, Long startIndex, Long maxResults) {
    long start = token == null ? (startIndex == null ? 0 : startIndex) : parse(token);
    int from = (int) Math.max(0, Math.min(rowCount, start));
    long size = maxResults == null ? MOST : Math.max(0, Math.min(MOST, maxResults));
    int to = (int) Math.min(rowCount, from + size);
    return new RowsPage(
        IntStream.range(from, to).mapToObj(row).toList(),
        to < rowCount ? Integer.toString(to) : null);
  }

  private static long parse(String token) {
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw ApiException.invalid("Invalid page token: " + token);
    }
  }
}
