package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTExpression;
import com.google.zetasql.parser.ASTNodes.ASTFunctionCall;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call of an aggregate that {@link RunningTotal} knows.
 *
 * @param argument its only one, as SQL
 */
record AggregateCall(String function, String argument) {

  /**
   * What a query calls.
   *
   * @param text the SQL of a node
   * @return nothing if it is more than a known function of one argument
   */
  static Optional<AggregateCall> of(ASTExpression expression, Function<ASTNode, String> text) {
    if (!(expression instanceof ASTFunctionCall call) || call.getArguments().size() != 1) {
      return Optional.empty();
    }
    String function = text.apply(call.getFunction()).toUpperCase(Locale.ROOT);
    String argument = text.apply(call.getArguments().get(0));
    Pattern plain = Pattern.compile("\\w+\\s*\\(\\s*" + Pattern.quote(argument) + "\\s*\\)");
    return RunningTotal.FUNCTIONS.contains(function) && plain.matcher(text.apply(call)).matches()
        ? Optional.of(new AggregateCall(function, argument.equals("*") ? "0" : argument))
        : Optional.empty();
  }

  boolean isCount() {
    return function.equals("COUNT");
  }

  /** Whether it is what the evaluator computes, to the last bit: a mean may be its neighbour. */
  boolean isExact() {
    return !function.equals("AVG");
  }

  /** What it is of values of a type, or nothing if it cannot be computed here. */
  Optional<Value> of(Type type, Stream<Value> values) {
    if (!RunningTotal.takes(function, type)) {
      return Optional.empty();
    }
    try {
      RunningTotal total = new RunningTotal(function, type);
      values.forEach(total::add);
      return Optional.of(total.value());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}
