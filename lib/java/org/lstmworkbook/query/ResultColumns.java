package org.lstmworkbook.query;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

/** The growing columns of a result whose rows come page by page. */
final class ResultColumns {

  private final List<Appender> appenders;

  ResultColumns(Schema schema) {
    appenders = schema.getFields().stream().map(ResultColumns::appender).toList();
  }

  void append(Iterable<FieldValueList> rows) {
    for (FieldValueList row : rows) {
      for (int i = 0; i < appenders.size(); i++) {
        appenders.get(i).append(row.get(i));
      }
    }
  }

  int rowCount() {
    return appenders.get(0).column.size();
  }

  Table table() {
    return Table.create("query result", appenders.stream().<Column<?>>map(Appender::column));
  }

  private record Appender(Column<?> column, Function<FieldValue, Object> reading) {
    void append(FieldValue value) {
      if (value.isNull()) {
        column.appendMissing();
        return;
      }
      try {
        column.appendObj(reading.apply(value));
      } catch (RuntimeException e) {
        throw BigQueryFaults.broken(
            "a value of %s cannot be read: %s".formatted(column.name(), value.getValue()), null);
      }
    }
  }

  private static Appender appender(Field field) {
    Function<FieldValue, Object> reading =
        switch (type(field)) {
          case INT64 -> FieldValue::getLongValue;
          case FLOAT64, NUMERIC, BIGNUMERIC -> FieldValue::getDoubleValue;
          case BOOL -> FieldValue::getBooleanValue;
          case DATE -> value -> LocalDate.parse(value.getStringValue());
          case TIME -> value -> LocalTime.parse(value.getStringValue());
          case DATETIME -> value -> LocalDateTime.parse(value.getStringValue());
          case TIMESTAMP -> FieldValue::getTimestampInstant;
          default -> value -> text(value, field);
        };
    return new Appender(column(field, 0), reading);
  }

  /** A column, its rows yet to be set, of the type that {@link BigQueryTables#toTable} names. */
  static Column<?> column(Field field, int rows) {
    String name = field.getName();
    return switch (type(field)) {
      case INT64 -> LongColumn.create(name, rows);
      case FLOAT64, NUMERIC, BIGNUMERIC -> new FilledDoubles(name, rows);
      case BOOL -> BooleanColumn.create(name, rows);
      case DATE -> DateColumn.create(name, rows);
      case TIME -> TimeColumn.create(name, rows);
      case DATETIME -> DateTimeColumn.create(name, rows);
      case TIMESTAMP -> InstantColumn.create(name, rows);
      default -> StringColumn.create(name, rows);
    };
  }

  /** Arrays have no column of their own, whatever they hold. */
  private static StandardSQLTypeName type(Field field) {
    return field.getMode() == Field.Mode.REPEATED
        ? StandardSQLTypeName.ARRAY
        : field.getType().getStandardType();
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
