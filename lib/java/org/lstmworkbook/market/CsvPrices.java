package org.lstmworkbook.market;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.lstmworkbook.market.CsvRecords.CsvRecord;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Turns the cells of a CSV file into dates and numbers. */
final class CsvPrices {

  /** An extra column of {@link #typed}: the line of the file that a row begins on. */
  static final String LINE = "line";

  private final CsvRecords csv;

  private CsvPrices(CsvRecords csv) {
    this.csv = csv;
  }

  /**
   * Reads all rows, whatever their ticker: the columns of {@link DailyPrices} and {@link #LINE}.
   *
   * @throws PriceDataException if there is no row, or a cell is not of its column's type
   */
  static Table typed(Path file) {
    CsvRecords csv = CsvRecords.read(file);
    if (csv.records().isEmpty()) {
      throw new PriceDataException(file + " has a header but no rows. Add the prices.");
    }
    return new CsvPrices(csv).table();
  }

  private Table table() {
    Table table = Table.create(csv.file().toString());
    for (String name : DailyPrices.COLUMNS) {
      switch (name) {
        case "ticker" -> table.addColumns(tickers());
        case "trade_date" -> table.addColumns(days());
        case "volume" -> table.addColumns(volumes());
        default -> table.addColumns(prices(name));
      }
    }
    LongColumn lines = LongColumn.create(LINE);
    csv.records().forEach(each -> lines.append(each.line()));
    return table.addColumns(lines);
  }

  private StringColumn tickers() {
    StringColumn tickers = StringColumn.create("ticker");
    for (CsvRecord each : csv.records()) {
      tickers.append(filled(each, "ticker"));
    }
    return tickers;
  }

  private DateColumn days() {
    DateColumn days = DateColumn.create("trade_date");
    for (CsvRecord each : csv.records()) {
      String text = filled(each, "trade_date");
      try {
        days.append(LocalDate.parse(text));
      } catch (DateTimeParseException e) {
        throw fault(each, "trade_date", quoted(text) + " is not a date. Write it as 2000-03-01.");
      }
    }
    return days;
  }

  private DoubleColumn prices(String name) {
    DoubleColumn prices = DoubleColumn.create(name);
    for (CsvRecord each : csv.records()) {
      prices.append(number(each, name).doubleValue());
    }
    return prices;
  }

  private LongColumn volumes() {
    LongColumn volumes = LongColumn.create("volume");
    for (CsvRecord each : csv.records()) {
      try {
        volumes.append(number(each, "volume").longValueExact());
      } catch (ArithmeticException e) {
        throw fault(
            each,
            "volume",
            quoted(csv.cell(each, "volume")) + " is not a whole number of shares. Correct it.");
      }
    }
    return volumes;
  }

  /** BigDecimal takes what a file may hold, and refuses Java's own NaN, 1f and 0x1p3. */
  private BigDecimal number(CsvRecord each, String column) {
    String text = filled(each, column);
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw fault(
          each, column, quoted(text) + " is not a number. Write it as 1234.5, or remove the row.");
    }
  }

  private String filled(CsvRecord each, String column) {
    String text = csv.cell(each, column);
    if (text.isEmpty()) {
      throw fault(each, column, "there is no value. Fill it in, or remove the row.");
    }
    return text;
  }

  private PriceDataException fault(CsvRecord each, String column, String what) {
    return new PriceDataException(
        "%s, line %d, column %s: %s".formatted(csv.file(), each.line(), column, what));
  }

  private static String quoted(String text) {
    return '"' + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + '"';
  }
}
