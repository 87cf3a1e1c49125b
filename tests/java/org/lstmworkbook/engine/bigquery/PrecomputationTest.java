package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Lists;
import com.google.zetasql.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.Column;

class PrecomputationTest {

  /** Each map of the long names takes a good third of what goes to the evaluator at once. */
  @Test
  void givenMapsThatFillUpTheRoom_whenASmallerOneFollows_thenThisStillFits() throws IOException {
    String[] names = IntStream.range(0, 900).mapToObj("%01200d"::formatted).toArray(String[]::new);
    long[] days = IntStream.range(0, 900).mapToLong(i -> i % 10).toArray();
    List<Column<?>> columns =
        List.of(
            StringColumn.create("name", names),
            StringColumn.create("text", names),
            LongColumn.create("day", days));
    StoredTable table = new StoredTable(new TableName("p", "d", "t"), columns);
    SqlEngine engine = new SqlEngine(new Catalog("p", List.of(table)));
    QueryPlan plan =
        Precomputed.plan(
            engine,
            """
            SELECT
              COUNT(*) OVER (ORDER BY name), COUNT(*) OVER (ORDER BY text),
              COUNT(*) OVER (ORDER BY name DESC), COUNT(*) OVER (ORDER BY day)
            FROM d.t
            """);
    List<List<Value>> rows = new ArrayList<>();
    List<List<Value>> asWritten = new ArrayList<>();

    engine.run(plan, rows::add);
    engine.evaluate(plan, asWritten::add);

    assertEquals(Set.copyOf(asWritten), Set.copyOf(rows));
    String left = Precomputation.of(plan, engine).sql().text();
    assertEquals(List.of("OVER (ORDER BY name DESC)"), overOrder(left), left);
  }

  /** In an array it would be searched for, for each row. */
  @Test
  void givenAListThatHoldsNull_whenAskedIn_thenLookedUp() throws IOException {
    SqlEngine engine = new SqlEngine(new Catalog("p", List.of()));
    QueryPlan plan =
        Precomputed.plan(
            engine,
            """
            SELECT x IN (SELECT * FROM UNNEST([1, NULL])), x NOT IN (SELECT * FROM UNNEST([1, NULL]))
            FROM UNNEST([1, 2, NULL]) AS x
            """);
    List<String> rows = new ArrayList<>();

    engine.run(
        plan, row -> rows.add(Precomputed.truth(row.get(0)) + Precomputed.truth(row.get(1))));

    assertEquals(List.of("TF", "??", "??"), rows);
    String left = Precomputation.of(plan, engine).sql().text();
    assertEquals(2, left.split("SAFE_KEY", -1).length - 1, left);
  }

  /** What a row sees goes to the evaluator in an array, and GoogleSQL has no arrays of arrays. */
  @Test
  void givenAnAggregateOfArrays_whenARowBoundsIt_thenAnsweredAsWritten() throws IOException {
    SqlEngine engine = new SqlEngine(new Catalog("p", List.of()));
    QueryPlan plan =
        Precomputed.plan(
            engine,
            """
            WITH t AS (SELECT * FROM UNNEST([1, 2, 3]) AS i)
            SELECT ARRAY_LENGTH((SELECT ARRAY_CONCAT_AGG([u.i]) FROM t AS u WHERE u.i <= t.i)) FROM t
            """);
    List<Long> rows = new ArrayList<>();

    engine.run(plan, row -> rows.add(row.get(0).getInt64Value()));

    assertEquals(List.of(1L, 2L, 3L), rows);
  }

  /** The evaluator's own may be neighbours of these. */
  @Test
  void givenTheRowsUpToEach_whenAveragedBySubqueryOrWindow_thenBothAreTheNearestNumbers()
      throws IOException {
    SqlEngine engine = new SqlEngine(new Catalog("p", List.of()));
    double[] values = IntStream.rangeClosed(1, 300).mapToDouble(i -> Math.sin(i) * 1e3).toArray();
    QueryPlan plan =
        Precomputed.plan(
            engine,
            """
            WITH t AS (SELECT * FROM UNNEST(%s) AS x WITH OFFSET AS i)
            SELECT (SELECT AVG(u.x) FROM t AS u WHERE u.i <= t.i), AVG(x) OVER (ORDER BY i)
            FROM t ORDER BY i
            """
                .formatted(Arrays.toString(values)));
    List<List<Double>> means = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;

    engine.run(plan, row -> means.add(Lists.transform(row, Value::getDoubleValue)));

    for (int i = 0; i < values.length; i++) {
      sum = sum.add(new BigDecimal(values[i]));
      double mean = sum.divide(BigDecimal.valueOf(i + 1), MathContext.DECIMAL128).doubleValue();
      assertEquals(List.of(mean, mean), means.get(i));
    }
  }

  /** A sample would be drawn once for all rows. */
  @Test
  void givenASample_whenAsked_thenItMayBeAnotherEachTime() {
    assertTrue(Precomputation.isVolatile("SELECT 1 FROM t TABLESAMPLE SYSTEM (10 PERCENT)"));
    assertFalse(Precomputation.isVolatile("SELECT sample FROM tablesamples"));
  }

  private static List<String> overOrder(String sql) {
    return Pattern.compile("OVER \\(ORDER BY [^)]*\\)")
        .matcher(sql)
        .results()
        .map(MatchResult::group)
        .toList();
  }
}
