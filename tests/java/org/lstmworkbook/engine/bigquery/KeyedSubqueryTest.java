package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IN and NOT IN of a sub-query that needs a key of the row around it, by GoogleSQL's rules. */
class KeyedSubqueryTest {

  private static final SqlEngine ENGINE = new SqlEngine(new Catalog("p", List.of()));

  /**
   * The values 1, 2 and NULL against: a set of 1, one of 1 and NULL, one of NULL, one without a row
   * though others have some, and that of the key NULL, which equals nothing.
   */
  private static final String TABLES =
      """
      WITH t AS (
        SELECT k, x, 3 * i + j AS n
        FROM UNNEST(['one', 'both', 'null', 'none', NULL]) AS k WITH OFFSET AS i,
          UNNEST([1, 2, NULL]) AS x WITH OFFSET AS j),
      u AS (
        SELECT * FROM UNNEST([
          STRUCT('one' AS k, 1 AS x), ('both', 1), ('both', NULL), ('null', NULL), (NULL, 1)]))
      """;

  private static final String IN = "x IN (SELECT x FROM u WHERE u.k = t.k)";
  private static final String NOT_IN = "x NOT IN (SELECT u.x FROM u WHERE t.k = u.k)";

  @ParameterizedTest
  @CsvSource({
    IN + ", TF? T?? ??? FFF FFF",
    NOT_IN + ", FT? F?? ??? TTT TTT",
    "x IN (SELECT MAX(x) FROM u WHERE u.k = t.k), TF? TF? ??? ??? ???",
    "x NOT IN (SELECT COUNT(x) FROM u WHERE u.k = t.k), FT? FT? TT? TT? TT?",
  })
  void givenNulls_whenLookedUp_thenTrueFalseOrUnknown(String condition, String expected)
      throws IOException {
    String known = expected.replaceAll("[? ]", "");
    String each = expected.replace(" ", "");

    assertEquals(each, answer("SELECT %s FROM t ORDER BY n".formatted(condition)));
    assertEquals(
        each,
        answer(
            "SELECT CASE WHEN %s THEN TRUE WHEN NOT (%<s) THEN FALSE END FROM t ORDER BY n"
                .formatted(condition)));
    assertEquals(
        known.replace("F", ""),
        answer("SELECT TRUE FROM t WHERE %s ORDER BY n".formatted(condition)));
    assertEquals(
        known.replace("T", ""),
        answer("SELECT FALSE FROM t WHERE NOT (%s) ORDER BY n".formatted(condition)));
  }

  /** T, F or ? for each row; the same as the query gives as it is written. */
  private static String answer(String sql) throws IOException {
    QueryPlan plan = Precomputed.plan(ENGINE, TABLES + sql);
    List<String> answers = new ArrayList<>();
    List<String> asWritten = new ArrayList<>();

    ENGINE.run(plan, row -> answers.add(Precomputed.truth(row.get(0))));
    ENGINE.evaluate(plan, row -> asWritten.add(Precomputed.truth(row.get(0))));

    assertEquals(asWritten, answers, sql);
    String left = Precomputation.of(plan, ENGINE).sql().text();
    assertFalse(left.contains("FROM u"), left);
    return String.join("", answers);
  }
}
