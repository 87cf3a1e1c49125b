package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.zetasql.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A query as it is written beside the same with values in the place of what is computed before. */
final class Precomputed {

  private Precomputed() {}

  /**
   * Compares all rows of both, in their order, bit by bit.
   *
   * @return what is evaluated in the end
   */
  static String assertSame(SqlEngine engine, String sql) throws IOException {
    QueryPlan plan = plan(engine, sql);
    List<String> asWritten = new ArrayList<>();
    List<String> rows = new ArrayList<>();

    engine.evaluate(plan, row -> asWritten.add(text(row)));
    QueryPlan left = Precomputation.of(plan, engine);
    engine.evaluate(left, row -> rows.add(text(row)));

    assertEquals(asWritten, rows, sql);
    return left.sql().text();
  }

  /**
   * A query of two tables, t and u.
   *
   * @param columns their names and types; each table has also i, which numbers its rows
   * @param t its rows, as SQL
   */
  static String ofTables(String columns, List<String> t, List<String> u, String query) {
    String rest = query.startsWith("WITH ") ? ", " + query.substring(5) : " " + query;
    return "WITH t AS (%s), u AS (%s)%s".formatted(table(columns, t), table(columns, u), rest);
  }

  private static String table(String columns, List<String> rows) {
    return "SELECT * FROM UNNEST(ARRAY<STRUCT<%s>>[%s]) WITH OFFSET AS i"
        .formatted(columns, String.join(", ", rows));
  }

  static QueryPlan plan(SqlEngine engine, String sql) {
    return engine.plan(new JobConfigurationQuery().setQuery(sql));
  }

  /** T, F or ? of a BOOL. */
  static String truth(Value value) {
    if (value.isNull()) {
      return "?";
    }
    return value.getBoolValue() ? "T" : "F";
  }

  private static String text(List<Value> row) {
    return row.stream().map(value -> value.serialize().toString()).toList().toString();
  }
}
