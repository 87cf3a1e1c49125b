package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.VendorFile.Day;
import org.lstmworkbook.market.VendorFile.Encoding;
import org.lstmworkbook.market.VendorFile.LineEnd;
import org.lstmworkbook.market.VendorFile.Vendor;
import tech.tablesaw.api.Table;

/**
 * Files as vendors write them, made at random: what is read must be what was written, and a fault
 * must be refused by its line.
 */
class VendorFilesProperties {

  private static final int DAYS = 30;

  private enum Fault {
    CLOSE_ABOVE_HIGH("is above the high"),
    CLOSE_BELOW_LOW("is below the low"),
    NEGATIVE("is not a price"),
    TWICE("comes twice, first in line"),
    NO_DATE("is not a date"),
    TEXT("is not a number"),
    CUT_SHORT("The row is cut short");

    private final String says;

    Fault(String says) {
      this.says = says;
    }

    private String row(VendorFile file, Day day) {
      return switch (this) {
        case CLOSE_ABOVE_HIGH -> file.row(with(day, 1.5 * day.close()));
        case CLOSE_BELOW_LOW -> file.row(with(day, day.close() / 1.5));
        case NEGATIVE -> file.row(with(day, -day.close()));
        case TWICE -> file.row(Day.of(0));
        case NO_DATE -> file.row(day).replaceFirst("2020|15\\d{8,}|^20/", "x");
        case TEXT -> file.row(day).replaceFirst("\\d{2}[.,]25", "l$0");
        case CUT_SHORT -> file.row(day).replaceFirst("[,;\t][^,;\t]*$", "");
      };
    }

    private static Day with(Day d, double close) {
      return new Day(d.day(), d.open(), d.high(), d.low(), close, d.adj(), d.volume());
    }
  }

  @Property(tries = 200)
  void givenAnyVendorsFile_whenRead_thenTheRowsAreThoseThatWereWritten(
      @ForAll Vendor vendor,
      @ForAll Encoding encoding,
      @ForAll LineEnd end,
      @ForAll boolean newestFirst,
      @ForAll boolean extraColumn,
      @ForAll @IntRange(min = 0, max = DAYS - 1) int withoutPrice)
      throws IOException {
    VendorFile written = new VendorFile(vendor, DAYS);
    written.withoutPrice(withoutPrice);
    if (extraColumn) {
      written.extraColumn();
    }
    if (newestFirst) {
      written.newestFirst();
    }

    Table prices = read(written.bytes(encoding, end, extraColumn));

    assertEquals(DAYS - 1, prices.rowCount());
    for (int row = 0; row < DAYS - 1; row++) {
      assertRow(Day.of(row < withoutPrice ? row : row + 1), vendor, prices, row);
    }
  }

  private static Table read(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("prices", ".csv");
    try {
      return PriceCsv.read(Files.write(file, bytes), "A");
    } finally {
      Files.delete(file);
    }
  }

  private static void assertRow(Day day, Vendor vendor, Table prices, int row) {
    assertEquals("A", prices.stringColumn("ticker").get(row));
    assertEquals(day.day(), prices.dateColumn("trade_date").get(row));
    assertEquals(day.open(), prices.doubleColumn("open").getDouble(row));
    assertEquals(day.high(), prices.doubleColumn("high").getDouble(row));
    assertEquals(day.low(), prices.doubleColumn("low").getDouble(row));
    assertEquals(day.close(), prices.doubleColumn("close").getDouble(row));
    assertEquals(
        vendor.adjusts() ? day.adj() : day.close(),
        prices.doubleColumn("adj_close").getDouble(row));
    assertEquals(day.volume(), prices.longColumn("volume").getLong(row));
  }

  @Property(tries = 200)
  void givenAFaultInAnyVendorsFile_whenRead_thenItsLineIsNamed(
      @ForAll Vendor vendor,
      @ForAll Encoding encoding,
      @ForAll LineEnd end,
      @ForAll Fault fault,
      @ForAll @IntRange(min = 1, max = DAYS - 1) int at)
      throws IOException {
    VendorFile written = new VendorFile(vendor, DAYS);
    written.set(at, fault.row(written, Day.of(at)));
    byte[] bytes = written.bytes(encoding, end, false);

    String message = assertThrows(UserException.class, () -> read(bytes)).getMessage();

    assertTrue(message.contains("line " + written.line(at)), message);
    assertTrue(message.contains(fault.says), message);
  }
}
