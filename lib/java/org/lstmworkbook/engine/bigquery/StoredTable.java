package org.lstmworkbook.engine.bigquery;

import com.google.common.base.Suppliers;
import com.google.common.collect.ContiguousSet;
import com.google.common.collect.Lists;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

/**
 * A table that queries can read: Tablesaw columns seen as GoogleSQL values, which are made when a
 * query asks for them.
 */
record StoredTable(TableName name, List<Column<?>> data, List<StoredColumn> columns) {

  /**
   * A column: its GoogleSQL type, and its value in a row.
   *
   * @param missing the NULL of its type
   * @param size what BigQuery would count for reading the column whole, counted once
   */
  record StoredColumn(
      String name, Type type, Value missing, IntFunction<Value> values, Supplier<Long> size) {

    Value value(int row) {
      return values.apply(row);
    }

    long bytes() {
      return size.get();
    }
  }

  /**
   * @param data columns of the same length; not a Table, whose class scans all jars when it loads
   */
  StoredTable(TableName name, List<Column<?>> data) {
    this(name, data, data.stream().map(StoredTable::stored).toList());
  }

  /** Its columns' names and types, in their order. */
  List<Entry<String, Type>> schema() {
    return columns.stream().map(each -> Map.entry(each.name(), each.type())).toList();
  }

  int rowCount() {
    return data.isEmpty() ? 0 : data.get(0).size();
  }

  long bytes() {
    return columns.stream().mapToLong(StoredColumn::bytes).sum();
  }

  /** All rows, whose values are made when they are asked for. */
  List<List<Value>> rows() {
    return Lists.transform(
        ContiguousSet.closedOpen(0, rowCount()).asList(),
        row -> Lists.transform(columns, column -> column.value(row)));
  }

  private static StoredColumn stored(Column<?> column) {
    if (column instanceof StringColumn strings) {
      return of(column, TypeKind.TYPE_STRING, row -> Value.createStringValue(strings.get(row)));
    } else if (column instanceof LongColumn longs) {
      return of(column, TypeKind.TYPE_INT64, row -> Value.createInt64Value(longs.getLong(row)));
    } else if (column instanceof DoubleColumn doubles) {
      return of(
          column, TypeKind.TYPE_DOUBLE, row -> Value.createDoubleValue(doubles.getDouble(row)));
    } else if (column instanceof BooleanColumn booleans) {
      return of(column, TypeKind.TYPE_BOOL, row -> Value.createBoolValue(booleans.get(row)));
    } else if (column instanceof DateColumn dates) {
      return of(column, TypeKind.TYPE_DATE, row -> Value.createDateValue(dates.get(row)));
    } else if (column instanceof TimeColumn times) {
      return of(column, TypeKind.TYPE_TIME, row -> Value.createTimeValue(times.get(row)));
    } else if (column instanceof DateTimeColumn dateTimes) {
      return of(
          column, TypeKind.TYPE_DATETIME, row -> Value.createDatetimeValue(dateTimes.get(row)));
    } else if (column instanceof InstantColumn instants) {
      return of(
          column,
          TypeKind.TYPE_TIMESTAMP,
          row -> Times.timestamp(instants.get(row).atOffset(ZoneOffset.UTC)));
    }
    throw new IllegalArgumentException("No GoogleSQL type for column " + column.name());
  }

  private static StoredColumn of(Column<?> column, TypeKind kind, IntFunction<Value> present) {
    Type type = TypeFactory.createSimpleType(kind);
    Value missing = Value.createNullValue(type);
    IntFunction<Value> values = row -> column.isMissing(row) ? missing : present.apply(row);
    Supplier<Long> size =
        () -> IntStream.range(0, column.size()).mapToLong(row -> bytes(values.apply(row))).sum();
    return new StoredColumn(column.name(), type, missing, values, Suppliers.memoize(size::get));
  }

  /**
   * The logical bytes by which BigQuery counts what a query reads:
   * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#data_type_sizes
   */
  private static long bytes(Value value) {
    if (value.isNull()) {
      return 0;
    }
    return switch (value.getType().getKind()) {
      case TYPE_STRING -> 2L + value.getStringValueBytes().size();
      case TYPE_BOOL -> 1;
      default -> 8;
    };
  }
}
