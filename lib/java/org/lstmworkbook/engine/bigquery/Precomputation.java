package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTExpressionSubqueryEnums.Modifier;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTAliasedQuery;
import com.google.zetasql.parser.ASTNodes.ASTAnalyticFunctionCall;
import com.google.zetasql.parser.ASTNodes.ASTExpressionSubquery;
import com.google.zetasql.parser.ASTNodes.ASTInExpression;
import com.google.zetasql.parser.ASTNodes.ASTJoin;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ASTNodes.ASTWithClause;
import com.google.zetasql.parser.ParseTreeVisitor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Computes first, and once, what the evaluator would compute again for each row of a query, and
 * puts its value there as a parameter:
 *
 * <ul>
 *   <li>sub-queries that stand on their own, as {@code (SELECT MAX(trade_date) FROM t)}
 *   <li>those that need only a key of the row around them, as {@code (SELECT MAX(q.close) FROM t AS
 *       q WHERE q.ticker = p.ticker)}: their values for all keys
 *   <li>those that compare with that row, as {@code … AND q.trade_date < p.trade_date}: their
 *       values for all that it compares with
 *   <li>the width of a join's range, as {@code q.trade_date BETWEEN p.trade_date - 7 AND
 *       p.trade_date}, for a key of the join
 *   <li>window functions over whole partitions, as {@code MAX(close) OVER (PARTITION BY ticker)}
 *   <li>aggregates of the rows up to each one, as {@code MAX(close) OVER (ORDER BY trade_date)}
 * </ul>
 *
 * What fails alone, because it needs the query around it or for any other reason, stays as it is.
 */
final class Precomputation extends ParseTreeVisitor implements SideQueries {

  /** What gives another value each time. */
  private static final Pattern VOLATILE =
      Pattern.compile(
          "\\b(RAND|GENERATE_UUID|TABLESAMPLE|CURRENT_\\w+)\\b", Pattern.CASE_INSENSITIVE);

  private final SqlEngine engine;
  private final EditedQuery query;

  /** The WITH clauses around the visited place, the outermost first, each as far as it is seen. */
  private final Deque<String> with = new ArrayDeque<>();

  /** Whose window functions are visited; null outside of one. */
  private ASTSelect select;

  private boolean recursive;

  private Precomputation(QueryPlan plan, SqlEngine engine) {
    this.engine = engine;
    this.query = new EditedQuery(plan, engine::analysed);
  }

  /** The same query, with values in the place of what can be computed before. */
  static QueryPlan of(QueryPlan plan, SqlEngine engine) {
    Precomputation finder = new Precomputation(plan, engine);
    GoogleSql.parse(plan.sql().text()).accept(finder);
    return finder.query.plan();
  }

  /** Whether a query may mean something else each time that it runs. */
  static boolean isVolatile(String sql) {
    return VOLATILE.matcher(sql).find();
  }

  @Override
  public void visit(ASTQuery node) {
    int outer = with.size();
    ASTSelect outerSelect = select;
    select = null;
    super.visit(node);
    select = outerSelect;
    while (with.size() > outer) {
      with.removeLast();
    }
  }

  /** An entry sees those before it; in a recursive clause all see all, and none is taken. */
  @Override
  public void visit(ASTWithClause clause) {
    boolean outer = recursive;
    recursive |= clause.getRecursive();
    with.addLast("");
    for (ASTAliasedQuery each : clause.getWith()) {
      each.accept(this);
      with.removeLast();
      with.addLast(query.text(clause, each));
    }
    recursive = outer;
  }

  /** FROM and WHERE come first: the rest of a SELECT may ask for their rows. */
  @Override
  public void visit(ASTSelect node) {
    select = node;
    Stream.of(
            node.getFromClause(),
            node.getWhereClause(),
            node.getSelectList(),
            node.getGroupBy(),
            node.getHaving(),
            node.getQualify(),
            node.getWindowClause())
        .filter(Objects::nonNull)
        .forEach(each -> each.accept(this));
    select = null;
  }

  @Override
  public void visit(ASTJoin node) {
    super.visit(node);
    RangeJoin join = new RangeJoin(node, this);
    QueryPlan before = query.plan();
    join.byBuckets(select)
        .ifPresent(sql -> query.replace(node, sql, after -> join.isSame(after, before)));
  }

  @Override
  public void visit(ASTExpressionSubquery node) {
    super.visit(node);
    String alone = text(node.getQuery());
    Optional<Value> value =
        switch (node.getModifier()) {
          case NONE -> rows(alone).flatMap(QueryRows::single);
          case ARRAY -> rows(alone).map(QueryRows::array);
          case EXISTS -> rows("SELECT 1 FROM (" + alone + ") LIMIT 1").map(QueryRows::exist);
          default -> Optional.empty();
        };
    if (value.isPresent()) {
      query.replace(node, parameter(value.get()));
    } else {
      correlated(node).ifPresent(found -> query.replace(node, found));
    }
  }

  /** What a sub-query gives that needs the row around it: its value, or whether it has a row. */
  private Optional<String> correlated(ASTExpressionSubquery node) {
    if (node.getModifier() != Modifier.NONE && node.getModifier() != Modifier.EXISTS) {
      return Optional.empty();
    }
    boolean exists = node.getModifier() == Modifier.EXISTS;
    Optional<Correlation> correlation = Correlation.of(node.getQuery(), this);
    return correlation
        .flatMap(each -> KeyedSubquery.of(each, this))
        .flatMap(keyed -> exists ? keyed.exists(this) : keyed.value(this))
        .or(
            () ->
                correlation
                    .flatMap(each -> BoundedSubquery.of(each, this))
                    .flatMap(bounded -> exists ? bounded.exists(this) : bounded.value(this)));
  }

  /** A map finds at once what an array is searched for; the array also takes NULL in a struct. */
  @Override
  public void visit(ASTInExpression node) {
    super.visit(node);
    if (node.getQuery() == null) {
      return;
    }
    String left = text(node.getLhs());
    String not = node.getIsNot() ? "NOT " : "";
    Optional<QueryRows> rows = rows(text(node.getQuery()));
    Optional<Value> set = rows.flatMap(QueryRows::set);
    boolean replaced =
        set.isPresent()
            && query.replace(
                node,
                "(%sWITH(`!left` AS %s, IF(`!left` IS NULL, NULL, IF(%s, TRUE, %s))))"
                    .formatted(
                        not,
                        left,
                        at(set.get(), "`!left`"),
                        // What is not among them may be the one that is not known.
                        rows.get().hasNull() ? "NULL" : "FALSE"));
    if (!replaced && rows.isPresent()) {
      String array = parameter(rows.get().distinct().array());
      query.replace(node, "(%s(%s) IN UNNEST(%s))".formatted(not, left, array));
    } else if (rows.isEmpty()) {
      Correlation.of(node.getQuery(), this)
          .flatMap(correlation -> KeyedSubquery.of(correlation, this))
          .flatMap(keyed -> keyed.contains(left, this))
          .ifPresent(contained -> query.replace(node, "(" + not + contained + ")"));
    }
  }

  @Override
  public void visit(ASTAnalyticFunctionCall call) {
    super.visit(call);
    if (select != null) {
      new WindowFunction(call, select).value(this).ifPresent(value -> query.replace(call, value));
    }
  }

  @Override
  public Optional<String> around(ASTNode node, List<String> outers) {
    return Optional.ofNullable(select).flatMap(each -> new RowsAround(each, outers, this).of(node));
  }

  /** A query planned without the one around it, but with the WITH clauses that it sees. */
  private Optional<QueryPlan> alone(String text) {
    List<String> seen = with.stream().filter(each -> !each.isEmpty()).toList();
    String all =
        seen.stream().map(each -> each + " (").collect(Collectors.joining())
            + text
            + ")".repeat(seen.size());
    try {
      return recursive || isVolatile(all) ? Optional.empty() : Optional.of(query.other(all));
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  @Override
  public String text(ASTNode node) {
    return query.text(node);
  }

  @Override
  public String text(ASTNode node, Map<? extends ASTNode, String> instead) {
    return query.text(node, instead);
  }

  @Override
  public String parameter(Value value) {
    return query.parameter(value);
  }

  @Override
  public boolean isValid(String text) {
    return alone(text).isPresent();
  }

  @Override
  public Optional<QueryRows> rows(String text) {
    return alone(text).flatMap(known -> QueryRows.of(known, engine));
  }
}
