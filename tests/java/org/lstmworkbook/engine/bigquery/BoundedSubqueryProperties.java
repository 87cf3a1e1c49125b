package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A sub-query that compares with the row around it gives the same whether it is computed before or
 * for each row, bit by bit.
 */
class BoundedSubqueryProperties {

  private static final SqlEngine ENGINE = new SqlEngine(new Catalog("p", List.of()));

  private static final String COLUMNS = "k STRING, d DATE, x FLOAT64, n INT64, s TIMESTAMP";

  /** Each is computed before, whatever the rows: of the table u nothing is left. */
  private static final List<String> BOUNDED =
      List.of(
          "NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.d < t.d AND u.x > t.x)",
          "EXISTS (SELECT u.d FROM u WHERE u.x >= -t.x AND k = t.k LIMIT 1)",
          "EXISTS (SELECT * FROM u WHERE u.k < t.k AND t.k = u.k)",
          "EXISTS (SELECT 1 FROM u, UNNEST([0, 1]) AS more WHERE u.n + more > t.n AND u.k <= t.k)",
          // Of zeros with both signs each is the greatest.
          "(SELECT MAX(u.x) FROM u WHERE u.k = t.k AND u.d <= t.d AND ABS(u.x) < 9) + 0",
          "(SELECT MIN(u.k) FROM u WHERE t.x < u.x)",
          "(SELECT MAX(d) FROM u WHERE u.d < t.d)",
          "(SELECT COUNT(*) FROM u WHERE u.k = t.k AND t.d > u.d)",
          "(SELECT COUNT(x) FROM u WHERE u.k = t.k AND u.n BETWEEN t.n - 1 AND t.n + 1)",
          "(SELECT SUM(n) FROM u WHERE u.k = t.k AND u.d BETWEEN DATE_SUB(t.d, INTERVAL 1 DAY)"
              + " AND t.d)",
          "(SELECT SUM(u.n) FROM u WHERE DATE_DIFF(t.d, u.d, DAY) BETWEEN 0 AND t.n AND u.k = t.k)",
          "(SELECT COUNT(*) FROM u WHERE u.n - t.n > 1 AND DATE_DIFF(u.d, t.d, DAY) = 1)",
          "(SELECT COUNT(*) FROM u WHERE u.k = t.k AND ABS(DATE_DIFF(u.d, t.d, DAY)) < t.n)",
          "(SELECT COUNT(*) FROM u WHERE t.x >= ABS(u.x) AND ABS(t.n) <= u.n)",
          "(SELECT COUNT(*) FROM u WHERE u.s < t.s AND u.k = t.k)",
          "(SELECT MAX(u.s) FROM u WHERE u.s <= TIMESTAMP_ADD(t.s, INTERVAL 1 MICROSECOND))",
          "(SELECT MIN(DATETIME(u.s)) FROM u WHERE DATETIME(u.s) >= DATETIME(t.s) AND u.d < t.d)",
          "(SELECT SUM(u.n) FROM u WHERE u.s = t.s AND u.d < t.d)",
          "(SELECT ROUND(MAX(u.x) + 0, 2) FROM u WHERE u.k = t.k AND u.d <= t.d AND ABS(u.x) < 9)",
          "(SELECT MAX(n) - min(u.n) + t.n FROM u WHERE u.k = t.k AND u.d <= t.d)",
          "(SELECT IFNULL(AVG(n), t.x) / (COUNT(*) + 1) FROM u WHERE u.k = t.k AND u.d <= t.d)",
          "(SELECT IF(COUNT(*) = 0, 'MAX(n)', CAST(MAX(n) AS STRING)) FROM u WHERE u.d < t.d)",
          "(SELECT SUM(u.x / 3) FROM u WHERE t.n BETWEEN u.n AND u.n + 2 AND ABS(u.x) < 9)",
          "(SELECT SUM(x) FROM u WHERE u.k = t.k AND u.n >= t.n AND u.n > 1 AND ABS(u.x) < 9)",
          // These may be neighbours of the evaluator's.
          "ROUND((SELECT AVG(u.x / 3) FROM u WHERE u.k = t.k AND u.d <= t.d AND ABS(u.x) < 9), 9)",
          "(SELECT ROUND(AVG(x), 9) FROM u WHERE u.n < t.n AND ABS(u.x) < 9)",
          "(SELECT AVG(u.n) FROM u WHERE u.d BETWEEN DATE_SUB(t.d, INTERVAL 3 DAY) AND t.d)",
          "ROUND((SELECT STDDEV(x) FROM u WHERE u.n < t.n AND ABS(u.x) < 9), 9)",
          "(SELECT ROUND(VAR_POP(x) + VARIANCE(n), 9) FROM u WHERE u.n <= t.n AND ABS(u.x) < 9)",
          "(SELECT BIT_XOR(n) FROM u WHERE u.d <= t.d)",
          "(SELECT COUNTIF(u.d = '2020-01-01') FROM u WHERE u.x < t.x)",
          "(SELECT COUNTIF(x > 0) / (COUNT(*) + 1) FROM u WHERE u.k = t.k AND u.n >= t.n)",
          "(SELECT COUNT(DISTINCT u.d) FROM u WHERE u.k = t.k AND u.n > t.n)",
          "(SELECT Count( distinct s) + MAX(n) FROM u WHERE u.n BETWEEN t.n - 1 AND t.n)",
          "(SELECT u.x FROM u WHERE u.k = t.k AND u.d < t.d ORDER BY u.d DESC, u.i LIMIT 1)",
          "(SELECT -n AS n FROM u WHERE u.k = t.k AND u.n <= t.n ORDER BY n, u.i LIMIT 1)",
          "(SELECT u.k FROM u WHERE u.x > t.x ORDER BY 1 DESC LIMIT 1)",
          "(SELECT u.n FROM u WHERE u.k = t.k AND u.d < t.d ORDER BY u.i DESC LIMIT 1 OFFSET 2)",
          "EXISTS (SELECT 1 FROM u WHERE u.n > t.n LIMIT 1 OFFSET 1)",
          "(SELECT u.x FROM u WHERE u.k = t.k AND u.n = t.n ORDER BY u.i LIMIT 1)");

  /** What may not be, or is not. */
  private static final List<String> OTHERS =
      List.of(
          "(SELECT MAX(x) FROM u WHERE u.k = t.k AND u.d <= t.d)",
          "(SELECT MAX(u.n) FROM u WHERE u.k = t.k AND u.x < t.n)",
          "(SELECT MAX(u.n + t.n) FROM u WHERE u.k = t.k AND u.d < t.d)",
          "(SELECT COUNT(*) FROM u WHERE u.x = t.x AND u.d < t.d)",
          "(SELECT COUNT(*) FROM u WHERE u.d NOT BETWEEN t.d AND t.d)",
          "(SELECT COUNT(*) FROM u WHERE u.x - t.x < 1)",
          "(SELECT MAX(n) + COUNTIF(TRUE) FROM u WHERE u.d < t.d)",
          "(SELECT MAX(n) + COUNT(DISTINCT t.n) FROM u WHERE u.d < t.d)",
          "(SELECT MAX(n) + (SELECT MAX(n) FROM t) FROM u WHERE u.d < t.d)",
          "(SELECT ABS(1) FROM u WHERE u.d < t.d AND u.i < 0)",
          "(SELECT COUNT(*) FROM u WHERE DATE_DIFF(u.d, t.d, DAY) < t.x)",
          "(SELECT COUNT(*) FROM u WHERE NOT u.d < t.d)",
          "(SELECT COUNT(*) FROM u WHERE u.d < t.d OR u.k = t.k)",
          "(SELECT COUNT(*) FROM u WHERE u.k = t.k AND u.n < (SELECT MAX(n) FROM t))",
          "(SELECT SUM(n) OVER () FROM u WHERE u.k = t.k AND u.d < t.d LIMIT 1)",
          "EXISTS (SELECT COUNT(*) FROM u WHERE u.k = t.k AND u.d < t.d)",
          "EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.d < t.d LIMIT 0)",
          "ARRAY_LENGTH((SELECT ARRAY_CONCAT_AGG([u.i]) FROM u WHERE u.k = t.k AND u.d < t.d))",
          "t.n IN (SELECT n FROM u WHERE u.k = t.k AND u.d < t.d)",
          "ARRAY_LENGTH(ARRAY(SELECT n FROM u WHERE u.k = t.k AND u.d < t.d))");

  private static final List<String> PLACES =
      List.of(
          "SELECT i, %s FROM t",
          "SELECT i FROM t WHERE CAST(%s AS STRING) < '2'",
          "SELECT i, %s FROM t WHERE i > 0 AND NOT EXISTS (SELECT 1 FROM t AS w WHERE w.i = t.n)",
          "SELECT i, o.n, %s FROM t JOIN (SELECT i AS j, n FROM t) AS o ON o.j < t.i",
          "SELECT t.i, o.i AS j FROM t JOIN (SELECT i FROM t) AS o ON CAST(%s AS STRING) < '2'",
          "SELECT t.i, o.i AS j FROM (SELECT i FROM t) AS o LEFT JOIN t"
              + " ON o.i < t.i AND CAST(%s AS STRING) > '1' LEFT JOIN (SELECT i FROM t) AS w ON w.i = o.i",
          "SELECT o.i FROM (SELECT i FROM t) AS o, t WHERE CAST(%s AS STRING) < '2' AND o.i > t.i",
          "SELECT o.i, %s FROM (SELECT i FROM t) AS o LEFT JOIN t ON o.i < t.n");

  /** Where names may mean something else than in FROM. */
  private static final List<String> OTHER_PLACES =
      List.of(
          "SELECT k, -MAX(n) AS n FROM t GROUP BY k HAVING EXISTS (SELECT 1 FROM u WHERE u.n < n)",
          "SELECT t.i FROM t JOIN t AS o ON EXISTS (SELECT 1 FROM u WHERE u.n < o.n)",
          "SELECT t.i FROM t JOIN t AS o ON EXISTS (SELECT 1 FROM u WHERE u.n < o.n AND u.d > t.d)",
          "SELECT t.i FROM t JOIN t AS o USING (i) WHERE EXISTS (SELECT 1 FROM u WHERE u.n < i)",
          "SELECT o.i, (SELECT COUNT(*) FROM u WHERE u.n > IFNULL(t.n, 0)) FROM t"
              + " RIGHT JOIN (SELECT i FROM t) AS o ON o.i = t.n",
          "SELECT a.i, (SELECT COUNT(*) FROM u WHERE u.n > b.n AND u.d > a.d) FROM"
              + " (SELECT STRUCT(0 AS n) AS b, i, d FROM t) AS a JOIN t AS b ON b.i < a.i",
          "SELECT t.i FROM t JOIN t AS o JOIN t AS w ON EXISTS (SELECT 1 FROM u WHERE u.n < w.n) ON t.n = o.n",
          "SELECT k, (SELECT COUNT(*) FROM u WHERE u.k <= t.k) FROM t GROUP BY k",
          "SELECT (SELECT MAX(u.n) FROM u WHERE u.n < m) FROM (SELECT MAX(n) AS m FROM t GROUP BY k)",
          "SELECT k, (SELECT MAX(n) + COUNTIF(TRUE) FROM u WHERE u.k <= t.k) FROM t GROUP BY k",
          "SELECT k, (SELECT MAX(n) + COUNT(DISTINCT n) FROM u WHERE u.k <= t.k) FROM t GROUP BY k",
          "SELECT -n AS n FROM t ORDER BY (SELECT COUNT(*) FROM u WHERE u.n < n)");

  @Property(tries = 24, edgeCases = EdgeCasesMode.NONE)
  void givenAnyRows_whenComputedBefore_thenTheSame(
      @ForAll("rows") List<String> t,
      @ForAll("rows") List<String> u,
      @ForAll("bounded") String subquery,
      @ForAll("place") String place)
      throws IOException {
    String left = assertSame(t, u, place.formatted(subquery));

    assertEquals(-1, left.indexOf("FROM u"), left);
  }

  @Property(tries = 16, edgeCases = EdgeCasesMode.NONE)
  void givenWhatIsNotComputedBefore_whenRun_thenTheSame(
      @ForAll("rows") List<String> t, @ForAll("rows") List<String> u, @ForAll("other") String query)
      throws IOException {
    assertSame(t, u, query);
  }

  private static String assertSame(List<String> t, List<String> u, String query)
      throws IOException {
    return Precomputed.assertSame(ENGINE, Precomputed.ofTables(COLUMNS, t, u, query));
  }

  @Provide
  Arbitrary<String> bounded() {
    return Arbitraries.of(BOUNDED);
  }

  @Provide
  Arbitrary<String> place() {
    return Arbitraries.of(PLACES);
  }

  @Provide
  Arbitrary<String> other() {
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of(OTHERS), Arbitraries.of(PLACES))
            .as((subquery, place) -> place.formatted(subquery)),
        Arbitraries.of(OTHER_PLACES));
  }

  @Provide
  Arbitrary<List<String>> rows() {
    return Combinators.combine(
            Arbitraries.of("'a'", "'b'", "NULL"),
            Arbitraries.of("NULL", "'2020-01-01'", "'2020-01-02'", "'2020-01-05'"),
            Arbitraries.of("'nan'", "'-inf'", "0", "'-0'", "1", "0.1", "0.7", "NULL"),
            Arbitraries.of("0", "1", "3", "NULL"),
            Arbitraries.of(
                "'1969-12-31 23:59:59.9999999'",
                "'2000-01-01 00:00:00.0000001'",
                "'2000-01-01 00:00:00.0000002'",
                "'2000-01-01'",
                "NULL"))
        .as("(%s, CAST(%s AS DATE), CAST(%s AS FLOAT64), %s, CAST(%s AS TIMESTAMP))"::formatted)
        .list()
        .ofMaxSize(24);
  }
}
