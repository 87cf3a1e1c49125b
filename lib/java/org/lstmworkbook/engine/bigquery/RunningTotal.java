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
      Set.of("COUNT", "COUNTIF", COUNT_DISTINCT, "SUM", "AVG", "MIN", "MAX");

  private static final Set<TypeKind> NUMBERS = Set.of(TypeKind.TYPE_INT64, TypeKind.TYPE_DOUBLE);

  private final String function;
  private final Type type;
  private long count;

  /** The sum is {@code high + low + rest}: exact, and rounded once. */
  private double high;

  private double low;
  private BigDecimal rest = BigDecimal.ZERO;

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
      case "SUM", "AVG" -> NUMBERS.contains(type.getKind());
      case "MIN", "MAX" -> TableReads.isCompared(type);
      default -> false;
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
      case "SUM", "AVG" -> {
        if (type.isInt64()) {
          rest = rest.add(BigDecimal.valueOf(value.getInt64Value()));
        } else {
          add(finite(value.getDoubleValue()));
        }
      }
      case COUNT_DISTINCT -> distinct.add(value);
      case "MIN" -> best = best == null || compare(value, best) < 0 ? value : best;
      case "MAX" -> best = best == null || compare(value, best) > 0 ? value : best;
      default -> {}
    }
  }

  /** What two numbers do not hold, which is seldom anything, makes BigDecimal slow. */
  private void add(double number) {
    double sum = high + number;
    double error = error(high, number, sum);
    double errors = low + error;
    double left = error(low, error, errors);
    if (Double.isFinite(sum) && Double.isFinite(error) && Double.isFinite(left)) {
      high = sum;
      low = errors;
      if (left != 0) {
        rest = rest.add(new BigDecimal(left));
      }
    } else {
      rest = rest.add(new BigDecimal(number));
    }
  }

  /**
   * What rounding took from a sum, exactly: Knuth, The Art of Computer Programming, volume 2,
   * section 4.2.2, theorem B.
   */
  private static double error(double one, double other, double sum) {
    double ofOther = sum - one;
    return (one - (sum - ofOther)) + (other - ofOther);
  }

  private BigDecimal exact() {
    return rest.add(new BigDecimal(high)).add(new BigDecimal(low));
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
      case "AVG" ->
          count == 0
              ? Value.createNullValue(TypeFactory.createSimpleType(TypeKind.TYPE_DOUBLE))
              : Value.createDoubleValue(finite(mean()));
      default -> best == null ? Value.createNullValue(type) : best;
    };
  }

  /**
   * The nearest number, on every machine. The evaluator keeps a mean in C's long double, by Knuth's
   * algorithm for values one after the other: its own may be a neighbour of this.
   */
  private double mean() {
    return exact().divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
  }

  private Value sum() {
    return type.isInt64()
        ? Value.createInt64Value(rest.longValueExact())
        : Value.createDoubleValue(finite(exact().doubleValue()));
  }
}
