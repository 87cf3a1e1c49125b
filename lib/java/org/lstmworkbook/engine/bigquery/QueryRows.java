package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.StructType.StructField;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A query's rows, and what they stand for in an expression of another query. */
record QueryRows(List<Type> types, List<List<Value>> rows) {

  /** Their values are equal where GoogleSQL's are. */
  private static final Set<TypeKind> EXACT =
      Set.of(
          TypeKind.TYPE_STRING,
          TypeKind.TYPE_INT64,
          TypeKind.TYPE_DATE,
          TypeKind.TYPE_DATETIME,
          TypeKind.TYPE_TIMESTAMP,
          TypeKind.TYPE_BOOL);

  /** Nothing if the query fails, or gives more than goes to the evaluator at once. */
  static Optional<QueryRows> of(QueryPlan plan, SqlEngine engine) {
    List<List<Value>> rows = new ArrayList<>();
    long[] bytes = {0};
    try {
      engine.evaluate(
          plan,
          row -> {
            bytes[0] += row.stream().mapToLong(each -> each.serialize().getSerializedSize()).sum();
            if (bytes[0] > TableParts.BYTES / 2) {
              throw new TooManyRowsException();
            }
            rows.add(row);
          });
      return Optional.of(new QueryRows(plan.types(), rows));
    } catch (ApiException | IOException e) {
      return Optional.empty();
    }
  }

  /** The value of {@code (SELECT …)}: NULL without a row, and none with two. */
  Optional<Value> single() {
    return switch (rows.size()) {
      case 0 -> Optional.of(Value.createNullValue(types.get(0)));
      case 1 -> Optional.of(rows.get(0).get(0));
      default -> Optional.empty();
    };
  }

  Value exist() {
    return Value.createBoolValue(!rows.isEmpty());
  }

  QueryRows distinct() {
    return new QueryRows(types, rows.stream().distinct().toList());
  }

  Value array() {
    return Value.createArrayValue(
        TypeFactory.createArrayType(types.get(0)), rows.stream().map(row -> row.get(0)).toList());
  }

  /** The values but NULL and NaN as the keys of a map; nothing without any. */
  Optional<Value> set() {
    Value in = Value.createBoolValue(true);
    Map<Value, Value> entries = new LinkedHashMap<>();
    rows.stream()
        .map(row -> row.get(0))
        .filter(value -> equalsAnything(List.of(value)))
        .forEach(value -> entries.put(withoutMinusZero(value), in));
    return isKey(types.get(0)) && !entries.isEmpty()
        ? Optional.of(map(in.getType(), entries))
        : Optional.empty();
  }

  boolean hasNull() {
    return rows.stream().anyMatch(row -> row.get(0).isNull());
  }

  /** Java's hash of -0 is another, though it equals 0; the evaluator's maps know that it does. */
  private static Value withoutMinusZero(Value value) {
    return isDouble(value) ? Value.createDoubleValue(value.getDoubleValue() + 0.0) : value;
  }

  /** The second column by the first. */
  Value map() {
    Map<Value, Value> entries = new LinkedHashMap<>();
    rows.forEach(row -> entries.put(row.get(0), row.get(1)));
    return map(types.get(1), entries);
  }

  /**
   * The second column by the first, which GROUP BY made distinct, where this equals anything: it
   * has neither NULL nor NaN.
   */
  Optional<Value> byKey() {
    return parts(types.get(0)).stream().allMatch(QueryRows::isKey)
        ? Optional.of(
            new QueryRows(
                    types, rows.stream().filter(row -> equalsAnything(parts(row.get(0)))).toList())
                .map())
        : Optional.empty();
  }

  /** Whether values of the first column are equal here where GoogleSQL's are. */
  boolean hasExactKeys() {
    return parts(types.get(0)).stream().allMatch(QueryRows::isExact);
  }

  /** Whether values of a type are equal here where GoogleSQL's are. */
  static boolean isExact(Type type) {
    return EXACT.contains(type.getKind());
  }

  /** The types of a tuple's values. */
  static List<Type> parts(Type type) {
    return type.isStruct()
        ? type.asStruct().getFieldList().stream().map(StructField::getType).toList()
        : List.of(type);
  }

  private static boolean isKey(Type type) {
    return isExact(type) || type.isDouble();
  }

  /** The values of a tuple. */
  static List<Value> parts(Value tuple) {
    return tuple.getType().isStruct() && !tuple.isNull() ? tuple.getFieldList() : List.of(tuple);
  }

  /** Whether none of some values is NULL or NaN. */
  static boolean equalsAnything(List<Value> parts) {
    return parts.stream().noneMatch(each -> each.isNull() || isNaN(each));
  }

  private static boolean isNaN(Value value) {
    return isDouble(value) && Double.isNaN(value.getDoubleValue());
  }

  private static boolean isDouble(Value value) {
    return value.getType().isDouble() && !value.isNull();
  }

  /** Values by those of the first column. */
  Value map(Type value, Map<Value, Value> entries) {
    return Value.createMapValue(TypeFactory.createMapType(types.get(0), value).asMap(), entries);
  }
}
