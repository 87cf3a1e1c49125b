package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableViewTest {

  private static String html(Table table) {
    return (String) TableView.bundle(table).get("text/html");
  }

  private static String text(Table table) {
    return (String) TableView.bundle(table).get("text/plain");
  }

  @Test
  void givenMarkupInATable_whenShown_thenItIsEscaped() {
    var table = Table.create(StringColumn.create("<b>name</b>", "<script>alert(1)</script>"));

    assertTrue(html(table).contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertTrue(html(table).contains("&lt;b&gt;name&lt;/b&gt;"));
    assertFalse(html(table).contains("<script>"));
  }

  @Test
  void givenPrices_whenShown_thenNumbersStandRightAndDatesAreIso() {
    var table =
        Table.create(
            DateColumn.create("trade_date", LocalDate.of(2010, 8, 2)),
            DoubleColumn.create("close", 130.76),
            LongColumn.create("volume", 5_366_700L),
            IntColumn.create("year", new int[] {2010}));

    assertTrue(html(table).contains("<td style=\"text-align:left\">2010-08-02</td>"));
    assertTrue(html(table).contains("<td style=\"text-align:right\">130.76</td>"));
    assertTrue(html(table).contains("<td style=\"text-align:right\">5,366,700</td>"));
    assertTrue(html(table).contains("<td style=\"text-align:right\">2010</td>"));
    assertTrue(html(table).contains("1 row × 4 columns"));
  }

  @Test
  void givenNumbersOfManySizes_whenShown_thenAColumnSharesItsDecimals() {
    var table =
        Table.create(
            DoubleColumn.create("return", 0.0123456, -0.1, 0.02),
            DoubleColumn.create("whole", 3.0, 5.0, -4.0),
            DoubleColumn.create("coin", 1.5e-9, 2e-9, 0),
            DoubleColumn.create("chance", 1.5e-9, 2e-3, 1e-7),
            DoubleColumn.create("missing", 1.5, Double.NaN, 2));

    String[] lines = text(table).split("\n", -1);
    assertEquals("   return  whole          coin     chance  missing", lines[0]);
    assertEquals(" 0.012346      3  0.0000000015  1.500e-09      1.5", lines[1]);
    assertEquals("-0.100000      5  0.0000000020   0.002000        –", lines[2]);
  }

  @Test
  void givenPValues_whenShown_thenFourDecimalsAndNoneIsZero() {
    var table =
        Table.create(
            DoubleColumn.create("p", 1.5e-9, 0.05381, 0.99996),
            DoubleColumn.create("p IBM", 0.0001, Double.NaN, 0),
            DoubleColumn.create("price", 1.5, 2.5, 3.5));

    String[] lines = text(table).split("\n", -1);
    assertEquals("       p     p IBM  price", lines[0]);
    assertEquals("< 0.0001    0.0001    1.5", lines[1]);
    assertEquals("  0.0538         –    2.5", lines[2]);
    assertEquals("  1.0000  < 0.0001    3.5", lines[3]);
    assertTrue(html(table).contains("<td style=\"text-align:right\">&lt; 0.0001</td>"));
  }

  @Test
  void givenALongTable_whenShown_thenFirstAndLastRowsAndTheCountOfTheRest() {
    int[] numbers = IntStream.range(0, 1_234).toArray();
    var table = Table.create(IntColumn.create("i", numbers));

    String text = text(table);
    assertTrue(text.contains("\n   9\n… 1,219 more rows\n1229\n"), text);
    assertTrue(text.endsWith("1,234 rows × 1 column"), text);
    assertEquals(15 + 1 + 1, html(table).split("<tr>", -1).length - 1, "rows, the gap, the head");
  }

  @Test
  void givenNoRows_whenShown_thenTheHeadAndTheCount() {
    assertEquals("i\n0 rows × 1 column", text(Table.create(IntColumn.create("i"))));
  }
}
