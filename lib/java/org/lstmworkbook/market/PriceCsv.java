package org.lstmworkbook.market;

import com.google.common.collect.Comparators;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.CsvRecords.CsvRecord;
import tech.tablesaw.api.Table;

/**
 * A file of daily prices as its vendor wrote it: the columns by any of their usual names and in any
 * order, days and numbers in the usual spellings, rows in any order. The ticker is the file's name
 * if no column tells it.
 */
public final class PriceCsv {

  /** Letters of a ticker: escaped for a file's name, each may take nine. */
  public static final int LONGEST_TICKER = 20;

  private final CsvRecords csv;
  private final Map<String, List<CsvRecord>> tickers = new TreeMap<>();
  private final Map<String, CsvPrices> typed = new HashMap<>();
  private final List<String> misfits = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private PriceCsv(CsvRecords csv, String name) {
    this.csv = csv;
    notes.addAll(renamed());
    if (!csv.columns().containsKey("ticker")) {
      notes.add("no ticker: \"%s\" is used".formatted(name));
    }
    if (!csv.columns().containsKey("adj_close")) {
      notes.add("no adjusted close: close is used");
    }
    if (!csv.charset().equals(StandardCharsets.UTF_8)) {
      notes.add("read as " + csv.charset().displayName());
    }
    for (CsvRecord each : withoutFooter()) {
      sort(each, name);
    }
  }

  /**
   * Opens a file. Nothing is checked yet but that it is a table of prices.
   *
   * @param name the ticker of its rows if no column tells it; null for the file's name
   * @throws UserException if it cannot be read, or a column is missing
   */
  public static PriceCsv open(Path file, String name) {
    CsvRecords csv = CsvRecords.read(file);
    if (csv.records().isEmpty()) {
      throw new UserException(file + " has a header but no rows. Add the prices.");
    }
    return new PriceCsv(csv, name == null ? stem(file) : name);
  }

  /**
   * Reads one ticker's prices.
   *
   * @param ticker the ticker to take, or null if the file holds one only
   * @return the table of {@link DailyPrices#checked}
   * @throws UserException if the rows cannot be used; it names file, lines, columns and cure
   */
  public static Table read(Path file, String ticker) {
    PriceCsv csv = open(file, ticker);
    return csv.prices(csv.ticker(ticker));
  }

  /**
   * Reads the prices of all tickers in the file, sorted by ticker and day.
   *
   * @throws UserException if any ticker's rows cannot be used
   */
  public static Table readAll(Path file) {
    PriceCsv csv = open(file, null);
    Table all = null;
    for (String ticker : csv.tickers()) {
      Table rows = csv.prices(ticker);
      all = all == null ? rows : all.append(rows);
    }
    return all;
  }

  /** The tickers that have rows, in alphabetical order. */
  public List<String> tickers() {
    return List.copyOf(tickers.keySet());
  }

  /**
   * The ticker to take.
   *
   * @param wanted null for the only one of the file
   * @throws UserException if there is no such ticker, none is named and there are several, or
   *     another one differs in case only
   */
  public String ticker(String wanted) {
    if (tickers.isEmpty()) {
      refuse(misfits);
    }
    String chosen = wanted == null ? tickers().get(0) : wanted;
    List<String> alike = tickers().stream().filter(chosen::equalsIgnoreCase).toList();
    if (alike.size() > 1) {
      throw new UserException(
          "%s writes the ticker as %s. Write it one way, or days are lost."
              .formatted(csv.file(), String.join(" and as ", alike)));
    }
    if (wanted == null && tickers.size() > 1) {
      throw new UserException(
          "%s holds the tickers %s. Name the one to use."
              .formatted(csv.file(), Problems.names(tickers())));
    }
    if (!tickers.containsKey(chosen)) {
      throw new UserException(
          "%s has no ticker %s. It holds %s. Name one of these."
              .formatted(csv.file(), wanted, Problems.names(tickers())));
    }
    return chosen;
  }

  /**
   * One ticker's prices.
   *
   * @return the table of {@link DailyPrices#checked}
   * @throws UserException if a row breaks a rule: names all of them at once
   */
  public Table prices(String ticker) {
    return withLines(ticker).removeColumns(CsvPrices.LINE);
  }

  /**
   * What is wrong with a ticker's prices though every row keeps the rules: see {@link PriceJumps}.
   *
   * @param jumpsAreReal whether moves by the ratio of a split are to be believed
   * @throws UserException if there is anything
   */
  public void refuseJumps(String ticker, boolean jumpsAreReal) {
    Table rows = withLines(ticker);
    List<String> found = PriceJumps.strays(rows, row -> line(rows, row));
    if (!jumpsAreReal) {
      found.addAll(PriceJumps.splits(rows, row -> line(rows, row)));
    }
    refuse(found);
  }

  /** What was understood of the file, and what was made of a ticker's rows, for the reader. */
  public List<String> notes(String ticker) {
    CsvPrices read = typed(ticker);
    List<String> all = new ArrayList<>(notes);
    all.addAll(read.notes());
    if (!Comparators.isInOrder(read.table().dateColumn("trade_date"), Comparator.naturalOrder())) {
      all.add("sorted by day");
    }
    return all;
  }

  private Table withLines(String ticker) {
    CsvPrices read = typed(ticker);
    List<String> problems = new ArrayList<>(misfits);
    problems.addAll(read.problems());
    Table whole = read.table().dropRowsWithMissingValues();
    problems.addAll(PriceRules.problems(whole, row -> line(whole, row)));
    refuse(problems);
    Table rows = read.table();
    return DailyPrices.sorted(rows).setName(ticker + " daily prices");
  }

  private CsvPrices typed(String ticker) {
    return typed.computeIfAbsent(ticker, key -> new CsvPrices(csv, key, tickers.get(key)));
  }

  private void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw Problems.of(csv.file().toString(), problems);
    }
  }

  private static String line(Table rows, int row) {
    return "line " + rows.longColumn(CsvPrices.LINE).get(row);
  }

  private List<String> renamed() {
    List<String> all = new ArrayList<>();
    for (String column : DailyPrices.COLUMNS) {
      Integer index = csv.columns().get(column);
      if (index != null && !csv.header().cells().get(index).equalsIgnoreCase(column)) {
        String name = csv.header().cells().get(index);
        all.add("%s → %s".formatted(name.isEmpty() ? "first column" : name, column));
      }
    }
    return all;
  }

  /** The records without those at the end that hold neither a day nor a price. */
  private List<CsvRecord> withoutFooter() {
    List<CsvRecord> records = csv.records();
    int end = records.size();
    while (end > 0 && isText(records.get(end - 1))) {
      end--;
    }
    if (end < records.size()) {
      notes.add("line %d on is no row and left out".formatted(records.get(end).line()));
    }
    return records.subList(0, end);
  }

  /** A sentence, as "Source: …"; a row that a broken download cut short is none. */
  private boolean isText(CsvRecord each) {
    int day = csv.columns().get("trade_date");
    String text = day < each.cells().size() ? each.cells().get(day) : "";
    List<String> written = each.cells().stream().filter(cell -> !cell.isEmpty()).toList();
    return !CsvDates.looksLikeADay(text)
        && written.size() <= 2
        && written.stream().anyMatch(cell -> cell.strip().matches(".*[\\s:].*"));
  }

  private void sort(CsvRecord each, String name) {
    int cells = each.cells().size();
    int columns = csv.header().length();
    if (!each.fits(csv.header())) {
      misfits.add(
          "line %d has %d %s where the header names %d columns. %s"
              .formatted(
                  each.line(),
                  cells,
                  cells == 1 ? "value" : "values",
                  columns,
                  cells < columns
                      ? "The row is cut short: complete or remove it."
                      : "Write numbers without commas inside, as 1234.5, and name all columns."));
      return;
    }
    String ticker = csv.columns().containsKey("ticker") ? csv.cell(each, "ticker") : name;
    if (ticker.isEmpty()) {
      misfits.add(
          "line %d, column ticker: there is no value. Fill it in, or remove the row."
              .formatted(each.line()));
      return;
    }
    tickers.computeIfAbsent(ticker, none -> new ArrayList<>()).add(each);
  }

  /** The file's name as a ticker, cut where a browser made it long. */
  private static String stem(Path file) {
    String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "").strip();
    return stem.substring(0, Math.min(stem.length(), LONGEST_TICKER)).strip();
  }
}
