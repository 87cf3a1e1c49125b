package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryParameterType;
import com.google.api.services.bigquery.model.QueryParameterValue;
import com.google.protobuf.ByteString;
import com.google.zetasql.StructType;
import com.google.zetasql.StructType.StructField;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The parameters of a query: from BigQuery's JSON, where each value is text, to typed values. */
final class QueryParameters {

  private static final Map<String, TypeKind> KINDS =
      Map.ofEntries(
          Map.entry("STRING", TypeKind.TYPE_STRING),
          Map.entry("INT64", TypeKind.TYPE_INT64),
          Map.entry("INTEGER", TypeKind.TYPE_INT64),
          Map.entry("FLOAT64", TypeKind.TYPE_DOUBLE),
          Map.entry("FLOAT", TypeKind.TYPE_DOUBLE),
          Map.entry("NUMERIC", TypeKind.TYPE_NUMERIC),
          Map.entry("BIGNUMERIC", TypeKind.TYPE_BIGNUMERIC),
          Map.entry("BOOL", TypeKind.TYPE_BOOL),
          Map.entry("BOOLEAN", TypeKind.TYPE_BOOL),
          Map.entry("DATE", TypeKind.TYPE_DATE),
          Map.entry("DATETIME", TypeKind.TYPE_DATETIME),
          Map.entry("TIME", TypeKind.TYPE_TIME),
          Map.entry("TIMESTAMP", TypeKind.TYPE_TIMESTAMP),
          Map.entry("BYTES", TypeKind.TYPE_BYTES));

  /** More than a BIGNUMERIC ever has. */
  private static final int MAX_DIGITS = 100;

  private QueryParameters() {}

  /** By name in lower case, since names are compared so; a positional one by its made-up name. */
  static Map<String, Value> of(JobConfigurationQuery query) {
    Map<String, Value> values = new LinkedHashMap<>();
    if (query.getQueryParameters() != null) {
      for (QueryParameter each : query.getQueryParameters()) {
        String name =
            each.getName() == null ? TablePaths.parameter(values.size() + 1L) : each.getName();
        values.put(name.toLowerCase(Locale.ROOT), value(each, name));
      }
    }
    return values;
  }

  private static Value value(QueryParameter parameter, String name) {
    try {
      return value(type(parameter.getParameterType()), parameter.getParameterValue());
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw ApiException.invalid(
          "Invalid value for query parameter '%s': %s".formatted(name, e.getMessage()));
    }
  }

  private static Type type(QueryParameterType type) {
    if (type == null || type.getType() == null) {
      throw new IllegalArgumentException("it has no type");
    }
    return switch (type.getType().toUpperCase(Locale.ROOT)) {
      case "ARRAY" -> TypeFactory.createArrayType(type(type.getArrayType()));
      case "STRUCT" ->
          TypeFactory.createStructType(
              Objects.requireNonNullElse(
                      type.getStructTypes(), List.<QueryParameterType.StructTypes>of())
                  .stream()
                  .map(
                      field ->
                          new StructField(
                              field.getName() == null ? "" : field.getName(),
                              type(field.getType())))
                  .toList());
      default -> {
        TypeKind kind = KINDS.get(type.getType().toUpperCase(Locale.ROOT));
        if (kind == null) {
          throw ApiException.notImplemented("A query parameter of type " + type.getType());
        }
        yield TypeFactory.createSimpleType(kind);
      }
    };
  }

  private static Value value(Type type, QueryParameterValue value) {
    if (type.isArray() && value != null) {
      List<QueryParameterValue> elements =
          value.getArrayValues() == null ? List.of() : value.getArrayValues();
      Type elementType = type.asArray().getElementType();
      return Value.createArrayValue(
          type.asArray(), elements.stream().map(each -> value(elementType, each)).toList());
    }
    if (type.isStruct() && value != null && value.getStructValues() != null) {
      StructType struct = type.asStruct();
      return Value.createStructValue(
          struct,
          struct.getFieldList().stream()
              .map(field -> value(field.getType(), value.getStructValues().get(field.getName())))
              .toList());
    }
    String text = value == null ? null : value.getValue();
    return text == null ? Value.createNullValue(type) : scalar(type.getKind(), text);
  }

  private static Value scalar(TypeKind kind, String text) {
    return switch (kind) {
      case TYPE_STRING -> Value.createStringValue(text);
      case TYPE_INT64 -> Value.createInt64Value(Long.parseLong(text));
      case TYPE_DOUBLE -> Value.createDoubleValue(decimal(text));
      case TYPE_NUMERIC -> Value.createNumericValue(exact(text));
      case TYPE_BIGNUMERIC -> Value.createBigNumericValue(exact(text));
      case TYPE_BOOL -> Value.createBoolValue(bool(text));
      case TYPE_DATE -> Value.createDateValue(LocalDate.parse(text));
      case TYPE_DATETIME -> Value.createDatetimeValue(Times.dateTime(text));
      case TYPE_TIME -> Value.createTimeValue(LocalTime.parse(text));
      case TYPE_TIMESTAMP -> Times.timestamp(text);
      case TYPE_BYTES ->
          Value.createBytesValue(ByteString.copyFrom(Base64.getDecoder().decode(text)));
      default -> throw new IllegalStateException("no such kind in KINDS: " + kind);
    };
  }

  /** As GoogleSQL casts text: {@code inf} and {@code nan} in any case, not Java's {@code 1d}. */
  private static double decimal(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** Before anything expands it: 1e999999999 written in full would take a gigabyte. */
  private static BigDecimal exact(String text) {
    BigDecimal number = new BigDecimal(text);
    if (text.length() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
      throw new IllegalArgumentException("it has more digits than a BIGNUMERIC");
    }
    return number;
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("\"" + text + "\" is not true or false");
    };
  }
}
