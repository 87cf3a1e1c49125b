package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.parser.ASTJoinEnums.JoinType;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTJoin;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ASTNodes.ASTTableExpression;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where rows come from for which a piece of a SELECT is evaluated.
 *
 * @param outers the expressions of them that it needs
 */
record RowsAround(ASTSelect select, List<String> outers, SideQueries side) {

  /** What is, or may be, a query within an expression. */
  private static final Pattern QUERY =
      Pattern.compile("\\b(SELECT|FROM)\\b", Pattern.CASE_INSENSITIVE);

  /** Where a side has rows of NULL that are not its own. */
  private static final Set<JoinType> FILLS_LEFT = Set.of(JoinType.RIGHT, JoinType.FULL);

  private static final Set<JoinType> FILLS_RIGHT = Set.of(JoinType.LEFT, JoinType.FULL);

  /**
   * FROM and WHERE that give at least these rows, of as few tables as the expressions name.
   *
   * @return nothing if the piece may see other than such a row, as HAVING sees names of SELECT
   */
  Optional<String> of(ASTNode piece) {
    if (select.getFromClause() == null) {
      return Optional.empty();
    }
    ASTTableExpression all = select.getFromClause().getTableExpression();
    if (EditedQuery.contains(all, piece)) {
      return joined(all, piece).map(this::from);
    } else if (EditedQuery.contains(select.getSelectList(), piece)
        || EditedQuery.contains(select.getWhereClause(), piece)) {
      ASTTableExpression some = narrowed(all);
      return Optional.of(some == all ? from(all) + where() : from(some));
    }
    return Optional.empty();
  }

  private String from(ASTTableExpression tables) {
    return " FROM " + side.text(tables);
  }

  private String where() {
    String where =
        select.getWhereClause() == null
            ? ""
            : Correlation.conjuncts(select.getWhereClause().getExpression()).stream()
                .map(each -> "(" + side.text(each) + ")")
                .filter(each -> !QUERY.matcher(each).find())
                .collect(Collectors.joining(" AND "));
    return where.isEmpty() ? "" : " WHERE " + where;
  }

  /** The side that is asked for in the condition of a join. */
  private Optional<ASTTableExpression> joined(ASTTableExpression tables, ASTNode piece) {
    if (!(tables instanceof ASTJoin join) || join.getTransformationNeeded()) {
      return Optional.empty();
    } else if (EditedQuery.contains(join.getOnClause(), piece)) {
      return Stream.of(join.getLhs(), join.getRhs())
          .filter(each -> isOnly(each, join))
          .map(this::narrowed)
          .findFirst();
    }
    return Stream.of(join.getLhs(), join.getRhs())
        .filter(each -> EditedQuery.contains(each, piece))
        .findFirst()
        .flatMap(each -> joined(each, piece));
  }

  private ASTTableExpression narrowed(ASTTableExpression tables) {
    if (!(tables instanceof ASTJoin join) || join.getTransformationNeeded()) {
      return tables;
    } else if (!FILLS_LEFT.contains(join.getJoinType()) && isOnly(join.getLhs(), join)) {
      return narrowed(join.getLhs());
    } else if (!FILLS_RIGHT.contains(join.getJoinType()) && isOnly(join.getRhs(), join)) {
      return narrowed(join.getRhs());
    }
    return tables;
  }

  /** Whether the expressions mean rows of one side alone: none means anything on the other. */
  private boolean isOnly(ASTTableExpression one, ASTJoin join) {
    ASTTableExpression other = one == join.getLhs() ? join.getRhs() : join.getLhs();
    return side.isValid("SELECT " + RunningAggregate.tuple(outers.stream()) + from(one))
        && outers.stream().noneMatch(each -> side.isValid("SELECT " + each + from(other)));
  }
}
