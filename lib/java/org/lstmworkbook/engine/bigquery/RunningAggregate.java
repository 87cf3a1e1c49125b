package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTAnalyticFunctionCall;
import com.google.zetasql.parser.ASTNodes.ASTWindowFrame;
import com.google.zetasql.parser.ASTNodes.ASTWindowSpecification;
import com.google.zetasql.parser.ASTWindowFrameEnums.FrameUnit;
import com.google.zetasql.parser.ASTWindowFrameExprEnums.BoundaryType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An aggregate of the rows up to each one, as {@code MAX(close) OVER (PARTITION BY ticker ORDER BY
 * trade_date)}, in one pass over the rows: the evaluator begins anew for each of them.
 *
 * @param partition the rows that it sees together, a tuple
 * @param key the partition and the place in its order, a tuple
 * @param order its ORDER BY clause
 * @param byRows whether rows of one place count one after the other
 */
record RunningAggregate(
    AggregateCall call, String partition, String key, String order, boolean byRows) {

  /**
   * What a call asks for.
   *
   * @param text the SQL of a node
   * @return nothing if it looks at other rows, or is more than a known function of one argument
   */
  static Optional<RunningAggregate> of(
      ASTAnalyticFunctionCall call, Function<ASTNode, String> text) {
    ASTWindowSpecification window = call.getWindowSpec();
    ASTWindowFrame frame = window.getWindowFrame();
    Optional<AggregateCall> aggregate =
        AggregateCall.of(call.getExpression(), text).filter(AggregateCall::isKnown);
    if (aggregate.isEmpty() || window.getOrderBy() == null || (frame != null && !endsHere(frame))) {
      return Optional.empty();
    }
    List<String> partition =
        window.getPartitionBy() == null
            ? List.of("0")
            : window.getPartitionBy().getPartitioningExpressions().stream().map(text).toList();
    Stream<String> place =
        window.getOrderBy().getOrderingExpressions().stream()
            .map(each -> text.apply(each.getExpression()));
    return Optional.of(
        new RunningAggregate(
            aggregate.get(),
            tuple(partition.stream()),
            tuple(Stream.concat(partition.stream(), place)),
            text.apply(window.getOrderBy()),
            frame != null && frame.getFrameUnit() == FrameUnit.ROWS));
  }

  private static boolean endsHere(ASTWindowFrame frame) {
    return frame.getStartExpr().getBoundaryType() == BoundaryType.UNBOUNDED_PRECEDING
        && (frame.getEndExpr() == null
            || frame.getEndExpr().getBoundaryType() == BoundaryType.CURRENT_ROW);
  }

  /** The SQL of one value that holds those of the expressions. */
  static String tuple(Stream<String> expressions) {
    return expressions.collect(Collectors.joining(", ", "(", ")"));
  }

  /** The query for the rows that it goes through. */
  String rows(String from) {
    return "SELECT %s AS `!key`, %s AS `!argument`, %s AS `!partition`%s %s"
        .formatted(key, call.argument(), partition, from, order);
  }

  /**
   * Its values by the keys, as a map.
   *
   * @return nothing if the order of rows of one place matters, or a value cannot be computed here
   */
  Optional<Value> byKey(QueryRows rows) {
    Type type = rows.types().get(1);
    Map<Value, RunningTotal> totals = new HashMap<>();
    Set<Value> keys = new HashSet<>();
    List<List<Value>> values = new ArrayList<>();
    if (!rows.hasExactKeys() || !RunningTotal.takes(call.function(), type)) {
      return Optional.empty();
    }
    try {
      for (List<Value> row : rows.rows()) {
        if (!keys.add(row.get(0)) && byRows) {
          return Optional.empty();
        }
        RunningTotal total =
            totals.computeIfAbsent(row.get(2), each -> new RunningTotal(call.function(), type));
        total.add(row.get(1));
        values.add(List.of(row.get(0), total.value()));
      }
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
    Type result = new RunningTotal(call.function(), type).value().getType();
    return Optional.of(new QueryRows(List.of(rows.types().get(0), result), values).map());
  }
}
