package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.lstmworkbook.market.BigQueryTables;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Any table goes through SQL and comes back, whole and in part. */
class RoundTripProperties {

  /** A null is a NULL. */
  record Values(String text, Long number, Double decimal, Boolean flag, LocalDate day) {

    boolean isWithin(LocalDate last, long least) {
      return day != null && number != null && !day.isAfter(last) && number >= least;
    }
  }

  @Property(tries = 40)
  void givenAnyRows_whenSelected_thenTheSameTable(@ForAll("rows") List<Values> rows)
      throws InterruptedException {
    Table table = table(rows);
    try (EmbeddedBigQuery endpoint = serve(table)) {
      QueryJobConfiguration query =
          QueryJobConfiguration.newBuilder("SELECT * EXCEPT (i) FROM d.t ORDER BY i")
              .setMaxResults(3L)
              .build();

      Table selected = BigQueryTables.toTable(endpoint.client().query(query));

      assertEquals(table.removeColumns("i").print(100), selected.setName("t").print(100));
    }
  }

  /** The rows that a filter does not need stay behind: the answer must not show it. */
  @Property(tries = 40)
  void givenAnyRowsAndBounds_whenFiltered_thenThoseWithin(
      @ForAll("rows") List<Values> rows, @ForAll("row") Values bound) throws InterruptedException {
    LocalDate day = bound.day == null ? LocalDate.EPOCH : bound.day;
    long number = bound.number == null ? 0 : bound.number;
    Table table = table(rows);
    try (EmbeddedBigQuery endpoint = serve(table)) {
      QueryJobConfiguration query =
          QueryJobConfiguration.newBuilder(
                  "SELECT i FROM d.t WHERE day <= @day AND number >= @number ORDER BY i")
              .addNamedParameter("day", QueryParameterValue.date(day.toString()))
              .addNamedParameter("number", QueryParameterValue.int64(number))
              .build();

      Table selected = BigQueryTables.toTable(endpoint.client().query(query));

      List<Long> expected =
          LongStream.range(0, rows.size())
              .filter(i -> rows.get((int) i).isWithin(day, number))
              .boxed()
              .toList();
      assertEquals(expected, selected.longColumn("i").asList());
    }
  }

  @Provide
  Arbitrary<List<Values>> rows() {
    return row().list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<Values> row() {
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

  private static EmbeddedBigQuery serve(Table table) {
    TableName name = new TableName(EmbeddedBigQuery.PROJECT, "d", "t");
    return EmbeddedBigQuery.serve(
        () ->
            new Catalog(EmbeddedBigQuery.PROJECT, List.of(new StoredTable(name, table.columns()))));
  }

  private static Table table(List<Values> rows) {
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
    return Table.create("t", index, text, number, decimal, flag, day);
  }
}
