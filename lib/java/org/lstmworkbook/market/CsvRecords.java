package org.lstmworkbook.market;

import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.lstmworkbook.UserException;

/**
 * The records of a file of daily prices: commas, semicolons, tabs or bars between the values, the
 * header in one of the first lines.
 *
 * @param delimiter what stands between the values
 * @param charset what the file was read as
 * @param header the names of the columns, as the file writes them
 * @param columns where each column of {@link DailyPrices#COLUMNS} lies in a record, if it is there
 * @param records those after the header; blank ones are left out, and the header written again, as
 *     where two files were put together
 */
record CsvRecords(
    Path file,
    char delimiter,
    Charset charset,
    CsvRecord header,
    Map<String, Integer> columns,
    List<CsvRecord> records) {

  private static final int FIRST_LINES = 30;

  /** Cells as text, an empty one as "", and the line that the record begins on. */
  record CsvRecord(long line, List<String> cells) {

    boolean isBlank() {
      return cells.stream().allMatch(String::isEmpty);
    }

    /** Cells up to the last that is not empty. */
    int length() {
      return cells.size() - Iterables.indexOf(Lists.reverse(cells), cell -> !cell.isEmpty());
    }

    /** Whether it neither ends before the header does nor goes on behind it. */
    boolean fits(CsvRecord header) {
      return cells.size() >= header.length() && length() <= header.cells.size();
    }
  }

  /**
   * Splits the file into records.
   *
   * @throws UserException if there is no header, it has several rows, or a column that is needed is
   *     missing or named twice
   */
  static CsvRecords read(Path file) {
    CsvText text = CsvText.read(file);
    char delimiter = delimiter(text.text());
    List<CsvRecord> all = new ArrayList<>();
    Optional<Long> broken = split(text.text(), delimiter, Long.MAX_VALUE, all);
    if (broken.isPresent()) {
      throw new UserException(
          "%s, line %d cannot be split into values. Check its quotes."
              .formatted(file, broken.get()));
    }
    if (all.isEmpty()) {
      throw new UserException(file + " holds no value. Add a header and the prices.");
    }
    CsvRecord header = header(all.subList(0, Math.min(FIRST_LINES, all.size())));
    List<CsvRecord> records =
        all.subList(all.indexOf(header) + 1, all.size()).stream()
            .filter(each -> !each.cells().equals(header.cells()))
            .toList();
    Map<String, Integer> columns = ColumnNames.find(header.cells());
    refuseSeveralHeaders(file, header, records);
    refuseMissing(file, text.charset(), header, columns);
    return new CsvRecords(file, delimiter, text.charset(), header, columns, records);
  }

  /** A cell's text; "" where the file has no such column. */
  String cell(CsvRecord of, String column) {
    Integer index = columns.get(column);
    return index == null ? "" : of.cells.get(index);
  }

  private static int known(CsvRecord header) {
    return ColumnNames.find(header.cells).size();
  }

  /** The line that names most columns, the first of such: what stands before it is a preface. */
  private static CsvRecord header(List<CsvRecord> first) {
    return Collections.max(first, Comparator.comparingInt(CsvRecords::known));
  }

  /** The delimiter by which one of the first lines names most columns; the first of such. */
  private static char delimiter(String text) {
    return Collections.max(
        List.of(',', ';', '\t', '|'),
        Comparator.comparingInt(
            each -> {
              List<CsvRecord> first = new ArrayList<>();
              split(text, each, FIRST_LINES, first);
              return first.isEmpty() ? 0 : known(header(first));
            }));
  }

  /** Adds the records, at most so many; tells the line of one that cannot be split. */
  private static Optional<Long> split(
      String text, char delimiter, long most, List<CsvRecord> records) {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(delimiter)
            .setIgnoreEmptyLines(false)
            .setIgnoreSurroundingSpaces(true)
            .get();
    long line = 1;
    try (CSVParser parser = CSVParser.parse(text, format)) {
      Iterator<CSVRecord> each = parser.iterator();
      while (records.size() < most && each.hasNext()) {
        CsvRecord record = new CsvRecord(line, each.next().stream().map(CsvRecords::bare).toList());
        if (!record.isBlank()) {
          records.add(record);
        }
        line = parser.getCurrentLineNumber() + 1;
      }
      return Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.of(line);
    }
  }

  /** The value itself where a program for spreadsheets was kept from changing it: ="007". */
  private static String bare(String cell) {
    return cell.strip().replaceFirst("^=\"(.*)\"$", "$1");
  }

  private static void refuseSeveralHeaders(Path file, CsvRecord header, List<CsvRecord> records) {
    for (CsvRecord each : records.subList(0, Math.min(2, records.size()))) {
      List<String> cells = each.cells();
      if (ColumnNames.isDate(cells.get(0)) && cells.stream().skip(1).allMatch(String::isEmpty)) {
        throw new UserException(
            ("%s, lines %d to %d are %d header rows, as yfinance writes them by default. Save it"
                    + " with one: yf.download(..., multi_level_index=False).")
                .formatted(file, header.line, each.line, each.line - header.line + 1));
      }
    }
  }

  private static void refuseMissing(
      Path file, Charset charset, CsvRecord header, Map<String, Integer> columns) {
    String encoding =
        charset.equals(CsvText.WINDOWS)
            ? " It is not in UTF-8 and was read as windows-1252: where its letters look wrong, save"
                + " it again in UTF-8."
            : "";
    if (columns.isEmpty()) {
      throw new UserException(
          "%s has no header: no line names columns, and line %d begins with %s. Add a first line that names every column, like Date,Open,High,Low,Close,Volume, with commas, semicolons, tabs or bars between them.%s"
              .formatted(
                  file, header.line, Problems.quoted(String.join(",", header.cells)), encoding));
    }
    List<String> problems = new ArrayList<>();
    for (String twice : ColumnNames.twice(header.cells)) {
      problems.add("line %d names the column %s twice. Remove one.".formatted(header.line, twice));
    }
    List<String> missing =
        Stream.of("trade_date", "open", "high", "low", "close")
            .filter(column -> !columns.containsKey(column))
            .toList();
    if (!missing.isEmpty()) {
      problems.add(
          "line %d: there is no column %s among %s. Name the columns as Date,Open,High,Low,Close,Volume, or take a download that has them.%s"
              .formatted(
                  header.line,
                  String.join(", ", missing),
                  Problems.quoted(String.join(",", header.cells)),
                  encoding));
    }
    if (!problems.isEmpty()) {
      throw Problems.of(file.toString(), problems);
    }
  }
}
