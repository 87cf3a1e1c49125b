package org.lstmworkbook.market;

import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.common.collect.Maps;
import com.google.common.collect.SortedMapDifference;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Where a table of prices came from, and what was in it: enough to ask again, and to find the days
 * on which the answer is another one.
 *
 * @param source who answered, for the reader: a file's name or a Google Cloud project
 * @param sql the query's text
 * @param parameters its named parameters, as text
 * @param rows how many trading days came
 * @param sha256 the SHA-256 of all rows, in hex
 * @param checksums four hex digits for each trading day: they say which rows differ, the SHA-256
 *     whether any does
 */
public record PriceOrigin(
    String source,
    String sql,
    Map<String, String> parameters,
    int rows,
    String sha256,
    SortedMap<LocalDate, String> checksums) {

  private static final int SIXTEEN_BITS = 0xffff;

  /** So many days of a kind are named. */
  private static final int NAMED = 5;

  /** Copies the maps. */
  public PriceOrigin {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    checksums = Collections.unmodifiableSortedMap(new TreeMap<>(checksums));
  }

  /**
   * The origin of a query's answer.
   *
   * @param prices the columns of {@link DailyPrices#COLUMNS}, checked
   */
  public static PriceOrigin of(String source, QueryJobConfiguration query, Table prices) {
    Hasher digest = Hashing.sha256().newHasher();
    SortedMap<LocalDate, String> checksums = new TreeMap<>();
    for (Row row : prices) {
      byte[] bytes = bytes(row);
      digest.putBytes(bytes);
      CRC32 crc = new CRC32();
      crc.update(bytes);
      checksums.put(row.getDate("trade_date"), "%04x".formatted(crc.getValue() & SIXTEEN_BITS));
    }
    return new PriceOrigin(
        source,
        query.getQuery(),
        query.getNamedParameters().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> text(e.getValue()))),
        prices.rowCount(),
        digest.hash().toString(),
        checksums);
  }

  /** A parameter of the query, as text; empty if there is none of this name. */
  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /**
   * The trading days on which another answer differs from this one, in words: "2 changed
   * (2001-03-01, 2001-03-02), 1 missing (2005-06-01)".
   */
  public String differenceTo(PriceOrigin other) {
    SortedMapDifference<LocalDate, String> days = Maps.difference(checksums, other.checksums);
    String words =
        Stream.of(
                named("changed", days.entriesDiffering()),
                named("missing", days.entriesOnlyOnLeft()),
                named("added", days.entriesOnlyOnRight()))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "no day's checksum tells which" : words;
  }

  private static String named(String what, SortedMap<LocalDate, ?> days) {
    if (days.isEmpty()) {
      return "";
    }
    String first =
        days.keySet().stream()
            .limit(NAMED)
            .map(LocalDate::toString)
            .collect(Collectors.joining(", "));
    String more = days.size() > NAMED ? ", … to " + days.lastKey() : "";
    return "%d %s (%s%s)".formatted(days.size(), what, first, more);
  }

  private static String text(QueryParameterValue value) {
    return String.valueOf(value.getValue());
  }

  /** A row's values, prices to the last bit. */
  private static byte[] bytes(Row row) {
    byte[] ticker = row.getString("ticker").getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(ticker.length + 7 * Long.BYTES);
    bytes.put(ticker).putLong(row.getDate("trade_date").toEpochDay());
    for (String price : DailyPrices.PRICES) {
      bytes.putDouble(row.getDouble(price));
    }
    return bytes.putLong(row.getLong("volume")).array();
  }
}
