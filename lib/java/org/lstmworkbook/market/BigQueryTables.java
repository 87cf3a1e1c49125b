package org.lstmworkbook.market;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableResult;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

/** Turns the result of a BigQuery query into a Tablesaw table. */
public final class BigQueryTables {

  private BigQueryTables() {}

  /**
   * Reads all rows of a result, page by page, into a table whose columns have the query's types:
   *
   * <ul>
   *   <li>INT64 → LONG, FLOAT64 → DOUBLE, BOOL → BOOLEAN, STRING → STRING
   *   <li>NUMERIC and BIGNUMERIC → DOUBLE, rounded to the nearest double
   *   <li>DATE → LOCAL_DATE, TIME → LOCAL_TIME, DATETIME → LOCAL_DATE_TIME, TIMESTAMP → INSTANT;
   *       Tablesaw keeps times to the millisecond
   *   <li>everything else (BYTES as base64, ARRAY, STRUCT, JSON …) → STRING
   * </ul>
   *
   * NULL becomes a missing value. Tablesaw marks a missing value by NaN, the empty text or the
   * smallest LONG, so these are missing too.
   */
  public static Table toTable(TableResult result) {
    List<Appender> appenders =
        result.getSchema().getFields().stream().map(BigQueryTables::appender).toList();
    for (FieldValueList row : result.iterateAll()) {
      for (int i = 0; i < appenders.size(); i++) {
        appenders.get(i).append(row.get(i));
      }
    }
    return Table.create("query result", appenders.stream().<Column<?>>map(Appender::column));
  }

  private record Appender(Column<?> column, Consumer<FieldValue> present) {
    void append(FieldValue value) {
      if (value.isNull()) {
        column.appendMissing();
      } else {
        present.accept(value);
      }
    }
  }

  private static Appender appender(Field field) {
    String name = field.getName();
    StandardSQLTypeName type = field.getType().getStandardType();
    if (field.getMode() == Field.Mode.REPEATED || type == StandardSQLTypeName.STRUCT) {
      StringColumn column = StringColumn.create(name);
      return new Appender(column, value -> column.append(text(value, field)));
    }
    switch (type) {
      case INT64 -> {
        LongColumn column = LongColumn.create(name);
        return new Appender(column, value -> column.append(value.getLongValue()));
      }
      case FLOAT64, NUMERIC, BIGNUMERIC -> {
        DoubleColumn column = DoubleColumn.create(name);
        return new Appender(column, value -> column.append(value.getDoubleValue()));
      }
      case BOOL -> {
        BooleanColumn column = BooleanColumn.create(name);
        return new Appender(column, value -> column.append(value.getBooleanValue()));
      }
      case DATE -> {
        DateColumn column = DateColumn.create(name);
        return new Appender(
            column, value -> column.append(LocalDate.parse(value.getStringValue())));
      }
      case TIME -> {
        TimeColumn column = TimeColumn.create(name);
        return new Appender(
            column, value -> column.append(LocalTime.parse(value.getStringValue())));
      }
      case DATETIME -> {
        DateTimeColumn column = DateTimeColumn.create(name);
        return new Appender(
            column, value -> column.append(LocalDateTime.parse(value.getStringValue())));
      }
      case TIMESTAMP -> {
        InstantColumn column = InstantColumn.create(name);
        return new Appender(column, value -> column.append(value.getTimestampInstant()));
      }
      default -> {
        StringColumn column = StringColumn.create(name);
        return new Appender(column, value -> column.append(value.getStringValue()));
      }
    }
  }

  /** An array as {@code [a, b]}, a struct as {@code {x: a, y: b}}. */
  private static String text(FieldValue value, Field field) {
    if (value.isNull()) {
      return "NULL";
    }
    return switch (value.getAttribute()) {
      case REPEATED ->
          value.getRepeatedValue().stream()
              .map(element -> text(element, field))
              .collect(Collectors.joining(", ", "[", "]"));
      case RECORD -> {
        FieldValueList record = value.getRecordValue();
        yield IntStream.range(0, record.size())
            .mapToObj(
                i -> {
                  Field part = field.getSubFields().get(i);
                  return part.getName() + ": " + text(record.get(i), part);
                })
            .collect(Collectors.joining(", ", "{", "}"));
      }
      default -> value.getStringValue();
    };
  }
}
