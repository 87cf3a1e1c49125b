package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryParameterType;
import com.google.api.services.bigquery.model.QueryParameterValue;
import com.google.zetasql.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.Column;

/** A query gives the same whether some of it is computed before or not. */
class PrecomputationProperties {

  private static final Pattern PER_ROW =
      Pattern.compile("\\(\\s*SELECT|OVER \\((PARTITION|ORDER|\\))", Pattern.CASE_INSENSITIVE);

  /** What is computed once; each stands in the places of {@link #PLACES}. */
  private static final List<String> CONDITIONS =
      List.of(
          "x IN (SELECT x FROM d.u)",
          "x NOT IN (SELECT x FROM d.u)",
          "x NOT IN (SELECT x FROM d.u WHERE x IS NOT NULL)",
          "k IN (SELECT k FROM d.u WHERE x > 1)",
          "(k, x) IN (SELECT (k, x) FROM d.u)",
          "(k, x) NOT IN (SELECT AS STRUCT k, x FROM d.u)",
          "y IN (SELECT y FROM d.u)",
          "x IN (SELECT y FROM d.u)",
          "y NOT IN (SELECT x FROM d.u)",
          "x NOT IN (SELECT x FROM d.u WHERE FALSE)",
          "EXISTS (SELECT k, k FROM d.u WHERE y > 0)",
          "NOT EXISTS (SELECT * FROM d.u WHERE k = 'a')",
          "x > (SELECT AVG(x) FROM d.u)",
          "x IN UNNEST(ARRAY(SELECT x + @one FROM d.u))",
          "x NOT IN (SELECT x FROM d.u WHERE x NOT IN (SELECT x FROM d.t WHERE k = 'b'))",
          "x IN (SELECT u.x FROM d.u AS u JOIN (SELECT k FROM d.t) AS t USING (k))",
          "x = (FROM UNNEST([7, 8]) |> EXTEND COUNT(*) OVER () AS n |> AGGREGATE MAX(n))",
          "y = MAX(y) OVER (PARTITION BY k)",
          "SUM(x) OVER () > COUNT(x) OVER (PARTITION BY k, x IS NULL)");

  /** Aggregates of the rows up to each one; where rows of one place count one by one, they stay. */
  private static final List<String> RUNNING =
      List.of(
          "SUM(x) OVER (PARTITION BY k ORDER BY i) > 2",
          "AVG(y) OVER (ORDER BY i DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) < 0.5",
          "AVG(x) OVER (ORDER BY k) > 1.4",
          "COUNT(*) OVER (PARTITION BY k ORDER BY x NULLS LAST) = 2",
          "COUNTIF(x > 1) OVER (PARTITION BY k ORDER BY i) = COUNTIF(NOT x > 1) OVER (ORDER BY i)",
          "COUNT(k) OVER (ORDER BY x DESC, k) = COUNT(*) OVER (ORDER BY x DESC, k)",
          "MAX(y) OVER (PARTITION BY x ORDER BY k DESC, i RANGE UNBOUNDED PRECEDING) = y",
          "MIN(k) OVER (ORDER BY x) = k",
          "ROUND(STDDEV(y) OVER (PARTITION BY k ORDER BY i), 9) > 0.5",
          "ROUND(VAR_POP(x) OVER (ORDER BY k), 9) < 0.25",
          "SUM(x) OVER (ORDER BY k ROWS UNBOUNDED PRECEDING) > 3",
          "CAST(SUM(y) OVER (ORDER BY i) AS STRING) = '-0'",
          "CAST(AVG(y) OVER (PARTITION BY k ORDER BY i) AS STRING) = '-0'",
          "CAST(MIN(y) OVER (ORDER BY i) AS STRING) = '-0'");

  /** What else orders its rows. */
  private static final List<String> ORDERED =
      List.of(
          "SUM(x) OVER (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) > 2",
          "SUM(x) OVER (ORDER BY i ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING) > 2",
          "COUNT(DISTINCT x) OVER (PARTITION BY k) = 1",
          "STRING_AGG(k) OVER (ORDER BY i) = 'a,b'",
          "SUM(x) OVER (ORDER BY y) > 2",
          "ROW_NUMBER() OVER (PARTITION BY k ORDER BY i) = 1");

  /** What a key of the row around decides: computed once for all keys. */
  private static final List<String> KEYED =
      List.of(
          "x = (SELECT MAX(x) FROM d.u WHERE u.k = t.k)",
          "x < (SELECT SUM(x) FROM d.u WHERE k = t.k AND x > 1)",
          "x = (SELECT MAX(v.x) AS m FROM d.t AS v WHERE t.k = v.k)",
          "(SELECT COUNT(*) FROM d.u WHERE u.k = t.k AND t.x = u.x) > 1",
          "(SELECT IFNULL(MAX(x), -1) FROM d.u WHERE u.k = t.k) < 2",
          "EXISTS (SELECT 1 FROM d.u WHERE t.x = u.x AND u.k = 'a')",
          "NOT EXISTS (SELECT * FROM d.u WHERE u.k = t.k AND u.x + @one = t.x)",
          "x IN (SELECT x FROM d.u WHERE u.k = t.k)",
          "x NOT IN (SELECT u.x AS other FROM d.u WHERE u.k = t.k AND y > -1)",
          "x + @one NOT IN (SELECT x FROM d.u WHERE u.k = t.k AND x IS NOT NULL)",
          "k IN (SELECT DISTINCT k FROM d.u WHERE u.x = t.x AND u.j = t.i)",
          "x NOT IN (SELECT MAX(x) FROM d.u WHERE u.k = t.k)",
          "x IN (SELECT COUNT(x) FROM d.u WHERE u.k = t.k)",
          "x = (SELECT MAX(x) FROM d.u WHERE u.x + 1 = t.x + @one AND UPPER(t.k) = UPPER(u.k))",
          "EXISTS (SELECT 1 FROM d.u WHERE IF(t.x > 1, t.k, 'a') = u.k)",
          "x NOT IN (SELECT x FROM d.u WHERE MOD(u.j, 2) = MOD(t.i, 2))",
          "x IN (SELECT MAX(x) FROM d.u WHERE u.k = t.k GROUP BY MOD(u.j, 2))",
          "x NOT IN (SELECT x FROM d.u WHERE u.k = t.k GROUP BY u.x HAVING COUNT(*) = 1)",
          "EXISTS (SELECT SUM(u.x) FROM d.u WHERE u.k = t.k GROUP BY u.y > 0 HAVING MIN(x) > 1)",
          "y NOT IN (SELECT y FROM d.u WHERE u.k = t.k)",
          "NOT EXISTS (SELECT * FROM d.u WHERE u.y = t.y)",
          "EXISTS (SELECT 1 FROM d.u WHERE u.y = t.x)",
          "x = (SELECT MAX(x) FROM d.u WHERE u.k = t.k GROUP BY u.k)",
          "x = (SELECT DISTINCT x FROM d.u WHERE u.j = t.i + 1 AND k IS NOT NULL ORDER BY x)");

  /** What more of that row decides: in each, a name is the outer query's. */
  private static final List<String> CORRELATED =
      List.of(
          "x = (SELECT MAX(v.x) FROM d.t AS v WHERE v.x + i = t.i)",
          "x = (SELECT MAX(v.x) FROM d.t AS v WHERE v.k = t.k AND v.i < t.i)",
          "EXISTS (SELECT COUNT(*) FROM d.u WHERE u.k = t.k)",
          "EXISTS (SELECT u.k FROM d.u WHERE u.x = t.y)",
          "(SELECT IF(COUNT(*) = 0, 7, MAX(x)) FROM d.u WHERE u.k = t.k) > x",
          "(SELECT AS STRUCT MIN(x) AS a, MAX(x) AS b FROM d.u WHERE u.k = t.k).b > x",
          "ARRAY_LENGTH(ARRAY(SELECT x FROM d.u WHERE u.k = t.k)) = x",
          "EXISTS (SELECT 1 FROM d.u WHERE u.x = i)",
          "NOT EXISTS (SELECT 1 FROM d.u AS v WHERE v.x < t.x)",
          "x NOT IN (SELECT v.x FROM d.u AS v WHERE i > 2)",
          "x IN (SELECT v.x FROM d.u AS v WHERE v.k = IF(t.x > v.x, t.k, 'a'))",
          "x IN (SELECT v.x FROM d.u AS v WHERE v.x = t.x + j)",
          "k IN (SELECT UPPER(u.k) AS k FROM d.u WHERE u.x = t.x GROUP BY k)",
          "x NOT IN (SELECT MAX(x) FROM d.u WHERE u.k = t.k GROUP BY ROLLUP (u.j))",
          "1 = IFERROR((SELECT x FROM d.u WHERE u.k = t.k), 1)",
          "(SELECT x + i FROM d.u WHERE u.j = t.i) = 2",
          "EXISTS (SELECT 1 FROM d.u WHERE u.x = t.x + (SELECT COUNT(*) FROM d.u WHERE k = t.k))",
          "(k, x) IN (SELECT (k, x) FROM d.u WHERE u.k = t.k)",
          "x = (SELECT MAX(x + i) FROM d.u)",
          "2 IN (SELECT i FROM d.u)");

  private static final List<String> PLACES =
      List.of(
          "SELECT i, %s AS c FROM d.t",
          "SELECT i, CASE WHEN %s THEN 'yes' WHEN NOT (%<s) THEN 'no' END AS c FROM d.t");

  /** Where no window function may stand. */
  private static final List<String> PLACES_OF_SUBQUERIES =
      List.of(
          "SELECT i FROM d.t WHERE %s",
          "SELECT i FROM d.t WHERE NOT (%s) OR i = 0",
          "SELECT k, COUNT(*) AS n FROM (SELECT *, %s AS c FROM d.t) GROUP BY k, c",
          "SELECT i, other FROM d.t LEFT JOIN (SELECT j AS other FROM d.u) AS w ON %s",
          "WITH u AS (SELECT 1 AS none), v AS (SELECT i FROM d.t WHERE %s) SELECT i FROM v",
          "SELECT i FROM d.t UNION ALL SELECT i FROM d.t WHERE %s");

  /** A null is a NULL. */
  record Row(String k, Long x, Double y) {}

  @Property(tries = 100)
  void givenAnyRows_whenComputedBefore_thenTheSame(
      @ForAll("rows") List<Row> t,
      @ForAll("rows") List<Row> u,
      @ForAll("anyCondition") String condition,
      @ForAll("place") String place)
      throws IOException {
    assertSame(t, u, place.formatted(condition));
  }

  @Property(tries = 40)
  void givenAnyRows_whenASubqueryIsOfOneValue_thenTheSame(
      @ForAll("rows") List<Row> t,
      @ForAll("rows") List<Row> u,
      @ForAll("subquery") String subquery,
      @ForAll("placeOfSubquery") String place)
      throws IOException {
    assertSame(t, u, place.formatted(subquery));
  }

  @Property(tries = 40)
  void givenAnyRows_whenTheSubqueryNeedsTheRowAround_thenTheSame(
      @ForAll("rows") List<Row> t,
      @ForAll("rows") List<Row> u,
      @ForAll("correlated") String subquery,
      @ForAll("placeOfSubquery") String place)
      throws IOException {
    assertSame(t, u, place.formatted(subquery));
  }

  private static void assertSame(List<Row> t, List<Row> u, String sql) throws IOException {
    SqlEngine engine = new SqlEngine(new Catalog("p", List.of(table("t", t), table("u", u))));
    QueryPlan plan =
        engine.plan(
            new JobConfigurationQuery()
                .setQuery(sql)
                .setParameterMode("NAMED")
                .setQueryParameters(
                    List.of(
                        new QueryParameter()
                            .setName("one")
                            .setParameterType(new QueryParameterType().setType("INT64"))
                            .setParameterValue(new QueryParameterValue().setValue("1")))));

    List<String> written = rows(rows -> engine.evaluate(plan, rows));

    assertEquals(written, rows(rows -> engine.run(plan, rows)), sql);
  }

  /** Nothing is left that would be computed for each row. */
  @Property(tries = 40)
  void givenWhatStandsAlone_whenComputedBefore_thenOnce(
      @ForAll("condition") String condition, @ForAll("place") String place) {
    List<Row> rows = List.of(new Row("a", 1L, 1.0), new Row("b", 2L, 2.0));
    SqlEngine engine = new SqlEngine(new Catalog("p", List.of(table("t", rows), table("u", rows))));
    String sql = place.formatted(condition).replace("@one", "1");
    QueryPlan plan = engine.plan(new JobConfigurationQuery().setQuery(sql));

    String left = Precomputation.of(plan, engine).sql().text();

    assertFalse(PER_ROW.matcher(left).find(), left);
  }

  @Provide
  Arbitrary<String> condition() {
    return Arbitraries.oneOf(
        Arbitraries.of(CONDITIONS), Arbitraries.of(KEYED), Arbitraries.of(RUNNING));
  }

  @Provide
  Arbitrary<String> anyCondition() {
    return Arbitraries.oneOf(condition(), Arbitraries.of(ORDERED));
  }

  @Provide
  Arbitrary<String> subquery() {
    return Arbitraries.of(CONDITIONS.stream().filter(each -> !each.contains("OVER")).toList());
  }

  @Provide
  Arbitrary<String> correlated() {
    return Arbitraries.oneOf(Arbitraries.of(KEYED), Arbitraries.of(CORRELATED));
  }

  @Provide
  Arbitrary<String> place() {
    return Arbitraries.of(PLACES);
  }

  @Provide
  Arbitrary<String> placeOfSubquery() {
    return Arbitraries.of(PLACES_OF_SUBQUERIES);
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c").injectNull(0.2),
            Arbitraries.longs().between(0, 4).injectNull(0.2),
            Arbitraries.of(-1.5, 0.0, -0.0, 1.0, 2.0).injectNull(0.2))
        .as(Row::new)
        .list()
        .ofMaxSize(6);
  }

  private static StoredTable table(String name, List<Row> rows) {
    StringColumn k = StringColumn.create("k");
    LongColumn x = LongColumn.create("x");
    DoubleColumn y = DoubleColumn.create("y");
    LongColumn i = LongColumn.create(name.equals("t") ? "i" : "j");
    for (Row each : rows) {
      k.append(each.k);
      x.append(each.x);
      y.append(each.y);
      i.append(i.size());
    }
    List<Column<?>> columns = List.of(k, x, y, i);
    return new StoredTable(new TableName("p", "d", name), columns);
  }

  private interface Query {
    void run(QueryPlan.Rows rows) throws IOException;
  }

  private static List<String> rows(Query query) throws IOException {
    List<String> rows = new ArrayList<>();
    query.run(
        row ->
            rows.add(String.join(" ", row.stream().map(PrecomputationProperties::text).toList())));
    return rows.stream().sorted().toList();
  }

  private static String text(Value value) {
    return value.isNull() ? "NULL" : RestTypes.text(value);
  }
}
