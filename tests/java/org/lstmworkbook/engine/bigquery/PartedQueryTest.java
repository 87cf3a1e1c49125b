package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.zetasql.Value;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.Column;

/** What a query gives over many parts of a table is what it gives over the whole. */
class PartedQueryTest {

  private static final Catalog TABLES =
      new Catalog("p", List.of(prices("d", 600), prices("parts", 600), names()));
  private static final SqlEngine WHOLE = new SqlEngine(TABLES);
  private static final SqlEngine PARTED = new SqlEngine(TABLES, 10_000);

  /** Six tickers and one without a name; whole prices, so that sums do not depend on the order. */
  private static StoredTable prices(String name, int rows) {
    StringColumn tickers = StringColumn.create("ticker");
    DateColumn days = DateColumn.create("day");
    DoubleColumn closes = DoubleColumn.create("close");
    LongColumn volumes = LongColumn.create("volume");
    for (int row = 0; row < rows; row++) {
      int ticker = row * 31 % 7;
      tickers.append(ticker == 6 ? "" : "T" + ticker);
      days.append(LocalDate.of(2000, 1, 1).plusDays(row / 7));
      if (row % 50 == 3) {
        closes.appendMissing();
      } else {
        closes.append((double) (row * 7919L % 101 - 50));
      }
      volumes.append(row * 104_729L % 1000);
    }
    List<Column<?>> columns = List.of(tickers, days, closes, volumes);
    return new StoredTable(new TableName("p", "m", name), columns);
  }

  private static StoredTable names() {
    List<Column<?>> columns =
        List.of(
            StringColumn.create("ticker", "T1", "T2", "T9"),
            StringColumn.create("name", "One", "Two", "Nine"));
    return new StoredTable(new TableName("p", "m", "names"), columns);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM m.d ORDER BY ticker, day",
        "SELECT day, close * 2 AS c FROM m.d WHERE volume > 300 OR close IS NULL ORDER BY day, c",
        "SELECT ticker, day, close FROM m.d ORDER BY close DESC, ticker, day LIMIT 7",
        "SELECT ticker, day, close FROM m.d ORDER BY close, ticker, day LIMIT 20",
        "SELECT ticker, day FROM m.d ORDER BY close NULLS LAST, ticker, day LIMIT 9",
        "SELECT ticker, day FROM m.d ORDER BY close + volume, ticker, day LIMIT 11",
        "SELECT ticker, day FROM m.d ORDER BY volume, ticker, day LIMIT 5 OFFSET 100",
        "SELECT close AS c1, day AS _order_0 FROM m.parts ORDER BY close + volume, day LIMIT 11",
        "WITH parts AS (SELECT ticker AS c1, close AS c0, day FROM m.parts) SELECT c1, MAX(c0) AS c0"
            + " FROM parts GROUP BY c1, EXTRACT(MONTH FROM day) ORDER BY c0 DESC, c1",
        "SELECT ticker, COUNT(*), AVG(close), STDDEV(close) FROM m.d GROUP BY ticker ORDER BY 1",
        "SELECT ticker FROM m.d GROUP BY ticker ORDER BY MAX(close / 2) DESC, ticker LIMIT 2",
        "SELECT ticker, MAX(day) AS d FROM m.d GROUP BY ticker HAVING COUNT(close) > 83 ORDER BY 1",
        "SELECT DISTINCT ticker FROM m.d ORDER BY ticker DESC",
        "SELECT COUNT(*), COUNT(close), SUM(close), MIN(day), MAX(ticker), COUNTIF(volume > 500),"
            + " LOGICAL_OR(volume = 5) FROM m.d",
        "SELECT EXTRACT(MONTH FROM day) AS m, SUM(close), MAX(volume) FROM m.d GROUP BY m"
            + " ORDER BY SUM(close) DESC, m",
        "SELECT ticker, day, close - LAG(close) OVER (PARTITION BY ticker ORDER BY day) AS r"
            + " FROM m.d ORDER BY ticker, day",
        "WITH r AS (SELECT ticker, day, close - LAG(close) OVER (PARTITION BY ticker ORDER BY day)"
            + " AS x FROM m.d) SELECT ticker, SUM(x) AS s FROM r GROUP BY ticker ORDER BY s, ticker",
        "SELECT * FROM m.d WHERE TRUE QUALIFY ROW_NUMBER() OVER (PARTITION BY ticker ORDER BY day"
            + " DESC) = 1 ORDER BY ticker, day",
        "SELECT d.ticker, n.name, day FROM m.d AS d JOIN m.names AS n USING (ticker)"
            + " ORDER BY ticker, day",
        "SELECT d.day, n.name, d.close FROM m.d AS d LEFT JOIN m.names AS n USING (ticker)"
            + " ORDER BY day, name, close",
        "SELECT a.ticker, a.day, b.close FROM m.d AS a JOIN m.d AS b ON a.ticker = b.ticker"
            + " AND b.day = DATE_SUB(a.day, INTERVAL 1 DAY) ORDER BY a.ticker, a.day",
        "SELECT a.ticker, a.day, b.close FROM m.d AS a LEFT JOIN m.d AS b ON a.ticker = b.ticker"
            + " AND b.day = DATE_ADD(a.day, INTERVAL 80 DAY) ORDER BY a.ticker, a.day",
        "SELECT a.ticker, a.day, SUM(b.close) FROM m.d AS a JOIN m.d AS b ON a.ticker = b.ticker"
            + " AND b.day BETWEEN DATE_SUB(a.day, INTERVAL 7 DAY) AND a.day GROUP BY 1, 2"
            + " ORDER BY 1, 2",
        "SELECT ticker, x, COUNT(*) FROM m.d, UNNEST([1, 2]) AS x GROUP BY ticker, x ORDER BY 1, 2",
        "SELECT ticker, day FROM m.d WHERE ticker IN (SELECT ticker FROM m.names)"
            + " ORDER BY ticker, day",
        "SELECT ticker, day FROM m.d WHERE day IN (SELECT MAX(day) FROM m.d GROUP BY ticker)"
            + " ORDER BY ticker, day",
        "SELECT volume, COUNT(DISTINCT ticker) FROM m.d GROUP BY volume ORDER BY volume LIMIT 30",
      })
  void givenALargeTable_whenCut_thenTheRowsOfTheWhole(String sql) throws IOException {
    assertEquals(rows(WHOLE, sql), rows(PARTED, sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT AVG(close) FROM m.d",
        "SELECT COUNT(DISTINCT ticker) FROM m.d",
        "SELECT SUM(close) / 2 FROM m.d",
        "SELECT COUNT(*) FROM m.d GROUP BY EXTRACT(MONTH FROM day)",
        "SELECT LAG(close) OVER (ORDER BY day) FROM m.d",
        "SELECT n.name, d.day FROM m.names AS n LEFT JOIN m.d AS d USING (ticker)",
        "SELECT a.day FROM m.d AS a, m.d AS b WHERE a.ticker < b.ticker",
        "SELECT day FROM m.d WHERE day < CURRENT_DATE()",
        "SELECT day FROM m.d UNION ALL SELECT day FROM m.d",
        "SELECT ROUND(close), COUNT(DISTINCT day) FROM m.d GROUP BY 1",
        "SELECT ticker, COUNT(*) FROM m.d GROUP BY ROLLUP (ticker)",
      })
  void givenWhatNeedsTheWholeTable_whenTooLarge_thenTheCureIsSaid(String sql) {
    var error = assertThrows(ApiException.class, () -> rows(PARTED, sql));

    assertEquals("resourcesExceeded", error.reason(), error.getMessage());
    assertTrue(error.getMessage().contains("filter on one ticker"), error.getMessage());
  }

  /** 60,000 rows are more than 4 MiB, both on the way there and back. */
  @Test
  void givenMoreThanTheEvaluatorTakes_whenAllIsSelected_thenEachRowOnceInOrder()
      throws IOException {
    Catalog many = new Catalog("p", List.of(prices("d", 100_000)));
    List<String> days =
        rows(new SqlEngine(many), "SELECT * FROM m.d ORDER BY day, ticker").stream()
            .map(row -> row.split(" ", 3)[1])
            .toList();

    assertEquals(
        IntStream.range(0, 100_000)
            .mapToObj(row -> LocalDate.of(2000, 1, 1).plusDays(row / 7).toString())
            .toList(),
        days);
  }

  private static List<String> rows(SqlEngine engine, String sql) throws IOException {
    List<String> rows = new ArrayList<>();
    engine.run(
        engine.plan(new JobConfigurationQuery().setQuery(sql)),
        row -> rows.add(String.join(" ", row.stream().map(PartedQueryTest::text).toList())));
    return rows;
  }

  private static String text(Value value) {
    return value.isNull() ? "NULL" : RestTypes.text(value);
  }
}
