package org.lstmworkbook.market;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
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

  private record Appender(Column<?> column, Consumer<FieldValue> present) {
    void append(FieldValue value) {
      if (value.isNull()) {
        column.appendMissing();
        return;
      }
      try {
        present.accept(value);
      } catch (RuntimeException e) {
        throw BigQueryFaults.broken(
            "a value of %s cannot be read: %s".formatted(column.name(), value.getValue()), null);
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
