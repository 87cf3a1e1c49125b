package org.lstmworkbook.market;

import java.util.List;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Brings the columns of a query's result to the types that the library works with. */
final class PriceColumns {

  private PriceColumns() {}

  /** Copies of the columns of {@link DailyPrices}, in order: prices DOUBLE, volume LONG. */
  static List<Column<?>> typed(Table raw) {
    return DailyPrices.COLUMNS.stream().<Column<?>>map(name -> typed(raw, name)).toList();
  }

  private static Column<?> typed(Table raw, String name) {
    if (!raw.containsColumn(name)) {
      throw new UserException(
          "The table has no column %s; it has %s. Add it to the SELECT."
              .formatted(name, String.join(", ", raw.columnNames())));
    }
    Column<?> column = raw.column(name);
    return switch (name) {
      case "ticker" -> sameType(column, name, ColumnType.STRING, "STRING");
      case "trade_date" -> sameType(column, name, ColumnType.LOCAL_DATE, "DATE");
      case "volume" -> shares(numeric(column, name, "INT64"));
      // LongColumn.asDoubleColumn would round to 32 bits.
      default -> DoubleColumn.create(name, numeric(column, name, "FLOAT64").asDoubleArray());
    };
  }

  private static Column<?> sameType(
      Column<?> column, String name, ColumnType type, String sqlType) {
    if (!column.type().equals(type)) {
      throw otherType(column, name, sqlType);
    }
    return column.copy().setName(name);
  }

  private static NumericColumn<?> numeric(Column<?> column, String name, String sqlType) {
    if (column instanceof NumericColumn<?> numbers) {
      return numbers;
    }
    throw otherType(column, name, sqlType);
  }

  private static UserException otherType(Column<?> column, String name, String sqlType) {
    return new UserException(
        "Column %1$s holds %2$s values. Select CAST(%1$s AS %3$s) AS %1$s."
            .formatted(name, column.type(), sqlType));
  }

  private static LongColumn shares(NumericColumn<?> volumes) {
    LongColumn shares = LongColumn.create("volume");
    for (int row = 0; row < volumes.size(); row++) {
      if (volumes.isMissing(row)) {
        shares.appendMissing();
      } else {
        shares.append(Math.round(volumes.getDouble(row)));
      }
    }
    return shares;
  }
}
