package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.lstmworkbook.query.BigQueryTables;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Any table goes through SQL and comes back, whole and in part. */
class RoundTripProperties {

  /** An endpoint takes seconds to start, a query milliseconds: each serves many tables. */
  private static final int TABLES = 20;

  private static final int TRIES = 2;

  /** A null is a NULL. */
  record Values(String text, Long number, Double decimal, Boolean flag, LocalDate day) {

    boolean isWithin(LocalDate last, long least) {
      return day != null && number != null && !day.isAfter(last) && number >= least;
    }
  }

  @Property(tries = TRIES)
  void givenAnyTables_whenSelected_thenTheSame(@ForAll("tables") List<List<Values>> tables)
      throws InterruptedException {
    try (EmbeddedBigQuery endpoint = serve(tables)) {
      BigQuery client = endpoint.client();
      for (int t = 0; t < tables.size(); t++) {
        QueryJobConfiguration query =
            QueryJobConfiguration.newBuilder(
                    "SELECT * EXCEPT (i) FROM d.t%d ORDER BY i".formatted(t))
                .setMaxResults(3L)
                .build();

        Table selected = BigQueryTables.toTable(client.query(query));

        Table expected = table(t, tables.get(t)).removeColumns("i");
        assertEquals(expected.print(100), selected.setName(expected.name()).print(100));
      }
    }
  }

  /** The rows that a filter does not need stay behind: the answer must not show it. */
  @Property(tries = TRIES)
  void givenAnyTablesAndBounds_whenFiltered_thenThoseWithin(
      @ForAll("tables") List<List<Values>> tables, @ForAll("bounds") List<Values> bounds)
      throws InterruptedException {
    try (EmbeddedBigQuery endpoint = serve(tables)) {
      BigQuery client = endpoint.client();
      for (int t = 0; t < tables.size(); t++) {
        Values bound = bounds.get(t);
        LocalDate day = bound.day == null ? LocalDate.EPOCH : bound.day;
        long number = bound.number == null ? 0 : bound.number;
        QueryJobConfiguration query =
            QueryJobConfiguration.newBuilder(
                    "SELECT i FROM d.t%d WHERE day <= @day AND number >= @number ORDER BY i"
                        .formatted(t))
                .addNamedParameter("day", QueryParameterValue.date(day.toString()))
                .addNamedParameter("number", QueryParameterValue.int64(number))
                .build();

        Table selected = BigQueryTables.toTable(client.query(query));

        List<Values> rows = tables.get(t);
        List<Long> expected =
            LongStream.range(0, rows.size())
                .filter(i -> rows.get((int) i).isWithin(day, number))
                .boxed()
                .toList();
        assertEquals(expected, selected.longColumn("i").asList());
      }
    }
  }

  @Provide
  Arbitrary<List<List<Values>>> tables() {
    return rows().list().ofSize(TABLES);
  }

  @Provide
  Arbitrary<List<Values>> bounds() {
    return row().list().ofSize(TABLES);
  }

  private static Arbitrary<List<Values>> rows() {
    return row().list().ofMaxSize(8);
  }

  private static Arbitrary<Values> row() {
    return Combinators.combine(
            Arbitraries.strings()
                .withCharRange(' ', '\u2fff')
                .ofMinLength(1)
                .ofMaxLength(8)
                .injectNull(0.2),
            Arbitraries.longs().between(-Long.MAX_VALUE, Long.MAX_VALUE).injectNull(0.2),
            Arbitraries.doubles().injectNull(0.2),
            Arbitraries.of(true, false).injectNull(0.2),
            Arbitraries.integers()
                .between(-100_000, 100_000)
                .map(LocalDate::ofEpochDay)
                .injectNull(0.2))
        .as(Values::new);
  }

  private static EmbeddedBigQuery serve(List<List<Values>> tables) {
    List<StoredTable> stored = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      Table table = table(t, tables.get(t));
      TableName name = new TableName(EmbeddedBigQuery.PROJECT, "d", table.name());
      stored.add(new StoredTable(name, table.columns()));
    }
    return EmbeddedBigQuery.serve(() -> new Catalog(EmbeddedBigQuery.PROJECT, stored));
  }

  private static Table table(int t, List<Values> rows) {
    LongColumn index = LongColumn.create("i");
    StringColumn text = StringColumn.create("text");
    LongColumn number = LongColumn.create("number");
    DoubleColumn decimal = DoubleColumn.create("decimal");
    BooleanColumn flag = BooleanColumn.create("flag");
    DateColumn day = DateColumn.create("day");
    for (Values each : rows) {
      index.append(index.size());
      text.append(each.text);
      number.append(each.number);
      decimal.append(each.decimal);
      flag.append(each.flag);
      day.append(each.day);
    }
    return Table.create("t" + t, index, text, number, decimal, flag, day);
  }
}
