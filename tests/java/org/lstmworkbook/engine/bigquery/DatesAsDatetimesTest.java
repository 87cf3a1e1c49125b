package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryParameterType;
import com.google.api.services.bigquery.model.QueryParameterValue;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.columns.Column;

/** A DATE where a DATETIME is wanted is midnight of that day. */
class DatesAsDatetimesTest {

  private static final List<Column<?>> DAYS =
      List.of(
          DateColumn.create("day", LocalDate.of(2020, 1, 1).datesUntil(LocalDate.of(2020, 1, 6))));
  private static final SqlEngine ENGINE =
      new SqlEngine(new Catalog("p", List.of(new StoredTable(new TableName("p", "d", "t"), DAYS))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT COUNT(*) FROM d.t WHERE day > DATETIME '2020-01-02 12:00:00' | 3",
        "SELECT COUNT(*) FROM d.t AS a JOIN d.t AS b ON CAST(a.day AS DATETIME) = b.day | 5",
        "SELECT MAX(CAST(day AS DATETIME)) FROM d.t | 2020-01-05T00:00:00",
        "SELECT COUNT(*) FROM d.t WHERE day BETWEEN DATETIME '2020-01-02' AND DATETIME"
            + " '2020-01-04 23:00:00' | 3",
        "SELECT COUNT(*) FROM d.t WHERE day IN (DATETIME '2020-01-02', DATETIME '2020-01-06') | 1",
        "SELECT COUNT(*) FROM d.t WHERE DATE_ADD((day), INTERVAL 1 DAY) = DATETIME '2020-01-06' | 1",
        "SELECT DATETIME '2020-01-05' = (SELECT MAX(day) FROM d.t) | true",
        "SELECT DATE '2020-01-02' = DATETIME '2020-01-02 00:00:00' | true",
        "SELECT MAX(IF(day = @day, day, DATETIME '2019-01-01')) FROM d.t | 2020-01-03T00:00:00",
        "SELECT DATETIME_DIFF(DATETIME '2020-01-03 06:00:00', @day, HOUR) | 6",
        "SELECT MAX(x) FROM (SELECT DATETIME '2020-01-02' AS x UNION ALL SELECT day FROM d.t)"
            + " | 2020-01-05T00:00:00",
        "SELECT DATETIME '1970-01-01' | 1970-01-01T00:00:00",
        "SELECT CAST('1970-01-01' AS DATETIME) | 1970-01-01T00:00:00",
        "SELECT COUNT(*) FROM d.t WHERE DATETIME(day) > '1970-01-01' | 5",
        "SELECT COUNT(*) FROM d.t WHERE day > DATETIME '1970-01-01 00:00:00' | 5",
        "SELECT MAX(x) FROM (SELECT day AS x FROM d.t UNION ALL SELECT DATETIME '1970-01-01')"
            + " | 2020-01-05T00:00:00",
      })
  void givenADate_whenTakenAsADatetime_thenMidnight(String sql, String expected)
      throws IOException {
    List<String> values = new ArrayList<>();
    ENGINE.run(plan(sql), row -> values.add(RestTypes.text(row.get(0))));

    assertEquals(List.of(expected), values);
  }

  /** Not the first of January 1970, which the evaluator would take. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) FROM d.t JOIN (SELECT DATETIME '2020-01-02' AS day) USING (day)",
        "SELECT COUNT(*) FROM d.t RIGHT JOIN (SELECT DATETIME '1970-01-01' AS day) USING (day)",
      })
  void givenADateInNoExpression_whenTakenAsADatetime_thenRefused(String sql) {
    var error = assertThrows(ApiException.class, () -> plan(sql));

    assertEquals("notImplemented", error.reason());
  }

  private static QueryPlan plan(String sql) {
    return ENGINE.plan(
        new JobConfigurationQuery()
            .setQuery(sql)
            .setParameterMode("NAMED")
            .setQueryParameters(
                List.of(
                    new QueryParameter()
                        .setName("day")
                        .setParameterType(new QueryParameterType().setType("DATE"))
                        .setParameterValue(new QueryParameterValue().setValue("2020-01-03")))));
  }
}
