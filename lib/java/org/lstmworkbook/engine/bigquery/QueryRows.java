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
  private static final Set<TypeKind> KEYS =
      Set.of(TypeKind.TYPE_STRING, TypeKind.TYPE_INT64, TypeKind.TYPE_DATE, TypeKind.TYPE_BOOL);

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

  /** The values as the keys of a map, unless one is NULL: what then is not in it may be. */
  Optional<Value> set() {
    Value in = Value.createBoolValue(true);
    Map<Value, Value> entries = new LinkedHashMap<>();
    rows.forEach(row -> entries.put(row.get(0), in));
    boolean known =
        KEYS.contains(types.get(0).getKind())
            && !entries.isEmpty()
            && entries.keySet().stream().noneMatch(Value::isNull);
    return known ? Optional.of(map(in.getType(), entries)) : Optional.empty();
  }

  /** The second column by the first. */
  Value map() {
    Map<Value, Value> entries = new LinkedHashMap<>();
    rows.forEach(row -> entries.put(row.get(0), row.get(1)));
    return map(types.get(1), entries);
  }

  /** The second column by the first, where this equals anything: it has no NULL. */
  Optional<Value> byKey() {
    return hasExactKeys()
        ? Optional.of(
            new QueryRows(types, rows.stream().filter(row -> !hasNull(row.get(0))).toList()).map())
        : Optional.empty();
  }

  /** Whether values of the first column are equal here where GoogleSQL's are. */
  boolean hasExactKeys() {
    Type type = types.get(0);
    List<Type> parts =
        type.isStruct()
            ? type.asStruct().getFieldList().stream().map(StructField::getType).toList()
            : List.of(type);
    return parts.stream().allMatch(each -> KEYS.contains(each.getKind()));
  }

  private static boolean hasNull(Value value) {
    return value.isNull()
        || (value.getType().isStruct() && value.getFieldList().stream().anyMatch(Value::isNull));
  }

  private Value map(Type value, Map<Value, Value> entries) {
    return Value.createMapValue(TypeFactory.createMapType(types.get(0), value).asMap(), entries);
  }
}
