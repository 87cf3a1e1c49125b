package org.lstmworkbook.notebook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.lstmworkbook.evaluate.PValue;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.table.Relation;

/**
 * The texts of a table as a page shows them: a long table keeps its first and last rows, a number
 * column shares one count of decimals (five significant digits of its middle value), a column named
 * p or p of something holds p-values ({@link PValue}), a missing value is a dash.
 *
 * @param names the columns' names
 * @param numeric which columns hold numbers, and so stand to the right
 * @param rows the rows that are shown
 * @param head how many of them come before the gap
 * @param omitted how many rows the gap stands for; 0 if all are shown
 * @param caption rows and columns of the whole table
 */
record TableCells(
    List<String> names,
    List<Boolean> numeric,
    List<List<String>> rows,
    int head,
    int omitted,
    String caption) {

  private static final int MAX_ROWS = 20;
  private static final int HEAD = 10;
  private static final int TAIL = 5;
  private static final int MAX_COLUMNS = 15;
  private static final int SIGNIFICANT = 5;

  /** A coin at a ten-millionth of a dollar is written out. */
  private static final int MAX_DECIMALS = 15;

  static final String MISSING = "–";

  static TableCells of(Relation table) {
    int count = table.rowCount();
    boolean cut = count > MAX_ROWS;
    int head = cut ? HEAD : count;
    int[] shown =
        cut
            ? IntStream.concat(IntStream.range(0, HEAD), IntStream.range(count - TAIL, count))
                .toArray()
            : IntStream.range(0, count).toArray();
    var columns = table.columns().subList(0, Math.min(MAX_COLUMNS, table.columnCount()));

    var names = new ArrayList<String>();
    var numeric = new ArrayList<Boolean>();
    var texts = new ArrayList<List<String>>();
    for (Column<?> column : columns) {
      names.add(column.name());
      numeric.add(column instanceof NumericColumn<?>);
      texts.add(texts(column, shown));
    }
    var rows =
        IntStream.range(0, shown.length)
            .mapToObj(row -> texts.stream().map(column -> column.get(row)).toList())
            .toList();
    return new TableCells(
        names, numeric, rows, head, count - shown.length, caption(table, columns.size()));
  }

  private static String caption(Relation table, int columns) {
    String hidden =
        columns < table.columnCount() ? ", the first " + columns + " of them shown" : "";
    return counted(table.rowCount(), "row")
        + " × "
        + counted(table.columnCount(), "column")
        + hidden;
  }

  static String counted(int count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }

  private static List<String> texts(Column<?> column, int[] rows) {
    if (column instanceof DoubleColumn p && p.name().matches("p( .*)?")) {
      return IntStream.of(rows)
          .mapToObj(row -> p.isMissing(row) ? MISSING : PValue.text(p.getDouble(row)))
          .toList();
    }
    int decimals = column instanceof NumericColumn<?> numbers ? decimals(numbers, rows) : 0;
    return IntStream.of(rows)
        .mapToObj(row -> column.isMissing(row) ? MISSING : text(column.get(row), decimals))
        .toList();
  }

  private static String text(Object value, int decimals) {
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return decimals < 0 || !Double.isFinite(number)
          ? String.format(Locale.ROOT, "%.4g", number)
          : grouped(number, decimals);
    }
    if (value instanceof Number number) {
      return grouped(number.doubleValue(), 0);
    }
    return value instanceof LocalDateTime time ? time.toString().replace('T', ' ') : "" + value;
  }

  /** Thousands are set apart from 10,000 on: four figures may be a year. */
  private static String grouped(double number, int decimals) {
    String pattern = (Math.abs(number) < 10_000 ? "%." : "%,.") + decimals + "f";
    return String.format(Locale.ROOT, pattern, number);
  }

  /** The decimals that a column's typical value needs; −1: too large or too small for them. */
  private static int decimals(NumericColumn<?> column, int[] rows) {
    double[] values =
        IntStream.of(rows).mapToDouble(column::getDouble).filter(Double::isFinite).toArray();
    double[] sizes = DoubleStream.of(values).map(Math::abs).filter(v -> v > 0).sorted().toArray();
    if (sizes.length == 0) {
      return 0;
    }
    int typical = (int) Math.floor(Math.log10(sizes[sizes.length / 2]));
    int most = Math.max(0, SIGNIFICANT - 1 - typical);
    boolean alike = sizes[0] * 1e4 > sizes[sizes.length - 1];
    if ((typical < -SIGNIFICANT && !alike)
        || most > MAX_DECIMALS
        || sizes[sizes.length - 1] > 1e15) {
      return -1;
    }
    return DoubleStream.of(values)
        .mapToObj(BigDecimal::valueOf)
        .map(value -> value.setScale(most, RoundingMode.HALF_EVEN).stripTrailingZeros())
        .mapToInt(value -> Math.max(0, value.scale()))
        .max()
        .orElse(0);
  }
}
