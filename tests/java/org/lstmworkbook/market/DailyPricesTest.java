package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class DailyPricesTest {

  private static final LocalDate MONDAY = LocalDate.of(2020, 1, 6);

  @Test
  void givenAnyOrderAndNumericTypes_whenChecked_thenSortedDoublesAndLongs() {
    Table checked =
        DailyPrices.checked(
            Table.create(
                IntColumn.create("volume", 20, 10),
                DoubleColumn.create("extra", 1, 2),
                IntColumn.create("open", 12, 11),
                LongColumn.create("high", 123_456_789L, 12L),
                DoubleColumn.create("low", 11, 10),
                DoubleColumn.create("close", 12.5, 11.5),
                DoubleColumn.create("adj_close", 6.25, 5.75),
                DateColumn.create("trade_date", MONDAY.plusDays(1), MONDAY),
                StringColumn.create("ticker", "IBM", "IBM")));

    assertEquals(DailyPrices.COLUMNS, checked.columnNames());
    assertEquals(ColumnType.DOUBLE, checked.column("open").type());
    assertEquals(ColumnType.LONG, checked.column("volume").type());
    assertEquals(MONDAY, checked.dateColumn("trade_date").get(0));
    assertEquals(11, checked.doubleColumn("open").getDouble(0));
    assertEquals(123_456_789, checked.doubleColumn("high").getDouble(1), "not rounded to 32 bits");
    assertEquals(10L, checked.longColumn("volume").getLong(0));
  }

  @Test
  void givenATableToCheck_whenChecked_thenItIsLeftAsItWas() {
    Table raw = good();
    Table before = raw.copy();

    DailyPrices.checked(raw);

    assertEquals(before.print(), raw.print());
  }

  @Test
  void givenAMissingOrWrongColumn_whenChecked_thenTheCureIsSql() {
    assertTrue(refused(good().removeColumns("close")).contains("no column close; it has ticker"));
    Table text = good().replaceColumn(StringColumn.create("close", "1", "2"));
    assertTrue(refused(text).contains("Select CAST(close AS FLOAT64) AS close."));
    Table noDate = good().replaceColumn(StringColumn.create("trade_date", "1", "2"));
    assertTrue(refused(noDate).contains("Select CAST(trade_date AS DATE) AS trade_date."));
  }

  @Test
  void givenARowThatBreaksARule_whenChecked_thenRowAndColumnAreNamed() {
    Table missing = good();
    missing.doubleColumn("low").setMissing(1);
    assertTrue(refused(missing).contains("row 2, column low: there is no price"));

    Table negative = good();
    negative.doubleColumn("adj_close").set(0, -1);
    assertTrue(refused(negative).contains("row 1, column adj_close: -1.0 is not a price"));

    Table infinite = good();
    infinite.doubleColumn("high").set(0, Double.POSITIVE_INFINITY);
    assertTrue(refused(infinite).contains("row 1, column high: Infinity is not a price"));

    Table noDay = good();
    noDay.dateColumn("trade_date").setMissing(1);
    assertTrue(refused(noDay).contains("row 2, column trade_date: there is no date"));

    Table noVolume = good();
    noVolume.longColumn("volume").setMissing(0);
    assertTrue(refused(noVolume).contains("row 1, column volume: there is no volume"));

    Table twice = good();
    twice.dateColumn("trade_date").set(1, MONDAY);
    assertTrue(refused(twice).contains("2020-01-06 comes twice, first in row 1"));
  }

  @Test
  void givenTwoTickers_whenChecked_thenBothAreNamed() {
    Table mixed = good();
    mixed.stringColumn("ticker").set(1, "AAPL");
    assertTrue(refused(mixed).contains("holds the prices of AAPL, IBM. Take one ticker at a time"));
  }

  @Test
  void givenOneDay_whenChecked_thenRefused() {
    assertTrue(refused(good().first(1)).contains("prices of 1 trading day(s)"));
  }

  private static String refused(Table table) {
    return assertThrows(UserException.class, () -> DailyPrices.checked(table)).getMessage();
  }

  private static Table good() {
    return Table.create(
        StringColumn.create("ticker", "IBM", "IBM"),
        DateColumn.create("trade_date", MONDAY, MONDAY.plusDays(1)),
        DoubleColumn.create("open", 11, 12),
        DoubleColumn.create("high", 12, 13),
        DoubleColumn.create("low", 10, 11),
        DoubleColumn.create("close", 11.5, 12.5),
        DoubleColumn.create("adj_close", 5.75, 6.25),
        LongColumn.create("volume", 10, 20));
  }
}
