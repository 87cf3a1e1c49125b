package org.lstmworkbook.engine.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.query.BigQueryTables;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

/** Parameters of each type go in, values of each type come out. */
class QueryTypesTest {

  private static EmbeddedBigQuery endpoint;
  private static BigQuery client;

  @BeforeAll
  static void start() {
    endpoint = EmbeddedBigQuery.serve(() -> new Catalog(EmbeddedBigQuery.PROJECT, List.of()));
    client = endpoint.client();
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  @Test
  void givenAParameterOfEachType_whenSelected_thenTheSameValueComesBack()
      throws InterruptedException {
    byte[] bytes = {0, -1, 127};
    BigDecimal big = new BigDecimal("12345678901234567890123456789012345678.123456789");
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(
                "SELECT @s, @i, @f, @n, @g, @b, @d, @dt, @t, @ts, @y, @NULLS IS NULL")
            .addNamedParameter("s", QueryParameterValue.string("naïve \"quoted\"\n☃"))
            .addNamedParameter("i", QueryParameterValue.int64(Long.MIN_VALUE))
            .addNamedParameter("f", QueryParameterValue.float64(0.1))
            .addNamedParameter("n", QueryParameterValue.numeric(new BigDecimal("1.50")))
            .addNamedParameter("g", QueryParameterValue.bigNumeric(big))
            .addNamedParameter("b", QueryParameterValue.bool(true))
            .addNamedParameter("d", QueryParameterValue.date("2000-02-29"))
            .addNamedParameter("dt", QueryParameterValue.dateTime("2000-02-29 12:34:56.789012"))
            .addNamedParameter("t", QueryParameterValue.time("12:34:56.000000"))
            .addNamedParameter("ts", QueryParameterValue.timestamp(951_782_400_000_001L))
            .addNamedParameter("y", QueryParameterValue.bytes(bytes))
            .addNamedParameter("nulls", QueryParameterValue.string(null))
            .build();

    FieldValueList row = client.query(query).getValues().iterator().next();

    assertEquals("naïve \"quoted\"\n☃", row.get(0).getStringValue());
    assertEquals(Long.MIN_VALUE, row.get(1).getLongValue());
    assertEquals(0.1, row.get(2).getDoubleValue(), "no rounding: exact");
    assertEquals(new BigDecimal("1.5"), row.get(3).getNumericValue());
    assertEquals(big, row.get(4).getNumericValue());
    assertTrue(row.get(5).getBooleanValue());
    assertEquals("2000-02-29", row.get(6).getStringValue());
    assertEquals("2000-02-29T12:34:56.789012", row.get(7).getStringValue());
    assertEquals("12:34:56", row.get(8).getStringValue());
    assertEquals(951_782_400_000_001L, row.get(9).getTimestampValue());
    assertArrayEquals(bytes, row.get(10).getBytesValue());
    assertTrue(row.get(11).getBooleanValue());
  }

  @Test
  void givenArrayAndStructParameters_whenQueried_thenTheirPartsAreThere()
      throws InterruptedException {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(
                "SELECT ARRAY_LENGTH(@list), @list[SAFE_OFFSET(1)], @pair.a + 1, @pair.b")
            .addNamedParameter(
                "list", QueryParameterValue.array(new String[] {"x", "y"}, String.class))
            .addNamedParameter(
                "pair",
                QueryParameterValue.struct(
                    Map.of(
                        "a", QueryParameterValue.int64(41L),
                        "b", QueryParameterValue.string("z"))))
            .build();

    FieldValueList row = client.query(query).getValues().iterator().next();

    assertEquals(
        List.of("2", "y", "42", "z"), row.stream().map(FieldValue::getStringValue).toList());
  }

  @Test
  void givenPositionalParameters_whenQueried_thenTakenInOrder() throws InterruptedException {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder("SELECT ? || ?, '?', ?")
            .addPositionalParameter(QueryParameterValue.string("a"))
            .addPositionalParameter(QueryParameterValue.string("b"))
            .addPositionalParameter(QueryParameterValue.int64(3L))
            .build();

    FieldValueList row = client.query(query).getValues().iterator().next();

    assertEquals(List.of("ab", "?", "3"), row.stream().map(FieldValue::getStringValue).toList());

    QueryJobConfiguration oneTooFew =
        QueryJobConfiguration.newBuilder("SELECT ?, ?")
            .addPositionalParameter(QueryParameterValue.string("a"))
            .build();
    var error = assertThrows(BigQueryException.class, () -> client.query(oneTooFew));
    assertEquals(
        "Query parameter number 2 is not defined (1 provided) at [1:11]", error.getMessage());
  }

  @Test
  void givenAResultOfEachType_whenMadeATable_thenTypedColumns() throws InterruptedException {
    String sql =
        """
        SELECT 'x' AS s, 7 AS i, 0.5 AS f, NUMERIC '1.25' AS n, BIGNUMERIC '2.5' AS g, TRUE AS b,
          DATE '2000-01-02' AS d, DATETIME '2000-01-02 03:04:05.5' AS dt, TIME '03:04:05' AS t,
          TIMESTAMP '2000-01-02 03:04:05+00' AS ts, b'abc' AS y, [1, 2] AS a,
          STRUCT(1 AS p, 'q' AS r) AS st, [STRUCT([DATE '2000-01-02'] AS days)] AS nested
        UNION ALL
        SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        """;

    Table table = BigQueryTables.toTable(client.query(QueryJobConfiguration.of(sql)));
    Table first = table.where(table.stringColumn("s").isEqualTo("x"));
    Table second = table.where(table.stringColumn("s").isMissing());

    assertEquals(7L, first.longColumn("i").get(0));
    assertEquals(0.5, first.doubleColumn("f").get(0));
    assertEquals(1.25, first.doubleColumn("n").get(0));
    assertEquals(2.5, first.doubleColumn("g").get(0));
    assertEquals(true, first.booleanColumn("b").get(0));
    assertEquals(LocalDate.of(2000, 1, 2), first.dateColumn("d").get(0));
    assertEquals(LocalDateTime.parse("2000-01-02T03:04:05.5"), first.dateTimeColumn("dt").get(0));
    assertEquals(LocalTime.of(3, 4, 5), first.timeColumn("t").get(0));
    assertEquals(Instant.parse("2000-01-02T03:04:05Z"), first.instantColumn("ts").get(0));
    assertEquals("YWJj", first.stringColumn("y").get(0));
    assertEquals("[1, 2]", first.stringColumn("a").get(0));
    assertEquals("{p: 1, r: q}", first.stringColumn("st").get(0));
    assertEquals("[{days: [2000-01-02]}]", first.stringColumn("nested").get(0));
    for (String name : second.columnNames()) {
      boolean array = List.of("a", "nested").contains(name);
      assertEquals(array ? 0 : 1, second.column(name).countMissing(), name);
    }
    assertEquals("[]", second.stringColumn("a").get(0), "BigQuery has no NULL array in a result");
    assertEquals(ColumnType.LONG, table.column("i").type());
  }

  @Test
  void givenNumbersAtTheEdge_whenSelected_thenAsBigQueryWritesThem() throws InterruptedException {
    String sql =
        "SELECT CAST('NaN' AS FLOAT64), CAST('-inf' AS FLOAT64), 9223372036854775807,"
            + " NUMERIC '0.000', NUMERIC '1e20', '', 1e300";

    FieldValueList row = client.query(QueryJobConfiguration.of(sql)).getValues().iterator().next();

    assertEquals(
        List.of(
            "NaN", "-Infinity", "9223372036854775807", "0", "100000000000000000000", "", "1.0E300"),
        row.stream().map(FieldValue::getStringValue).toList());
    assertArrayEquals("".getBytes(UTF_8), row.get(5).getStringValue().getBytes(UTF_8));
  }

  @Test
  void givenColumnsWithoutAName_whenSelected_thenNumberedAmongThemselves()
      throws InterruptedException {
    var schema = client.query(QueryJobConfiguration.of("SELECT 1, 2 AS a, 3")).getSchema();

    assertEquals(
        List.of("f0_", "a", "f1_"),
        schema.getFields().stream().map(field -> field.getName()).toList());
  }
}
