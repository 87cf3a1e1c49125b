package org.lstmworkbook.engine.bigquery;

import com.google.common.collect.Iterables;
import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTBinaryExpressionEnums.Op;
import com.google.zetasql.parser.ASTJoinEnums.JoinType;
import com.google.zetasql.parser.ASTNodes.ASTAlias;
import com.google.zetasql.parser.ASTNodes.ASTBinaryExpression;
import com.google.zetasql.parser.ASTNodes.ASTExpression;
import com.google.zetasql.parser.ASTNodes.ASTJoin;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ASTNodes.ASTTableExpression;
import com.google.zetasql.parser.ASTNodes.ASTTablePathExpression;
import com.google.zetasql.parser.ASTNodes.ASTTableSubquery;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lstmworkbook.engine.bigquery.Correlation.Comparison;

/**
 * A join of rows with those in a range of theirs, as {@code t AS a JOIN t AS b ON a.ticker =
 * b.ticker AND b.trade_date BETWEEN DATE_SUB(a.trade_date, INTERVAL 7 DAY) AND a.trade_date}. The
 * evaluator looks up what is equal, here all rows of a ticker, and tries them one by one.
 *
 * <p>So the dates are put into buckets wider than any of these ranges. What meets a row of the left
 * side is in the same bucket or the one before: each row of the right side stands in its own bucket
 * and in the next, and the join asks for an equal bucket along with what is written.
 */
final class RangeJoin {

  private static final Set<JoinType> INNER =
      Set.of(JoinType.DEFAULT_JOIN_TYPE, JoinType.INNER, JoinType.CROSS, JoinType.COMMA);

  private static final Pattern OUTER =
      Pattern.compile("\\b(LEFT|RIGHT|FULL)\\b", Pattern.CASE_INSENSITIVE);

  /** What makes an INT64 of an INT64, a DATE, a TIMESTAMP and a DATETIME, and keeps their order. */
  private static final List<String> NUMBERS =
      List.of(
          "((%s) | 0)",
          "UNIX_DATE(%s)",
          "UNIX_MICROS(%s)",
          "DATETIME_DIFF(%s, DATETIME '2000-01-01', MICROSECOND)");

  /** Far from what overflows. */
  private static final long MAX_WIDTH = Long.MAX_VALUE / 4;

  /**
   * @param most own number ≤ outer number, for each pair of rows that meet
   * @param width what outer number - own number is at most, for each of them
   */
  private record Range(Comparison most, long width) {}

  private final ASTJoin join;
  private final SideQueries side;
  private final String left;
  private final String right;

  RangeJoin(ASTJoin join, SideQueries side) {
    this.join = join;
    this.side = side;
    this.left = " FROM " + side.text(join.getLhs());
    this.right = " FROM " + side.text(join.getRhs());
  }

  /**
   * The same join by buckets.
   *
   * @param select in whose FROM clause it stands; null if in none
   * @return nothing if the right side cannot be repeated, or meets the left in no range
   */
  Optional<String> byBuckets(ASTSelect select) {
    if (!isKnown() || !isTable(join.getRhs())) {
      return Optional.empty();
    }
    List<Comparison> bounds =
        conditions(select).stream()
            .flatMap(each -> Correlation.conjuncts(each).stream())
            .filter(each -> !isEquation(each))
            .flatMap(each -> Correlation.comparisons(each, this::isRight, side).stream())
            .flatMap(each -> numbers(each).stream())
            .toList();
    return bounds.stream()
        .filter(RangeJoin::isMost)
        .flatMap(
            most ->
                bounds.stream()
                    .filter(least -> !isMost(least))
                    .flatMap(least -> width(least, most).stream())
                    .map(width -> new Range(most, width)))
        .min(Comparator.comparing(Range::width))
        .map(this::sql);
  }

  /** Of a LEFT JOIN the right side is not shown but where it meets the left: it can be repeated. */
  private boolean isKnown() {
    return (isInner() || join.getJoinType() == JoinType.LEFT) && !join.getTransformationNeeded();
  }

  private boolean isInner() {
    return INNER.contains(join.getJoinType());
  }

  private static boolean isTable(ASTTableExpression node) {
    return node.getPostfixOperators().isEmpty()
        && (node instanceof ASTTableSubquery
            || (node instanceof ASTTablePathExpression path && path.getUnnestExpr() == null));
  }

  /** ON, and WHERE unless it sees rows that an outer join made. */
  private List<ASTExpression> conditions(ASTSelect select) {
    List<ASTExpression> conditions = new ArrayList<>();
    if (join.getOnClause() != null) {
      conditions.add(join.getOnClause().getExpression());
    }
    if (select != null
        && select.getWhereClause() != null
        && !OUTER.matcher(side.text(select.getFromClause())).find()) {
      conditions.add(select.getWhereClause().getExpression());
    }
    return conditions;
  }

  private boolean isRight(ASTExpression expression) {
    return side.isValid("SELECT " + side.text(expression) + right);
  }

  /** The evaluator looks these up, and so they are not analysed. */
  private static boolean isEquation(ASTExpression condition) {
    return condition instanceof ASTBinaryExpression binary && binary.getOp() == Op.EQ;
  }

  private static boolean isMost(Comparison bound) {
    return bound.op() == Op.LT || bound.op() == Op.LE;
  }

  private Optional<Comparison> numbers(Comparison bound) {
    return NUMBERS.stream()
        .map(
            number ->
                new Comparison(
                    number.formatted(bound.own()), bound.op(), number.formatted(bound.outer())))
        .filter(each -> side.isValid("SELECT " + each.own() + right))
        .filter(each -> side.isValid("SELECT " + each.outer() + left))
        .findFirst();
  }

  /**
   * Where rows meet, {@code most.outer - most.own} is the sum of {@code most.outer - least.outer},
   * which is the left side's, of {@code least.outer - least.own}, which is not above 0, and of
   * {@code least.own - most.own}, which is the right side's.
   */
  private Optional<Long> width(Comparison least, Comparison most) {
    return greatest(most.outer() + " - " + least.outer(), left)
        .flatMap(
            ofLeft -> greatest(least.own() + " - " + most.own(), right).map(more -> ofLeft + more));
  }

  private Optional<Long> greatest(String difference, String from) {
    return side.rows("SELECT MAX(" + difference + ")" + from)
        .flatMap(QueryRows::single)
        .filter(value -> !value.isNull())
        .map(Value::getInt64Value)
        .filter(width -> width < MAX_WIDTH);
  }

  private String sql(Range range) {
    // At least 2, so that the next of a bucket is a number, too.
    String bucket = "DIV(%s, " + Math.max(2, range.width + 1) + ")";
    return "%s%s %s (SELECT * EXCEPT (`!more`), %s + `!more` AS `%s`%s CROSS JOIN UNNEST([0, 1]) AS `!more`)%s %s"
        .formatted(
            side.text(join.getLhs()),
            join.getUsingClause() == null
                ? ""
                : " CROSS JOIN UNNEST([%s]) AS `%s`"
                    .formatted(bucket.formatted(range.most.outer()), bucket()),
            isInner() ? "JOIN" : "LEFT JOIN",
            bucket.formatted(range.most.own()),
            bucket(),
            right,
            alias(),
            condition(bucket.formatted(range.most.outer())));
  }

  /** What is written, and an equal bucket. */
  private String condition(String bucket) {
    if (join.getUsingClause() != null) {
      return Stream.concat(
              join.getUsingClause().getKeys().stream().map(side::text),
              Stream.of("`" + bucket() + "`"))
          .collect(Collectors.joining(", ", "USING (", ")"));
    }
    String equal = "ON %s = `%s`".formatted(bucket, bucket());
    return join.getOnClause() == null
        ? equal
        : equal + " AND (" + side.text(join.getOnClause().getExpression()) + ")";
  }

  /** The name of the buckets' column, which no other join has. */
  private String bucket() {
    return "!bucket" + join.getParseLocationRange().start();
  }

  private String alias() {
    if (join.getRhs() instanceof ASTTablePathExpression path) {
      return " AS "
          + side.text(
              path.getAlias() == null
                  ? Iterables.getLast(path.getPathExpr().getNames())
                  : path.getAlias().getIdentifier());
    }
    ASTAlias alias = ((ASTTableSubquery) join.getRhs()).getAlias();
    return alias == null ? "" : " AS " + side.text(alias.getIdentifier());
  }

  /** Whether a query is the same but for the join: it shows no bucket, as SELECT * may do. */
  boolean isSame(QueryPlan after, QueryPlan before) {
    int[] uses = {0};
    after
        .statement()
        .accept(
            new ResolvedNodes.Visitor() {
              @Override
              public void visit(ResolvedColumnRef reference) {
                uses[0] += reference.getColumn().getName().equals(bucket()) ? 1 : 0;
              }
            });
    // USING refers to that of both sides.
    return uses[0] == (join.getUsingClause() == null ? 1 : 2)
        && after.schema().equals(before.schema());
  }
}
