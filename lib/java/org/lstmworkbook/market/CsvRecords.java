package org.lstmworkbook.market;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The records of a CSV file of daily prices, each with the line it begins on.
 *
 * @param columns where each column of {@link DailyPrices#COLUMNS} lies in a record; the header's
 *     case and other columns do not matter
 */
record CsvRecords(Path file, Map<String, Integer> columns, List<CsvRecord> records) {

  /** Cells as text, an empty one as "". */
  record CsvRecord(long line, List<String> cells) {

    boolean isBlank() {
      return cells.stream().allMatch(String::isEmpty);
    }
  }

  /**
   * Splits the file into records.
   *
   * @throws PriceDataException if a column is missing or named twice, the delimiter is not a comma,
   *     or a record has more or fewer cells than the header
   */
  static CsvRecords read(Path file) {
    List<CsvRecord> all = split(file, CsvText.read(file));
    CsvRecord header = all.get(0);
    Map<String, Integer> columns = columns(file, header);
    List<CsvRecord> records = all.subList(1, all.size());
    for (CsvRecord each : records) {
      if (each.cells.size() != header.cells.size()) {
        throw new PriceDataException(
            "%s, line %d has %d values where the header names %d columns. %s"
                .formatted(
                    file,
                    each.line,
                    each.cells.size(),
                    header.cells.size(),
                    each.cells.size() < header.cells.size()
                        ? "The row is cut short: complete or remove it."
                        : "Write numbers without commas inside, as 1234.5."));
      }
    }
    return new CsvRecords(file, columns, records);
  }

  String cell(CsvRecord of, String column) {
    return of.cells.get(columns.get(column));
  }

  private static List<CsvRecord> split(Path file, String text) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.getFormat().setComment('\0'); // a ticker may begin with #
    settings.setSkipEmptyLines(false); // else the parser's line count could not be followed
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setMaxCharsPerColumn(-1);
    CsvParser parser = new CsvParser(settings);
    parser.beginParsing(new StringReader(text));
    List<CsvRecord> records = new ArrayList<>();
    try {
      long line = 1;
      for (String[] cells = parser.parseNext(); cells != null; cells = parser.parseNext()) {
        CsvRecord each = new CsvRecord(line, List.of(cells));
        if (!each.isBlank()) {
          records.add(each);
        }
        line = parser.getContext().currentLine() + 1;
      }
    } catch (TextParsingException e) {
      throw new PriceDataException(
          "%s, line %d cannot be split into values. Check its quotes and commas."
              .formatted(file, e.getLineIndex() + 1),
          e);
    }
    return records;
  }

  private static Map<String, Integer> columns(Path file, CsvRecord header) {
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < header.cells.size(); i++) {
      String name = header.cells.get(i).toLowerCase(Locale.ROOT);
      if (columns.put(name, i) != null && DailyPrices.COLUMNS.contains(name)) {
        throw new PriceDataException(
            "%s, line %d names the column %s twice. Remove one."
                .formatted(file, header.line, name));
      }
    }
    for (String needed : DailyPrices.COLUMNS) {
      if (!columns.containsKey(needed)) {
        throw missing(file, header, needed);
      }
    }
    return columns;
  }

  private static PriceDataException missing(Path file, CsvRecord header, String column) {
    String names = String.join(",", header.cells);
    if (header.cells.size() == 1 && (names.contains(";") || names.contains("\t"))) {
      return new PriceDataException(
          ("%s, line %d: the columns are separated by %s."
                  + " Save it with commas, and with a point in numbers.")
              .formatted(file, header.line, names.contains(";") ? "semicolons" : "tabs"));
    }
    return new PriceDataException(
        "%s, line %d: there is no column %s among %s. Name the columns %s%s."
            .formatted(
                file,
                header.line,
                column,
                names,
                CsvText.columns(),
                column.equals("adj_close")
                    ? "; without splits and dividends adj_close is the close"
                    : ""));
  }
}
