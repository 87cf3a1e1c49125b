package org.lstmworkbook.engine.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedParameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.lstmworkbook.engine.bigquery.RewrittenSql.Edit;

/** A query in which one expression after the other is replaced, and which stays valid. */
final class EditedQuery {

  private final BiFunction<RewrittenSql, Map<String, Value>, QueryPlan> analyser;
  private final RewrittenSql written;
  private final byte[] sql;
  private final Map<String, Value> parameters;

  /** None within another, in the query's order. */
  private List<Edit> edits = List.of();

  private QueryPlan plan;

  /**
   * @param analyser plans a text with these parameters
   */
  EditedQuery(QueryPlan plan, BiFunction<RewrittenSql, Map<String, Value>, QueryPlan> analyser) {
    this.analyser = analyser;
    this.written = plan.sql();
    this.sql = written.text().getBytes(UTF_8);
    this.parameters = new LinkedHashMap<>(plan.parameters());
    this.plan = plan;
  }

  QueryPlan plan() {
    return plan;
  }

  /** A new parameter of this value, as SQL. */
  String parameter(Value value) {
    String name = "_subquery";
    while (parameters.putIfAbsent(name, value) != null) {
      name += "_";
    }
    return "@" + name;
  }

  /**
   * Puts another expression in the place of a node, and of what was replaced within.
   *
   * @return whether the query then is still valid: GROUP BY, for one, takes no parameter, and all
   *     of them go to the evaluator in one message
   */
  boolean replace(ASTNode node, String expression) {
    return replace(node, expression, next -> bytesOfParameters(next) <= TableParts.BYTES);
  }

  /** The same, unless the query then is one that is not wanted. */
  boolean replace(ASTNode node, String expression, Predicate<QueryPlan> wanted) {
    List<Edit> more = with(edits, node, expression);
    try {
      QueryPlan next = planned(written.text(), more);
      if (!wanted.test(next)) {
        return false;
      }
      plan = next;
      edits = more;
      return true;
    } catch (ApiException e) {
      return false;
    }
  }

  private static List<Edit> with(List<Edit> edits, ASTNode node, String expression) {
    List<Edit> more = new ArrayList<>(edits);
    more.removeIf(inner -> start(node) <= inner.start() && inner.end() <= end(node));
    more.add(new Edit(start(node), end(node), expression));
    more.sort(Comparator.comparing(Edit::start));
    return more;
  }

  private static long bytesOfParameters(QueryPlan plan) {
    Set<String> used = new HashSet<>();
    plan.statement()
        .accept(
            new ResolvedNodes.Visitor() {
              @Override
              public void visit(ResolvedParameter parameter) {
                used.add(parameter.getName());
              }
            });
    return used.stream()
        .mapToLong(name -> plan.parameters().get(name).serialize().getSerializedSize())
        .sum();
  }

  /** Another query with the same tables and parameters. */
  QueryPlan other(String text) {
    return planned(text, List.of());
  }

  private QueryPlan planned(String text, List<Edit> with) {
    return analyser.apply(new RewrittenSql(text, with, written.tables()), parameters);
  }

  /** A piece of the query, with what was replaced in it. */
  String text(ASTNode node) {
    return text(node, node);
  }

  /** A piece with other expressions in the place of some nodes in it. */
  String text(ASTNode node, Map<? extends ASTNode, String> instead) {
    List<Edit> all = edits;
    for (var each : instead.entrySet()) {
      all = with(all, each.getKey(), each.getValue());
    }
    return text(node, node, all);
  }

  /** From the beginning of one node to the end of another. */
  String text(ASTNode first, ASTNode last) {
    return text(first, last, edits);
  }

  private String text(ASTNode first, ASTNode last, List<Edit> edits) {
    StringBuilder text = new StringBuilder();
    int done = start(first);
    for (Edit each : edits) {
      if (start(first) <= each.start() && each.end() <= end(last)) {
        text.append(original(done, each.start())).append(each.text());
        done = each.end();
      }
    }
    return text.append(original(done, end(last))).toString();
  }

  private String original(int start, int end) {
    return new String(sql, start, end - start, UTF_8);
  }

  /** Whether a node stands within another, which may be null. */
  static boolean contains(ASTNode outer, ASTNode inner) {
    return outer != null && start(outer) <= start(inner) && end(inner) <= end(outer);
  }

  private static int start(ASTNode node) {
    return node.getParseLocationRange().start();
  }

  private static int end(ASTNode node) {
    return node.getParseLocationRange().end();
  }
}
