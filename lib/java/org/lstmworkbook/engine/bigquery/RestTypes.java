package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.zetasql.Type;
import com.google.zetasql.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** GoogleSQL's types and values as BigQuery's JSON has them: every value is text. */
final class RestTypes {

  private RestTypes() {}

  static TableFieldSchema field(String name, Type type) {
    Type element = type.isArray() ? type.asArray().getElementType() : type;
    TableFieldSchema field =
        new TableFieldSchema()
            .setName(name)
            .setType(typeName(element))
            .setMode(type.isArray() ? "REPEATED" : "NULLABLE");
    if (element.isStruct()) {
      List<TableFieldSchema> fields = new ArrayList<>();
      for (var each : element.asStruct().getFieldList()) {
        String of = each.getName().isEmpty() ? "_field_" + (fields.size() + 1) : each.getName();
        fields.add(field(of, each.getType()));
      }
      field.setFields(fields);
    }
    return field;
  }

  private static String typeName(Type type) {
    return switch (type.getKind()) {
      case TYPE_INT64 -> "INTEGER";
      case TYPE_DOUBLE -> "FLOAT";
      case TYPE_BOOL -> "BOOLEAN";
      case TYPE_STRUCT -> "RECORD";
      case TYPE_STRING, TYPE_BYTES, TYPE_NUMERIC, TYPE_BIGNUMERIC, TYPE_JSON ->
          type.getKind().name().substring("TYPE_".length());
      case TYPE_DATE, TYPE_DATETIME, TYPE_TIME, TYPE_TIMESTAMP ->
          type.getKind().name().substring("TYPE_".length());
      default -> throw ApiException.notImplemented("A result of type " + type);
    };
  }

  /**
   * A value without its type; a TIMESTAMP in microseconds, since its form is the client's choice.
   */
  static String text(Value value) {
    return switch (value.getType().getKind()) {
      case TYPE_STRING -> value.getStringValue();
      case TYPE_INT64 -> Long.toString(value.getInt64Value());
      case TYPE_DOUBLE -> Double.toString(value.getDoubleValue());
      case TYPE_NUMERIC -> plain(value.getNumericValue());
      case TYPE_BIGNUMERIC -> plain(value.getBigNumericValue());
      case TYPE_BOOL -> Boolean.toString(value.getBoolValue());
      case TYPE_DATE -> value.getLocalDateValue().toString();
      case TYPE_DATETIME -> Times.text(value.getLocalDateTimeValue());
      case TYPE_TIME -> Times.text(value.getLocalTimeValue());
      case TYPE_TIMESTAMP -> Long.toString(value.getTimestampUnixMicros());
      case TYPE_BYTES -> Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
      case TYPE_JSON -> value.getJsonValue();
      default -> throw new IllegalStateException("typeName lets no such type pass: " + value);
    };
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
