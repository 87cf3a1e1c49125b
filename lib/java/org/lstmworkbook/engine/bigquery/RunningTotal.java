package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.Set;

/** What an aggregate is so far, as the evaluator computes it. */
final class RunningTotal {

  /** What {@code COUNT(DISTINCT x)} is called here. */
  static final String COUNT_DISTINCT = "COUNT(DISTINCT)";

  /** The aggregates that are computed here. */
  static final Set<String> FUNCTIONS =
      Set.of(
          "COUNT",
          "COUNTIF",
          COUNT_DISTINCT,
          "SUM",
          "AVG",
          "VARIANCE",
          "VAR_SAMP",
          "VAR_POP",
          "STDDEV",
          "STDDEV_SAMP",
          "STDDEV_POP",
          "MIN",
          "MAX");

  private static final Set<TypeKind> NUMBERS = Set.of(TypeKind.TYPE_INT64, TypeKind.TYPE_DOUBLE);

  private static final Value NO_NUMBER =
      Value.createNullValue(TypeFactory.createSimpleType(TypeKind.TYPE_DOUBLE));

  private final String function;
  private final Type type;
  private long count;

  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private final Set<Value> distinct = new HashSet<>();
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
      case "COUNTIF" -> type.isBool();
      case COUNT_DISTINCT -> QueryRows.isExact(type);
      case "MIN", "MAX" -> TableReads.isCompared(type);
      default -> NUMBERS.contains(type.getKind());
    };
  }

  /**
   * @throws ArithmeticException if it is not a finite number
   */
  void add(Value value) {
    if (value.isNull() || (function.equals("COUNTIF") && !value.getBoolValue())) {
      return;
    }
    count++;
    switch (function) {
      case "COUNT", "COUNTIF" -> {}
      case COUNT_DISTINCT -> distinct.add(value);
      case "MIN" -> best = best == null || compare(value, best) < 0 ? value : best;
      case "MAX" -> best = best == null || compare(value, best) > 0 ? value : best;
      default -> addNumber(value);
    }
  }

  private void addNumber(Value value) {
    if (type.isInt64()) {
      BigDecimal number = BigDecimal.valueOf(value.getInt64Value());
      sum.add(number);
      if (isSpread()) {
        squares.add(number.pow(2));
      }
      return;
    }
    double number = finite(value.getDoubleValue());
    sum.add(number);
    if (isSpread()) {
      double square = finite(number * number);
      squares.add(square);
      // What rounding took from the square, which is a number, too, unless it is next to nothing.
      squares.add(Math.fma(number, number, -square));
    }
  }

  private boolean isSpread() {
    return function.startsWith("VAR") || function.startsWith("STDDEV");
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
      case "COUNT", "COUNTIF" -> Value.createInt64Value(count);
      case COUNT_DISTINCT -> Value.createInt64Value(distinct.size());
      case "SUM" -> count == 0 ? Value.createNullValue(type) : sum();
      case "AVG" -> count == 0 ? NO_NUMBER : Value.createDoubleValue(finite(mean()));
      case "MIN", "MAX" -> best == null ? Value.createNullValue(type) : best;
      default -> spread();
    };
  }

  /**
   * The nearest number, on every machine. The evaluator keeps a mean in C's long double, by Knuth's
   * algorithm for values one after the other: its own may be a neighbour of this.
   */
  private double mean() {
    return sum.value().divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
  }

  /** From the exact sums, and so without the cancellation that this formula is known for. */
  private Value spread() {
    long divisor = function.endsWith("_POP") ? count : count - 1;
    if (divisor < 1) {
      return NO_NUMBER;
    }
    BigDecimal rows = BigDecimal.valueOf(count);
    double variance =
        squares
            .value()
            .multiply(rows)
            .subtract(sum.value().pow(2))
            .divide(rows.multiply(BigDecimal.valueOf(divisor)), MathContext.DECIMAL128)
            .max(BigDecimal.ZERO)
            .doubleValue();
    return Value.createDoubleValue(
        finite(function.startsWith("STDDEV") ? Math.sqrt(variance) : variance));
  }

  private Value sum() {
    return type.isInt64()
        ? Value.createInt64Value(sum.value().longValueExact())
        : Value.createDoubleValue(finite(sum.value().doubleValue()));
  }
}
