package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTExpression;
import com.google.zetasql.parser.ASTNodes.ASTFunctionCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call of a function of one argument, and nothing more.
 *
 * @param function its name in capitals
 * @param argument as SQL
 */
record AggregateCall(String function, String argument) {

  /**
   * What a query calls.
   *
   * @param text the SQL of a node
   * @return nothing if it is anything else
   */
  static Optional<AggregateCall> of(ASTExpression expression, Function<ASTNode, String> text) {
    if (!(expression instanceof ASTFunctionCall call) || call.getArguments().size() != 1) {
      return Optional.empty();
    }
    String function = text.apply(call.getFunction()).toUpperCase(Locale.ROOT);
    String argument = text.apply(call.getArguments().get(0));
    Pattern plain = Pattern.compile("\\w+\\s*\\(\\s*" + Pattern.quote(argument) + "\\s*\\)");
    return plain.matcher(text.apply(call)).matches()
        ? Optional.of(new AggregateCall(function, argument.equals("*") ? "0" : argument))
        : Optional.empty();
  }

  /** Whether {@link RunningTotal} knows it. */
  boolean isKnown() {
    return RunningTotal.FUNCTIONS.contains(function);
  }

  /** Whether that is the evaluator's to the last bit: a mean may be its neighbour. */
  boolean isExact() {
    return isKnown() && !function.equals("AVG");
  }

  /** What it is of each of some values of a type, or nothing if it cannot be computed here. */
  Optional<List<Value>> of(Type type, List<Stream<Value>> all) {
    if (!RunningTotal.takes(function, type)) {
      return Optional.empty();
    }
    List<Value> totals = new ArrayList<>();
    try {
      for (Stream<Value> each : all) {
        RunningTotal total = new RunningTotal(function, type);
        each.forEach(total::add);
        totals.add(total.value());
      }
      return Optional.of(totals);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}
