package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.parser.ASTBinaryExpressionEnums.Op;
import com.google.zetasql.parser.ASTNodes.ASTAndExpr;
import com.google.zetasql.parser.ASTNodes.ASTBetweenExpression;
import com.google.zetasql.parser.ASTNodes.ASTBinaryExpression;
import com.google.zetasql.parser.ASTNodes.ASTExpression;
import com.google.zetasql.parser.ASTNodes.ASTFunctionCall;
import com.google.zetasql.parser.ASTNodes.ASTPathExpression;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ParseTreeVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a sub-query's WHERE asks of the row around it, as {@code e.ticker = p.ticker AND
 * e.trade_date < p.trade_date}.
 *
 * @param query the sub-query
 * @param select what it is
 * @param from its FROM clause
 * @param comparisons which all are to be true; at least one
 * @param rest of WHERE, which needs no row around it; empty without any
 */
record Correlation(
    ASTQuery query, ASTSelect select, String from, List<Comparison> comparisons, String rest) {

  private static final Map<Op, Op> SWAPPED =
      Map.of(Op.EQ, Op.EQ, Op.LT, Op.GT, Op.LE, Op.GE, Op.GT, Op.LT, Op.GE, Op.LE);

  private static final Pattern DAYS =
      Pattern.compile(
          "DATE_DIFF\\s*\\(.*,\\s*DAY\\s*\\)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** An expression of the sub-query's own rows beside one of the row around it. */
  record Comparison(String own, Op op, String outer) {

    boolean isEquation() {
      return op == Op.EQ;
    }
  }

  /**
   * A comparison as it is written, {@code left op right}, or {@code left - right op more}.
   *
   * @param number what makes numbers of left and right, with {@code %s} in their place
   * @param more null without a difference
   * @param limit what is made of what stands on the right, with {@code %s} in its place
   */
  private record Written(
      ASTExpression left,
      Op op,
      ASTExpression right,
      String number,
      ASTExpression more,
      String limit) {

    static Written of(ASTExpression left, Op op, ASTExpression right) {
      return new Written(left, op, right, "%s", null, "%s");
    }

    /** {@code ABS(left) op right} as two; nothing if it is anything else. */
    static Optional<List<Written>> ofAbsolute(
        ASTExpression left, Op op, ASTExpression right, SideQueries side) {
      return AggregateCall.of(left, side::text)
          .filter(call -> call.function().equals("ABS") && (op == Op.LT || op == Op.LE))
          .map(call -> ((ASTFunctionCall) left).getArguments().get(0))
          .map(
              number ->
                  List.of(
                      of(number, op, right),
                      new Written(number, SWAPPED.get(op), right, "%s", null, "-(%s)")));
    }

    Optional<Comparison> comparison(Predicate<ASTExpression> inside, SideQueries side) {
      boolean swapped = inside.test(right);
      ASTExpression own = swapped ? right : left;
      ASTExpression other = swapped ? left : right;
      if (inside.test(left) == swapped || !isOuter(other, inside)) {
        return difference(side).flatMap(each -> each.comparison(inside, side));
      } else if (more != null && !isOuter(more, inside)) {
        return Optional.empty();
      }
      String add = more == null ? "" : (swapped ? " - (" : " + (") + text(more, side) + ")";
      return Optional.of(
          new Comparison(
              number.formatted(text(own, side)),
              swapped ? SWAPPED.get(op) : op,
              number.formatted(text(other, side)) + add));
    }

    private String text(ASTExpression part, SideQueries side) {
      return (part == (more == null ? right : more) ? limit : "%s").formatted(side.text(part));
    }

    /** What it is as one of the sides of a difference; it must be of INT64, which is exact. */
    private Optional<Written> difference(SideQueries side) {
      if (more == null && left instanceof ASTBinaryExpression minus && minus.getOp() == Op.MINUS) {
        return Optional.of(
            new Written(minus.getLhs(), op, minus.getRhs(), "((%s) | 0)", right, limit));
      } else if (more == null
          && left instanceof ASTFunctionCall call
          && DAYS.matcher(side.text(call)).matches()) {
        return Optional.of(
            new Written(
                call.getArguments().get(0),
                op,
                call.getArguments().get(1),
                "UNIX_DATE(%s)",
                right,
                limit));
      }
      return Optional.empty();
    }
  }

  /** Nothing for what is not a SELECT of its own, with FROM, or asks nothing that is known here. */
  static Optional<Correlation> of(ASTQuery query, SideQueries side) {
    if (!(query.getQueryExpr() instanceof ASTSelect select)
        || query.getWithClause() != null
        || !query.getPipeOperatorList().isEmpty()
        || select.getFromClause() == null
        || select.getWhereClause() == null
        || select.getSelectAs() != null
        || select.getQualify() != null) {
      return Optional.empty();
    }
    String from = " " + side.text(select.getFromClause());
    Predicate<ASTExpression> inside = part -> side.isValid("SELECT " + side.text(part) + from);
    List<Comparison> comparisons = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (ASTExpression each : conjuncts(select.getWhereClause().getExpression())) {
      List<Comparison> found = comparisons(each, inside, side);
      comparisons.addAll(found);
      if (found.isEmpty()) {
        rest.add("(" + side.text(each) + ")");
      }
    }
    String where = rest.isEmpty() ? "" : " WHERE " + String.join(" AND ", rest);
    return comparisons.isEmpty()
        ? Optional.empty()
        : Optional.of(new Correlation(query, select, from, comparisons, where));
  }

  /** What has to be true for a condition to be. */
  static List<ASTExpression> conjuncts(ASTExpression condition) {
    return condition instanceof ASTAndExpr and
        ? and.getConjuncts().stream().flatMap(each -> conjuncts(each).stream()).toList()
        : List.of(condition);
  }

  /**
   * What a condition compares.
   *
   * @param inside whether an expression is of the own rows, or of none
   * @return nothing if it is anything else
   */
  static List<Comparison> comparisons(
      ASTExpression condition, Predicate<ASTExpression> inside, SideQueries side) {
    List<Written> written =
        Precomputation.isVolatile(side.text(condition)) ? List.of() : written(condition, side);
    List<Comparison> found =
        written.stream().flatMap(each -> each.comparison(inside, side).stream()).toList();
    return found.size() == written.size() ? found : List.of();
  }

  private static List<Written> written(ASTExpression condition, SideQueries side) {
    if (condition instanceof ASTBinaryExpression binary && SWAPPED.containsKey(binary.getOp())) {
      ASTExpression left = binary.getLhs();
      ASTExpression right = binary.getRhs();
      Op op = binary.getOp();
      return Written.ofAbsolute(left, op, right, side)
          .or(() -> Written.ofAbsolute(right, SWAPPED.get(op), left, side))
          .orElseGet(() -> List.of(Written.of(left, op, right)));
    } else if (condition instanceof ASTBetweenExpression between && !between.getIsNot()) {
      return List.of(
          Written.of(between.getLhs(), Op.GE, between.getLow()),
          Written.of(between.getLhs(), Op.LE, between.getHigh()));
    }
    return List.of();
  }

  /** Whether an expression is of the outer query alone: no name in it means anything inside. */
  private static boolean isOuter(ASTExpression expression, Predicate<ASTExpression> inside) {
    boolean[] outer = {true};
    expression.accept(
        new ParseTreeVisitor() {
          @Override
          public void visit(ASTPathExpression path) {
            outer[0] &= !inside.test(path);
          }

          /** Its own names may mean something else. */
          @Override
          public void visit(ASTQuery query) {
            outer[0] = false;
          }
        });
    return outer[0];
  }
}
