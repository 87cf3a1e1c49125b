package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tech.tablesaw.api.Table;

/** Files as vendors write them, made at random: what is read must be what was written. */
class VendorFilesProperties {

  private enum Vendor {
    YAHOO("Date,Open,High,Low,Close,Adj Close,Volume", "yyyy-MM-dd", "", ","),
    NASDAQ("Date,Close/Last,Volume,Open,High,Low", "MM/dd/yyyy", "$", ","),
    STOOQ("<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>", "yyyyMMdd", "", ","),
    BANK("Datum;Schluss;Hoch;Tief;Open;Volumen", "dd.MM.yyyy", "", ";"),
    NSE("Date,Open,High,Low,Close,Volume", "dd-MMM-yyyy", "", ",");

    private final String header;
    private final DateTimeFormatter day;
    private final String currency;
    private final String delimiter;

    Vendor(String header, String day, String currency, String delimiter) {
      this.header = header;
      this.day = DateTimeFormatter.ofPattern(day, Locale.ENGLISH);
      this.currency = currency;
      this.delimiter = delimiter;
    }

    private String price(double value) {
      String text = String.format(Locale.ROOT, "%.2f", value);
      return currency + (this == BANK ? text.replace('.', ',') : text);
    }
  }

  private enum Encoding {
    UTF_8(StandardCharsets.UTF_8, ""),
    WITH_MARK(StandardCharsets.UTF_8, "\uFEFF"),
    UTF_16(StandardCharsets.UTF_16, ""),
    WINDOWS(Charset.forName("windows-1252"), "");

    private final Charset charset;
    private final String mark;

    Encoding(Charset charset, String mark) {
      this.charset = charset;
      this.mark = mark;
    }
  }

  private enum LineEnd {
    UNIX("\n"),
    WINDOWS("\r\n"),
    MAC("\r");

    private final String text;

    LineEnd(String text) {
      this.text = text;
    }
  }

  @Property(tries = 120)
  void givenAnyVendorsFile_whenRead_thenTheRowsAreThoseThatWereWritten(
      @ForAll Vendor vendor,
      @ForAll Encoding encoding,
      @ForAll LineEnd end,
      @ForAll boolean newestFirst,
      @ForAll boolean extraColumn,
      @ForAll @IntRange(min = 0, max = 29) int withoutPrice)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add(line(vendor, i, i == withoutPrice) + (extraColumn ? vendor.delimiter + "né" : ""));
    }
    if (newestFirst) {
      Collections.reverse(lines);
    }
    lines.add(0, vendor.header + (extraColumn ? vendor.delimiter + "Note" : ""));
    Path file = Files.createTempFile("prices", ".csv");
    try {
      String text = encoding.mark + String.join(end.text, lines) + end.text;
      Files.write(file, text.getBytes(encoding.charset));

      Table prices = PriceCsv.read(file, "A");

      assertEquals(29, prices.rowCount());
      for (int row = 0; row < 29; row++) {
        int i = row < withoutPrice ? row : row + 1;
        assertEquals(day(i), prices.dateColumn("trade_date").get(row));
        assertEquals(100.25 + i, prices.doubleColumn("close").getDouble(row));
        assertEquals(99.75 + i, prices.doubleColumn("open").getDouble(row));
        assertEquals(1000L + i, prices.longColumn("volume").getLong(row));
      }
    } finally {
      Files.delete(file);
    }
  }

  private static LocalDate day(int i) {
    return LocalDate.of(2020, 1, 1).plusDays(i);
  }

  private static String line(Vendor vendor, int i, boolean withoutPrice) {
    List<String> cells = new ArrayList<>();
    for (String name : vendor.header.split("[,;]", -1)) {
      String plain = name.replaceAll("[<>]", "").toLowerCase(Locale.ROOT);
      switch (plain) {
        case "date", "datum" -> cells.add(vendor.day.format(day(i)));
        case "volume", "vol", "volumen" -> cells.add(String.valueOf(1000 + i));
        case "open" -> cells.add(price(vendor, withoutPrice, 99.75 + i));
        case "high", "hoch" -> cells.add(price(vendor, withoutPrice, 101.5 + i));
        case "low", "tief" -> cells.add(price(vendor, withoutPrice, 99.25 + i));
        default -> cells.add(price(vendor, withoutPrice, 100.25 + i));
      }
    }
    return String.join(vendor.delimiter, cells);
  }

  private static String price(Vendor vendor, boolean without, double value) {
    return without ? "null" : vendor.price(value);
  }
}
