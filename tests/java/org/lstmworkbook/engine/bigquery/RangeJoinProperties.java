package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A join by a range gives the same rows in the same order by buckets. */
class RangeJoinProperties {

  private static final SqlEngine ENGINE = new SqlEngine(new Catalog("p", List.of()));

  private static final String COLUMNS =
      "k STRING, d DATE, x FLOAT64, n INT64, m INT64, e INT64, s TIMESTAMP";

  /** Each is joined by buckets where the tables have rows; it ends with a condition. */
  private static final List<String> RANGES =
      List.of(
          "t AS a JOIN u AS b ON a.k = b.k AND b.d BETWEEN DATE_SUB(a.d, INTERVAL 2 DAY) AND a.d",
          "t a LEFT JOIN u b ON a.d >= b.d AND DATE_SUB(a.d, INTERVAL 1 MONTH) < b.d AND b.n > 0",
          "t a, u b WHERE b.d < a.d AND b.d >= a.d - 3 AND a.k = b.k",
          "t a CROSS JOIN u `b` WHERE a.n BETWEEN b.n AND b.n + 1 AND b.x < 1",
          "t a INNER JOIN u b ON a.k = b.k AND b.n <= a.n -- up to here\n WHERE b.n + 2 > a.n",
          "t a LEFT JOIN (SELECT * FROM u WHERE n IS NOT NULL) AS b ON b.n BETWEEN a.n AND a.m",
          "t a LEFT JOIN u b ON b.n BETWEEN a.m AND a.n",
          "t a LEFT JOIN u b ON a.n >= b.m AND a.n <= b.n",
          "t a JOIN u b ON (b.n - 1 >= a.n - 2 AND (b.n + 1 < a.n + 3)) AND a.i >= 0",
          "t a JOIN u b USING (k) WHERE b.n BETWEEN a.n AND a.m AND b.i < 9",
          "t a JOIN u b USING (k, n) JOIN u c USING (k) WHERE c.d BETWEEN a.d - 1 AND a.d",
          "t a JOIN u b ON b.e >= a.e AND b.e <= a.e",
          "t a JOIN u b ON b.s > TIMESTAMP_SUB(a.s, INTERVAL 36 HOUR) AND b.s <= a.s",
          "t a JOIN u b ON DATETIME(b.s) BETWEEN DATETIME(a.s) AND DATETIME_ADD(DATETIME(a.s), INTERVAL 9 DAY)",
          "t a JOIN u b ON b.n BETWEEN a.n AND a.n + 1 JOIN u c ON c.n BETWEEN a.n AND b.n",
          "t a LEFT JOIN u b ON b.n = a.n LEFT JOIN u c ON c.n BETWEEN b.n AND b.n + 1 AND c.k = a.k",
          "t a JOIN u b ON DATE_DIFF(a.d, b.d, DAY) BETWEEN 0 AND 2 AND a.k = b.k",
          "t a LEFT JOIN u b ON date_diff(b.d, a.d, day) > -2 AND b.d <= a.d + a.m",
          "t a JOIN u b ON b.n - a.n >= a.m - 2 AND a.n - b.n > -2",
          "t a JOIN u b ON a.k = b.k AND ABS(DATE_DIFF(a.d, b.d, DAY)) <= 2",
          "t a LEFT JOIN u b ON 2 > abs(b.n - a.n)",
          "t a LEFT JOIN u b ON a.n >= b.n AND a.n - 1 <= b.n AND b.k IN (SELECT k FROM t)");

  private static final List<String> PLACES =
      List.of(
          "SELECT a.i, b.i AS j, b.x FROM %s",
          "SELECT a.k, COUNT(*), SUM(b.x / 3), ARRAY_AGG(b.i) FROM %s GROUP BY 1",
          "SELECT a.i, b.d FROM %s ORDER BY b.n DESC LIMIT 3",
          "SELECT a.* FROM %s AND a.i > 0",
          "SELECT i, n FROM (SELECT a.*, b.d AS other FROM %s)",
          "SELECT o.i, (SELECT COUNT(*) FROM %s AND a.i + o.i < 9) FROM t AS o",
          "SELECT a.i, SUM(b.n) OVER (PARTITION BY a.k ORDER BY a.i, b.i) AS n FROM %s ORDER BY 1, b.i",
          "WITH j AS (SELECT a.i, b.x FROM %s) SELECT j.* FROM j JOIN t USING (i)");

  /** What may not be joined by buckets, or is not. */
  private static final List<String> OTHERS =
      List.of(
          "SELECT * FROM (SELECT i AS p, n AS o FROM t) JOIN (SELECT i AS q, n FROM u) ON n BETWEEN o AND o + 1",
          "SELECT DISTINCT b.* FROM t a JOIN u b ON b.n BETWEEN a.n AND a.n + 1",
          "SELECT b.* EXCEPT (x) FROM t a JOIN u b ON b.n BETWEEN a.n AND a.n + 1",
          "SELECT COUNT(*) FROM (SELECT DISTINCT b.* FROM t a JOIN u b ON b.n BETWEEN a.n AND a.n + 1)",
          "SELECT TO_JSON_STRING(b) FROM t a JOIN u b ON b.n BETWEEN a.n AND a.n + 1",
          "SELECT a.i, b IS NULL FROM t a LEFT JOIN u b ON b.n BETWEEN a.n AND a.n + 1",
          "SELECT ARRAY(SELECT AS STRUCT b.*) FROM t a JOIN u b ON b.n BETWEEN a.n AND a.n + 1",
          "SELECT b.* FROM t a JOIN u b ON b.n BETWEEN a.n AND a.n + 1 UNION ALL SELECT * FROM t",
          "SELECT a.i, b.i AS j FROM t a RIGHT JOIN u b ON b.n BETWEEN a.n AND a.n + 1",
          "SELECT a.i, b.i AS j FROM t a FULL JOIN u b ON b.n BETWEEN a.n AND a.n + 1",
          "SELECT COUNT(*) FROM (SELECT DISTINCT b.* FROM t a JOIN u b USING (k) WHERE b.n BETWEEN a.n AND a.m)",
          "SELECT COUNT(*) FROM (SELECT DISTINCT * FROM (SELECT k, n AS o FROM t) JOIN u USING (k)"
              + " WHERE n BETWEEN o AND o + 1)",
          "SELECT * FROM (SELECT k, n AS o FROM t) JOIN u USING (k) WHERE n BETWEEN o AND o + 1",
          "SELECT TO_JSON_STRING(b) FROM t a JOIN u b USING (k) WHERE b.n BETWEEN a.n AND a.m",
          "SELECT a.i, b.i AS j FROM t a LEFT JOIN u b USING (k) WHERE b.n BETWEEN a.n AND a.m",
          "SELECT i, a.n FROM t a JOIN u b USING (i) WHERE b.n BETWEEN a.n AND a.n + 1",
          "SELECT a.i, b.i AS j FROM t a LEFT JOIN u b ON a.k = b.k WHERE b.n BETWEEN a.n AND a.n + 1",
          "SELECT a.i, c.i AS j FROM t a LEFT JOIN (t b JOIN u c ON b.k = c.k) ON a.k = b.k"
              + " WHERE IFNULL(c.n, 1) >= IFNULL(b.n, 0) AND IFNULL(c.n, 1) <= IFNULL(b.n, 0) + 1",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON b.x BETWEEN a.x - 1 AND a.x",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON b.x - a.x BETWEEN 0 AND 1",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON DATE_DIFF(a.d, b.d, WEEK) BETWEEN 0 AND 1",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON DATE_DIFF(a.d, b.d, DAY) BETWEEN b.n AND 1",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON b.n BETWEEN a.x AND a.m",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON b.e >= a.n AND b.e <= a.e",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON b.n BETWEEN 0 AND a.n",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON b.n BETWEEN 0 AND 1",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON b.n NOT BETWEEN a.n AND a.n + 1",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON b.n BETWEEN a.n AND a.n + 1 OR a.i = 0",
          "SELECT a.i, b.i AS j FROM t a JOIN u b ON b.k BETWEEN a.k AND a.k",
          "SELECT a.i, b FROM t a, UNNEST([a.n, 1, a.m]) AS b WHERE b BETWEEN a.n AND a.n + 1",
          "SELECT a.i, b.i AS j FROM t a JOIN u b JOIN u c ON b.n BETWEEN c.n AND c.n + 1 ON a.n = b.n",
          "SELECT a.i, c.i AS j FROM t a JOIN u b ON b.n BETWEEN a.n AND a.n + 1, u c"
              + " WHERE c.d BETWEEN a.d AND b.d",
          "SELECT o.i FROM t o WHERE EXISTS (SELECT 1 FROM t a JOIN u b ON b.n BETWEEN a.n AND o.n)",
          "SELECT i, (SELECT COUNT(*) FROM t a JOIN u b ON b.n BETWEEN a.n AND a.n + o.i) FROM t o",
          "SELECT u.i FROM t JOIN u ON u.n BETWEEN t.n AND t.n + 1",
          "SELECT b.i FROM (SELECT STRUCT(n, k) AS b, n FROM t) AS a JOIN u AS b"
              + " ON b.n BETWEEN a.n AND a.n + b.n");

  private static final String KNOWN = "('a', '1970-01-01', 0, 0, 1, 0, TIMESTAMP '1970-01-01')";

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void givenAnyRows_whenJoinedByBuckets_thenTheSame(
      @ForAll("someRows") List<String> t,
      @ForAll("someRows") List<String> u,
      @ForAll("range") String range,
      @ForAll("place") String place)
      throws IOException {
    String joined = assertSame(t, u, place.formatted(range));

    assertTrue(joined.contains("!bucket"), joined);
  }

  @Property(tries = 24, edgeCases = EdgeCasesMode.NONE)
  void givenOtherJoins_whenRun_thenTheSame(
      @ForAll("rows") List<String> t, @ForAll("rows") List<String> u, @ForAll("other") String query)
      throws IOException {
    assertSame(t, u, query);
  }

  private static String assertSame(List<String> t, List<String> u, String query)
      throws IOException {
    return Precomputed.assertSame(ENGINE, Precomputed.ofTables(COLUMNS, t, u, query));
  }

  @Provide
  Arbitrary<String> range() {
    return Arbitraries.of(RANGES);
  }

  @Provide
  Arbitrary<String> place() {
    return Arbitraries.of(PLACES);
  }

  @Provide
  Arbitrary<String> other() {
    return Arbitraries.of(OTHERS);
  }

  @Provide
  Arbitrary<List<String>> rows() {
    Arbitrary<String> number = Arbitraries.of("NULL", "-9", "-2", "-1", "0", "1", "2", "4", "5");
    return Combinators.combine(
            Arbitraries.of("'a'", "'b'", "NULL"),
            Arbitraries.of("NULL", "'1969-12-30'", "'1970-01-01'", "'1970-01-02'", "'9999-12-01'"),
            Arbitraries.of("'nan'", "'-inf'", "0", "0.1", "0.7", "NULL"),
            number,
            number,
            Arbitraries.of("9223372036854775807", "-9223372036854775808", "0", "NULL"),
            Arbitraries.of("NULL", "'1969-12-31 12:00:00'", "'1970-01-01'", "'2000-01-01'"))
        .as(
            "(%s, CAST(%s AS DATE), CAST(%s AS FLOAT64), %s, %s, %s, CAST(%s AS TIMESTAMP))"
                ::formatted)
        .list()
        .ofMaxSize(24);
  }

  /** One of them is known, so that there is a range. */
  @Provide
  Arbitrary<List<String>> someRows() {
    return rows().map(rows -> Stream.concat(rows.stream(), Stream.of(KNOWN)).toList());
  }
}
