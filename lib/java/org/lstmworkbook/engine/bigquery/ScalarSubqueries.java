package org.lstmworkbook.engine.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.zetasql.ParseLocationRange;
import com.google.zetasql.parser.ASTExpressionSubqueryEnums.Modifier;
import com.google.zetasql.parser.ASTNodes.ASTExpressionSubquery;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTWithClause;
import com.google.zetasql.parser.ParseTreeVisitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds the scalar sub-queries that stand on their own, as {@code (SELECT MAX(trade_date) FROM t)}:
 * the evaluator would run such a one again for each row of the query around it.
 */
final class ScalarSubqueries extends ParseTreeVisitor {

  /** What gives another value each time. */
  private static final Pattern VOLATILE =
      Pattern.compile("\\b(RAND|GENERATE_UUID|CURRENT_\\w+)\\b", Pattern.CASE_INSENSITIVE);

  private final byte[] sql;
  private final Function<String, Optional<String>> constant;
  private final List<RewrittenSql.Edit> edits = new ArrayList<>();
  private String with = "";
  private boolean hidden;

  private ScalarSubqueries(String sql, Function<String, Optional<String>> constant) {
    this.sql = sql.getBytes(UTF_8);
    this.constant = constant;
  }

  /**
   * @param constant what to write for a sub-query, or nothing if it cannot be run alone
   */
  static List<RewrittenSql.Edit> replace(String sql, Function<String, Optional<String>> constant) {
    ScalarSubqueries finder = new ScalarSubqueries(sql, constant);
    GoogleSql.parse(sql).accept(finder);
    return finder.edits;
  }

  /** Whether a query may mean something else each time that it runs. */
  static boolean isVolatile(String sql) {
    return VOLATILE.matcher(sql).find();
  }

  /** A sub-query sees one WITH before it; below a second, whose names may hide, none is taken. */
  @Override
  public void visit(ASTQuery query) {
    String outerWith = with;
    boolean outerHidden = hidden;
    ASTWithClause clause = query.getWithClause();
    if (clause != null) {
      hidden = !with.isEmpty() || clause.getRecursive();
      with = text(clause.getParseLocationRange()) + " ";
    }
    super.visit(query);
    with = outerWith;
    hidden = outerHidden;
  }

  @Override
  public void visit(ASTExpressionSubquery node) {
    String text = text(node.getParseLocationRange());
    boolean candidate =
        node.getModifier() == Modifier.NONE
            && !hidden
            && text.startsWith("(")
            && !isVolatile(with + text);
    Optional<String> value = candidate ? constant.apply(with + text) : Optional.empty();
    if (value.isPresent()) {
      ParseLocationRange range = node.getParseLocationRange();
      edits.add(new RewrittenSql.Edit(range.start(), range.end(), value.get()));
    } else {
      super.visit(node);
    }
  }

  private String text(ParseLocationRange range) {
    return new String(Arrays.copyOfRange(sql, range.start(), range.end()), UTF_8);
  }
}
