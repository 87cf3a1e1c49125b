package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumnBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOutputColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedProjectScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Aggregates over parts of the rows, from which those over all rows follow. */
final class PartedAggregates {

  /** How a value over all rows comes from the values over parts of them. */
  private static final Map<String, String> COMBINED =
      Map.of(
          "$count_star", "SUM",
          "count", "SUM",
          "countif", "SUM",
          "sum", "SUM",
          "min", "MIN",
          "max", "MAX",
          "logical_and", "LOGICAL_AND",
          "logical_or", "LOGICAL_OR");

  private PartedAggregates() {}

  /**
   * Writes how the groups of several parts become one: their counts are summed up, and so on.
   *
   * @param body the query's scan below ORDER BY and LIMIT
   * @param values takes the SQL of each output column, over the columns c0, c1 of the parts
   * @param groups takes the columns that GROUP BY names
   * @return the aggregation, whose input the parts are to be of
   * @throws TooManyRowsException if it is none, or one that cannot be combined
   */
  static ResolvedAggregateScan combine(
      ResolvedScan body, ResolvedQueryStmt statement, List<String> values, Set<String> groups) {
    boolean reordered =
        body instanceof ResolvedProjectScan project && project.getExprList().isEmpty();
    ResolvedScan scan = reordered ? ((ResolvedProjectScan) body).getInputScan() : body;
    if (!(scan instanceof ResolvedAggregateScan aggregate)
        || !aggregate.getGroupingSetList().isEmpty()
        || !aggregate.getGroupingCallList().isEmpty()) {
      throw new TooManyRowsException();
    }
    Map<Long, String> functions = new HashMap<>();
    for (ResolvedComputedColumnBase each : aggregate.getAggregateList()) {
      functions.put(each.getColumn().getId(), combined(each.getExpr()));
    }
    Set<Long> shown = new HashSet<>();
    for (ResolvedOutputColumn each : statement.getOutputColumnList()) {
      shown.add(each.getColumn().getId());
      String function = functions.get(each.getColumn().getId());
      String column = "c" + values.size();
      values.add(function == null ? column : function + "(" + column + ")");
      if (function == null) {
        groups.add(column);
      }
    }
    if (!shown.containsAll(
        aggregate.getGroupByList().stream().map(each -> each.getColumn().getId()).toList())) {
      throw new TooManyRowsException();
    }
    return aggregate;
  }

  private static String combined(ResolvedExpr expression) {
    return Optional.of(expression)
        .filter(ResolvedAggregateFunctionCall.class::isInstance)
        .map(ResolvedAggregateFunctionCall.class::cast)
        .filter(call -> !call.getDistinct() && call.getHavingModifier() == null)
        .filter(call -> call.getLimit() == null && call.getOrderByItemList().isEmpty())
        .filter(call -> call.getGroupByList().isEmpty() && call.getWhereExpr() == null)
        .map(call -> COMBINED.get(call.getFunction().getName()))
        .orElseThrow(TooManyRowsException::new);
  }
}
