package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTExpression;
import com.google.zetasql.parser.ASTNodes.ASTFunctionCall;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A call of a function of one argument, and nothing more.
 *
 * @param function its name in capitals, or {@link RunningTotal#COUNT_DISTINCT}
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
    String word = "";
    if (call.getDistinct() && function.equals("COUNT")) {
      function = RunningTotal.COUNT_DISTINCT;
      word = "\\s*(?i:DISTINCT)";
    }
    Pattern plain =
        Pattern.compile("\\w+\\s*\\(" + word + "\\s*" + Pattern.quote(argument) + "\\s*\\)");
    return plain.matcher(text.apply(call)).matches()
        ? Optional.of(new AggregateCall(function, argument.equals("*") ? "0" : argument))
        : Optional.empty();
  }

  /** Whether {@link RunningTotal} knows it. */
  boolean isKnown() {
    return RunningTotal.FUNCTIONS.contains(function);
  }

  /**
   * What it is of the rows that each of some compared values sees.
   *
   * @param type of the rows' values
   * @return nothing if it cannot be computed here
   */
  Optional<List<Value>> of(Type type, BoundedRows rows, List<List<Value>> asked) {
    if (!RunningTotal.takes(function, type)) {
      return Optional.empty();
    }
    try {
      return Optional.of(rows.totals(asked, () -> new RunningTotal(function, type)));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}
