package org.lstmworkbook.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.Comparators;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.Table;

/**
 * A reader's own daily prices: a CSV file in UTF-8, separated by commas, with a header that names
 * the columns of {@link DailyPrices#COLUMNS} in any order. Days are written as 2000-03-01, numbers
 * with a point. Rows may come in any order and are sorted by day; other columns are ignored.
 */
public final class PriceCsv {

  private PriceCsv() {}

  /**
   * Reads one ticker's prices.
   *
   * @param ticker the ticker to take, or null if the file holds one only
   * @return the table of {@link DailyPrices#checked}
   * @throws PriceDataException if the file cannot be used; it names file, line, column and cure
   */
  public static Table read(Path file, String ticker) {
    return withLines(file, ticker).removeColumns(CsvPrices.LINE);
  }

  private static Table withLines(Path file, String ticker) {
    Table all = CsvPrices.typed(file);
    List<String> tickers = all.stringColumn("ticker").unique().asList().stream().sorted().toList();
    if (ticker == null && tickers.size() > 1) {
      throw new PriceDataException(
          "%s holds the tickers %s. Name the one to use."
              .formatted(file, String.join(", ", tickers)));
    }
    if (ticker != null && !tickers.contains(ticker)) {
      throw new PriceDataException(
          "%s has no ticker %s. It holds %s. Name one of these."
              .formatted(file, ticker, String.join(", ", tickers)));
    }
    Table rows = ticker == null ? all : all.where(all.stringColumn("ticker").isEqualTo(ticker));
    return DailyPrices.checked(rows, row -> place(file, rows, row))
        .setName(rows.stringColumn("ticker").get(0) + " daily prices");
  }

  /**
   * Reads the prices of all tickers in the file, sorted by ticker and day.
   *
   * @throws PriceDataException if any ticker's rows cannot be used
   */
  public static Table readAll(Path file) {
    Table all = CsvPrices.typed(file);
    for (Table rows : all.splitOn("ticker").asTableList()) {
      PriceRules.check(rows, row -> place(file, rows, row));
    }
    return all.sortAscendingOn("ticker", "trade_date").removeColumns(CsvPrices.LINE);
  }

  /**
   * Looks at a file before anything else runs: {@code PriceCsv FILE [TICKER] [FROM] [TO]}, where an
   * empty argument counts as none and the days are inclusive. Prints one line of JSON with ticker,
   * rows, first and last day, and a note if the rows had to be sorted, and exits 0; or prints what
   * is wrong and exits 2.
   */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      if (args.length == 0 || args[0].isEmpty()) {
        throw new PriceDataException("Usage: PriceCsv FILE [TICKER] [FROM] [TO]");
      }
      Table rows = withLines(Path.of(args[0]), argument(args, 1));
      Table part = between(rows, day(argument(args, 2)), day(argument(args, 3)));
      out.println(new ObjectMapper().writeValueAsString(summary(part)));
      return 0;
    } catch (PriceDataException | InvalidPathException e) {
      err.println(e.getMessage());
      return 2;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }

  private static Map<String, Object> summary(Table rows) {
    DateColumn days = rows.dateColumn("trade_date");
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("ticker", rows.stringColumn("ticker").get(0));
    summary.put("rows", rows.rowCount());
    summary.put("first", days.min().toString());
    summary.put("last", days.max().toString());
    if (!Comparators.isInOrder(rows.longColumn(CsvPrices.LINE), Comparator.naturalOrder())) {
      summary.put("note", "the rows were not in order of the days, and are used sorted");
    }
    return summary;
  }

  private static Table between(Table rows, LocalDate from, LocalDate to) {
    DateColumn days = rows.dateColumn("trade_date");
    LocalDate first = from == null ? days.min() : from;
    LocalDate last = to == null ? days.max() : to;
    Table part = rows.where(days.isBetweenIncluding(first, last));
    if (part.isEmpty()) {
      throw new PriceDataException(
          "There are no prices from %s to %s: the file's days are %s to %s. Choose days among these."
              .formatted(first, last, days.min(), days.max()));
    }
    return part;
  }

  private static LocalDate day(String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new PriceDataException('"' + text + "\" is not a date. Write it as 2000-03-01.", e);
    }
  }

  private static String argument(String[] args, int index) {
    return index < args.length && !args[index].isEmpty() ? args[index] : null;
  }

  private static String place(Path file, Table rows, int row) {
    return file + ", line " + rows.longColumn(CsvPrices.LINE).get(row);
  }
}
