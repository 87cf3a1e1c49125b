package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.parser.ASTNodes.ASTAnalyticFunctionCall;
import com.google.zetasql.parser.ASTNodes.ASTPartitionBy;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ASTNodes.ASTWindowSpecification;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A window function whose value for each row is found in a map by a key of that row, or is the same
 * for all of them.
 *
 * @param select which it stands in
 */
record WindowFunction(ASTAnalyticFunctionCall call, ASTSelect select) {

  /** Its value, which stays a window function, of one row, since QUALIFY asks for one. */
  Optional<String> value(SideQueries side) {
    ASTWindowSpecification window = call.getWindowSpec();
    if (window.getBaseWindowName() != null || !seesRows(side) || namesAlias(side)) {
      return Optional.empty();
    }
    Optional<String> value =
        window.getOrderBy() == null && window.getWindowFrame() == null
            ? overPartitions(side)
            : RunningAggregate.of(call, side::text)
                .flatMap(
                    running ->
                        side.rows(running.rows(from(side)))
                            .flatMap(running::byKey)
                            .map(map -> side.at(map, running.key())));
    return value.map(
        each -> "ANY_VALUE(" + each + ") OVER (ROWS BETWEEN CURRENT ROW AND CURRENT ROW)");
  }

  /** The aggregates of the partitions are those of GROUP BY. */
  private Optional<String> overPartitions(SideQueries side) {
    String ofRows = side.text(call.getExpression()) + from(side);
    ASTPartitionBy partition = call.getWindowSpec().getPartitionBy();
    if (partition == null) {
      return side.rows("SELECT " + ofRows).flatMap(QueryRows::single).map(side::parameter);
    }
    String key =
        RunningAggregate.tuple(partition.getPartitioningExpressions().stream().map(side::text));
    return side.rows("SELECT " + key + ", " + ofRows + " GROUP BY 1")
        .map(rows -> side.at(rows.map(), key));
  }

  /** Whether it sees the rows of FROM and WHERE, and not groups of them. */
  private boolean seesRows(SideQueries side) {
    return select.getFromClause() != null
        && select.getGroupBy() == null
        && select.getHaving() == null
        && side.isPlain(side.text(select.getSelectList()) + from(side));
  }

  /** In QUALIFY a name may be the SELECT list's. */
  private boolean namesAlias(SideQueries side) {
    return EditedQuery.contains(select.getQualify(), call)
        && select.getSelectList().getColumns().stream()
            .filter(column -> column.getAlias() != null)
            .map(column -> Pattern.quote(column.getAlias().getIdentifier().getIdString()))
            .map(name -> Pattern.compile("(?i)(?<!\\w)" + name + "(?!\\w)"))
            .anyMatch(name -> name.matcher(side.text(call)).find());
  }

  private String from(SideQueries side) {
    String where = select.getWhereClause() == null ? "" : " " + side.text(select.getWhereClause());
    return " " + side.text(select.getFromClause()) + where;
  }
}
