package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.parser.ASTBinaryExpressionEnums.Op;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTAndExpr;
import com.google.zetasql.parser.ASTNodes.ASTBinaryExpression;
import com.google.zetasql.parser.ASTNodes.ASTExpression;
import com.google.zetasql.parser.ASTNodes.ASTPathExpression;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A sub-query that needs of the row around it only keys, as {@code (SELECT MAX(q.close) FROM t AS q
 * WHERE q.ticker = p.ticker)}: what it gives for each key can be computed at once.
 *
 * @param key its own side of the equations, a tuple
 * @param outer the other side, of the query around it
 * @param columns its SELECT list
 * @param from its FROM clause
 * @param where the rest of WHERE, which needs no row around it
 */
record KeyedSubquery(String columns, String key, String outer, String from, String where) {

  /**
   * @param text the SQL of a node
   * @param valid whether a query can be run alone
   */
  static Optional<KeyedSubquery> of(
      ASTQuery query, Function<ASTNode, String> text, Predicate<String> valid) {
    if (!(query.getQueryExpr() instanceof ASTSelect select)
        || query.getWithClause() != null
        || query.getLimitOffset() != null
        || !query.getPipeOperatorList().isEmpty()
        || select.getFromClause() == null
        || select.getWhereClause() == null
        || select.getSelectAs() != null
        || select.getGroupBy() != null
        || select.getHaving() != null
        || select.getQualify() != null) {
      return Optional.empty();
    }
    String from = " " + text.apply(select.getFromClause());
    List<String> keys = new ArrayList<>();
    List<String> outer = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (ASTExpression each : conjuncts(select.getWhereClause().getExpression())) {
      if (each instanceof ASTBinaryExpression equation && equation.getOp() == Op.EQ) {
        Predicate<ASTExpression> inside = side -> valid.test("SELECT " + text.apply(side) + from);
        boolean swapped = inside.test(equation.getRhs());
        ASTExpression own = swapped ? equation.getRhs() : equation.getLhs();
        ASTExpression other = swapped ? equation.getLhs() : equation.getRhs();
        // A name that means nothing inside is the outer query's; an expression may mix both.
        if (other instanceof ASTPathExpression && !inside.test(other) && inside.test(own)) {
          keys.add(text.apply(own));
          outer.add(text.apply(other));
          continue;
        }
      }
      rest.add("(" + text.apply(each) + ")");
    }
    String where = rest.isEmpty() ? "" : " WHERE " + String.join(" AND ", rest);
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new KeyedSubquery(
                text.apply(select.getSelectList()), tuple(keys), tuple(outer), from, where));
  }

  /** The query that gives a value for each key. */
  String byKey(String value) {
    return "SELECT " + key + ", " + value + from + where + " GROUP BY 1";
  }

  /** The query over no row: of an aggregate it has one row, else none. */
  String ofNoRow() {
    return "SELECT " + columns + from + " WHERE FALSE";
  }

  /** Whether it gives a row for each of FROM, and not one for all. */
  boolean isPlain(Predicate<String> valid) {
    return columns.equals("1") || isPlain(columns + from, valid);
  }

  /**
   * Whether a query without GROUP BY has no aggregate: a further one makes it invalid.
   *
   * @param query without SELECT
   */
  static boolean isPlain(String query, Predicate<String> valid) {
    return valid.test("SELECT " + query) && !valid.test("SELECT COUNT(*), " + query);
  }

  private static List<ASTExpression> conjuncts(ASTExpression condition) {
    return condition instanceof ASTAndExpr and ? and.getConjuncts() : List.of(condition);
  }

  private static String tuple(List<String> expressions) {
    return "(" + String.join(", ", expressions) + ")";
  }
}
