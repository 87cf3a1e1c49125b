package org.lstmworkbook.prepare;

import java.time.LocalDate;
import java.util.List;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Reads columns of a price table, and says in words which one does not fit. */
final class Columns {

  static final String TRADE_DATE = "trade_date";

  private Columns() {}

  /** The trading dates: one a row, each later than the one before. */
  static List<LocalDate> dates(Table table) {
    Column<?> column = column(table, TRADE_DATE);
    if (!column.type().equals(ColumnType.LOCAL_DATE)) {
      throw new UserException(
          "Column trade_date must hold dates, but it holds " + column.type() + " values.");
    }
    List<LocalDate> dates = table.dateColumn(TRADE_DATE).asList();
    for (int row = 0; row < dates.size(); row++) {
      if (dates.get(row) == null) {
        throw new UserException("Row " + (row + 1) + " has no trade_date.");
      }
      if (row > 0 && !dates.get(row).isAfter(dates.get(row - 1))) {
        throw new UserException(
            "The rows must go forward in time, one a day, but row %d (%s) follows %s. DailyPrices.checked sorts a table and names days that occur twice."
                .formatted(row + 1, dates.get(row), dates.get(row - 1)));
      }
    }
    return List.copyOf(dates);
  }

  /** A column's numbers; a missing value is NaN. */
  static double[] numbers(Table table, String name) {
    if (column(table, name) instanceof NumericColumn<?> numeric) {
      return numeric.asDoubleArray();
    }
    throw new UserException(
        "Column %s must hold numbers, but it holds %s values."
            .formatted(name, column(table, name).type()));
  }

  /** Adds a column, or replaces the one of this name: a notebook cell may be run twice. */
  static void put(Table table, Column<?> column) {
    if (table.containsColumn(column.name())) {
      table.replaceColumn(column.name(), column);
    } else {
      table.addColumns(column);
    }
  }

  private static Column<?> column(Table table, String name) {
    if (!table.containsColumn(name)) {
      throw new UserException(
          "There is no column %s; the table has %s."
              .formatted(name, String.join(", ", table.columnNames())));
    }
    return table.column(name);
  }
}
