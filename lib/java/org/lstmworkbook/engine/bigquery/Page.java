package org.lstmworkbook.engine.bigquery;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A part of a list, as of rows, and the token that asks for the next part: the number of its first
 * item.
 *
 * @param start the number of the first item
 * @param nextToken null at the end
 */
record Page<T>(int start, List<T> items, String nextToken) {

  /** BigQuery ends a page at 10 MB; this many rows of prices stay below. */
  private static final int MAX_ITEMS = 25_000;

  /**
   * @param all the list, which may compute its items
   * @param token of the page before, or null for the start
   * @param startIndex the first item to take where there is no token, or null
   * @param maxResults how many the client wants at most, or null
   */
  static <T> Page<T> of(List<T> all, String token, Long startIndex, Long maxResults) {
    if (maxResults != null && maxResults < 0) {
      throw ApiException.invalid("Invalid value for maxResults: " + maxResults + " is below 0");
    }
    long start = token == null ? (startIndex == null ? 0 : startIndex) : parse(token);
    int from = (int) Math.max(0, Math.min(all.size(), start));
    long size = maxResults == null ? MAX_ITEMS : Math.min(MAX_ITEMS, maxResults);
    int to = (int) Math.min(all.size(), from + size);
    return new Page<>(
        from, List.copyOf(all.subList(from, to)), to < all.size() ? Integer.toString(to) : null);
  }

  /** The same page, but no more of it than so many bytes, or one item. */
  Page<T> within(long bytes, ToLongFunction<T> size) {
    long taken = 0;
    for (int i = 0; i < items.size(); i++) {
      taken += size.applyAsLong(items.get(i));
      if (i > 0 && taken > bytes) {
        return new Page<>(start, items.subList(0, i), Integer.toString(start + i));
      }
    }
    return this;
  }

  private static long parse(String token) {
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw ApiException.invalid("Invalid page token: " + token);
    }
  }
}
