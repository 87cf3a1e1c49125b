package org.lstmworkbook.market;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lstmworkbook.market.CsvRecords.CsvRecord;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Turns the records of one ticker into dates and numbers, and takes note of what it made of them
 * and of what it could not read.
 */
final class CsvPrices {

  /** An extra column of {@link #table}: the line of the file that a row begins on. */
  static final String LINE = "line";

  private final CsvRecords csv;
  private final CsvDates dates;
  private final CsvNumbers numbers = new CsvNumbers();
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Table table;

  CsvPrices(CsvRecords csv, String ticker, List<CsvRecord> records) {
    this.csv = csv;
    List<CsvRecord> priced = records.stream().filter(each -> hasPrice(csv, each)).toList();
    this.dates = CsvDates.of(priced.stream().map(each -> csv.cell(each, "trade_date")).toList());
    for (CsvRecord each : priced) {
      DailyPrices.PRICES.forEach(column -> numbers.learn(csv.cell(each, column)));
      numbers.learn(csv.cell(each, "volume"));
    }
    this.table = table(ticker, priced);
    refuseSeveralStyles(priced);
    note(records.size() - priced.size(), "without any price skipped");
    if (numbers.decimalComma()) {
      notes.add("a comma before the fractions");
    }
    if (csv.delimiter() == ',' && numbers.isAmbiguous()) {
      notes.add("a comma between thousands: 1,234 is 1234");
    } else if (numbers.isAmbiguous()) {
      problems.add(
          0,
          "the numbers are written like 1,234 throughout, which may be 1.234 or 1234. Write them"
              + " with a point, as 1234.5.");
    }
  }

  /** Whether a record holds a price at all: vendors write "null" for days without one. */
  static boolean hasPrice(CsvRecords csv, CsvRecord each) {
    return DailyPrices.PRICES.stream()
        .anyMatch(column -> !CsvNumbers.isNothing(csv.cell(each, column)));
  }

  /**
   * The columns of {@link DailyPrices} and {@link #LINE}; a cell that could not be read is missing.
   */
  Table table() {
    return table;
  }

  /** What could not be read, each with line and column. */
  List<String> problems() {
    return problems;
  }

  /** What was understood, beyond the names of the columns. */
  List<String> notes() {
    return notes;
  }

  private Table table(String ticker, List<CsvRecord> records) {
    StringColumn tickers = StringColumn.create("ticker");
    DateColumn days = DateColumn.create("trade_date");
    LongColumn volumes = LongColumn.create("volume");
    LongColumn lines = LongColumn.create(LINE);
    List<DoubleColumn> prices =
        DailyPrices.PRICES.stream().map(name -> DoubleColumn.create(name)).toList();
    for (CsvRecord each : records) {
      tickers.append(ticker);
      days.append(day(each));
      for (DoubleColumn column : prices) {
        column.append(price(each, column.name()));
      }
      volume(each).ifPresentOrElse(volumes::append, volumes::appendMissing);
      lines.append(each.line());
    }
    if (!csv.columns().containsKey("volume")) {
      notes.add("no volume: 0 is used");
    } else {
      int without = (int) records.stream().filter(this::isWithoutVolume).count();
      int quiet = volumes.isEqualTo(0).size() - without;
      note(without, "without a volume: 0 is used");
      note(quiet < records.size() ? quiet : 0, "with volume 0");
    }
    Table rows = Table.create(csv.file().toString(), tickers, days);
    prices.forEach(rows::addColumns);
    return rows.addColumns(volumes, lines);
  }

  /** Two ways to write a day in one file are two programs' doing, and one may have misread it. */
  private void refuseSeveralStyles(List<CsvRecord> records) {
    Map<String, CsvRecord> styles = new LinkedHashMap<>();
    for (CsvRecord each : records) {
      String text = csv.cell(each, "trade_date");
      if (dates.parse(text).isPresent()) {
        styles.putIfAbsent(CsvDates.style(text), each);
      }
    }
    if (styles.size() > 1) {
      String ways =
          styles.values().stream()
              .map(each -> "line %d %s".formatted(each.line(), csv.cell(each, "trade_date")))
              .collect(Collectors.joining(", "));
      problems.add(
          0,
          "column trade_date: days are written in %d ways (%s), and one may be misread. Write all as 2000-03-01."
              .formatted(styles.size(), ways));
    }
  }

  private LocalDate day(CsvRecord each) {
    String text = csv.cell(each, "trade_date");
    Optional<LocalDate> day = dates.parse(text);
    if (day.isEmpty()) {
      complain(
          each,
          "trade_date",
          text.isEmpty()
              ? "there is no date. Fill it in, or remove the row."
              : Problems.quoted(text)
                  + (dates.isAmbiguous(text)
                      ? " may be two days: no date of the file tells whether the month or the day"
                          + " comes first. Write dates as 2000-03-01."
                      : " is not a date. Write it as 2000-03-01."));
    }
    return day.orElse(null);
  }

  private double price(CsvRecord each, String column) {
    String own = csv.columns().containsKey(column) ? column : "close";
    String text = csv.cell(each, own);
    Optional<BigDecimal> price = numbers.parse(text);
    if (price.isEmpty() && own.equals(column)) {
      complain(
          each,
          column,
          CsvNumbers.isNothing(text)
              ? "there is no price. Fill it in, or remove the row."
              : Problems.quoted(text) + " is not a number. Write it as 1234.5, or remove the row.");
    }
    return price.map(BigDecimal::doubleValue).orElse(Double.NaN);
  }

  private boolean isWithoutVolume(CsvRecord each) {
    return CsvNumbers.isNothing(csv.cell(each, "volume"));
  }

  private Optional<Long> volume(CsvRecord each) {
    if (isWithoutVolume(each)) {
      return Optional.of(0L);
    }
    Optional<Long> volume = numbers.volume(csv.cell(each, "volume"));
    if (volume.isEmpty()) {
      complain(
          each,
          "volume",
          Problems.quoted(csv.cell(each, "volume"))
              + " is not a number of shares. Write it as 1234567.");
    }
    return volume;
  }

  private void complain(CsvRecord each, String column, String what) {
    problems.add("line %d, column %s: %s".formatted(each.line(), column, what));
  }

  private void note(int rows, String what) {
    if (rows > 0) {
      notes.add("%,d %s %s".formatted(rows, rows == 1 ? "row" : "rows", what));
    }
  }
}
