package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Set;

/** What an aggregate is so far, as the evaluator computes it. */
final class RunningTotal {

  /** The aggregates that are computed here. */
  static final Set<String> FUNCTIONS = Set.of("COUNT", "SUM", "AVG", "MIN", "MAX");

  private static final Set<TypeKind> NUMBERS = Set.of(TypeKind.TYPE_INT64, TypeKind.TYPE_DOUBLE);

  private final String function;
  private final Type type;
  private long count;

  /** Exact, and rounded once. */
  private BigDecimal sum = BigDecimal.ZERO;

  private Value best;

  /**
   * @param function one of {@link #FUNCTIONS}
   * @param type of the values
   */
  RunningTotal(String function, Type type) {
    this.function = function;
    this.type = type;
  }

  /** Whether the function of values of the type can be computed here. */
  static boolean takes(String function, Type type) {
    return switch (function) {
      case "COUNT" -> true;
      case "SUM", "AVG" -> NUMBERS.contains(type.getKind());
      case "MIN", "MAX" -> TableReads.isCompared(type);
      default -> false;
    };
  }

  /**
   * @throws ArithmeticException if it is not a finite number
   */
  void add(Value value) {
    if (value.isNull()) {
      return;
    }
    count++;
    switch (function) {
      case "SUM", "AVG" ->
          sum =
              sum.add(
                  type.isInt64()
                      ? BigDecimal.valueOf(value.getInt64Value())
                      : new BigDecimal(finite(value.getDoubleValue())));
      case "MIN" -> best = best == null || compare(value, best) < 0 ? value : best;
      case "MAX" -> best = best == null || compare(value, best) > 0 ? value : best;
      default -> {}
    }
  }

  private int compare(Value left, Value right) {
    if (type.isDouble()) {
      finite(left.getDoubleValue());
    }
    return TableReads.compare(left, right);
  }

  private static double finite(double number) {
    if (!Double.isFinite(number)) {
      throw new ArithmeticException("not a finite number: " + number);
    }
    return number;
  }

  /**
   * @throws ArithmeticException if the sum is too large for its type
   */
  Value value() {
    return switch (function) {
      case "COUNT" -> Value.createInt64Value(count);
      case "SUM" -> count == 0 ? Value.createNullValue(type) : sum();
      case "AVG" ->
          count == 0
              ? Value.createNullValue(TypeFactory.createSimpleType(TypeKind.TYPE_DOUBLE))
              : Value.createDoubleValue(finite(mean()));
      default -> best == null ? Value.createNullValue(type) : best;
    };
  }

  /** The nearest number; the evaluator's own may be its neighbour. */
  private double mean() {
    return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
  }

  private Value sum() {
    return type.isInt64()
        ? Value.createInt64Value(sum.longValueExact())
        : Value.createDoubleValue(finite(sum.doubleValue()));
  }
}
