package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * FLOAT64 as a key: NaN equals nothing, 0 equals -0, and a query gives the same whether what a key
 * decides is computed before or not.
 */
class FloatKeysProperties {

  private static final SqlEngine ENGINE = new SqlEngine(new Catalog("p", List.of()));

  /** Each is computed before, whatever the rows; x and y are FLOAT64, n is INT64. */
  private static final List<String> KEYED =
      List.of(
          "x IN (SELECT x FROM u WHERE u.k = t.k)",
          "x NOT IN (SELECT y FROM u WHERE u.k = t.k)",
          "n NOT IN (SELECT y FROM u WHERE u.k = t.k)",
          "k NOT IN (SELECT k FROM u WHERE u.x = t.x)",
          "x NOT IN (SELECT u.x FROM u WHERE u.y = t.y)",
          "x IN (SELECT MAX(x) FROM u WHERE u.y = t.y)",
          "EXISTS (SELECT 1 FROM u WHERE u.x = t.x)",
          "NOT EXISTS (SELECT 1 FROM u WHERE u.x = t.n AND t.k = u.k)",
          "(SELECT COUNT(*) FROM u WHERE u.x = t.x) > 1",
          "IS_NAN((SELECT MAX(y) FROM u WHERE u.x = t.x AND u.y = -t.y))",
          "x IN (SELECT MIN(x) FROM u WHERE u.x = t.x GROUP BY u.k)",
          "x IN (SELECT x FROM u)",
          "n NOT IN (SELECT x FROM u WHERE x IS NOT NULL)",
          "y NOT IN (SELECT x FROM u WHERE NOT IS_NAN(x))");

  @Property(tries = 150)
  void givenAnyFloats_whenComputedBefore_thenTheSame(
      @ForAll("rows") List<String> t,
      @ForAll("rows") List<String> u,
      @ForAll("condition") String condition)
      throws IOException {
    String sql =
        Precomputed.ofTables(
            "k STRING, x FLOAT64, y FLOAT64, n INT64",
            t,
            u,
            "SELECT k, x, y, n, " + condition + " FROM t");

    String left = Precomputed.assertSame(ENGINE, sql);

    assertFalse(left.substring(left.lastIndexOf("SELECT k, x, y, n")).contains("FROM u"), left);
  }

  @Provide
  Arbitrary<String> condition() {
    return Arbitraries.of(KEYED);
  }

  @Provide
  Arbitrary<List<String>> rows() {
    Arbitrary<String> floats =
        Arbitraries.of("'nan'", "'-0'", "'0'", "'inf'", "'-inf'", "'1'", "NULL");
    return Combinators.combine(
            Arbitraries.of("'a'", "'b'", "NULL"), floats, floats, Arbitraries.of("0", "1", "NULL"))
        .as("(%s, CAST(%s AS FLOAT64), CAST(%s AS FLOAT64), %s)"::formatted)
        .list()
        .ofMaxSize(6);
  }
}
