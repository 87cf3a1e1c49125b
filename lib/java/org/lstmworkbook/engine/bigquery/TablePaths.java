package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.ParseLocationRange;
import com.google.zetasql.parser.ASTNodes.ASTAlias;
import com.google.zetasql.parser.ASTNodes.ASTAliasedQuery;
import com.google.zetasql.parser.ASTNodes.ASTIdentifier;
import com.google.zetasql.parser.ASTNodes.ASTParameterExpr;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ASTNodes.ASTSystemVariableExpr;
import com.google.zetasql.parser.ASTNodes.ASTTablePathExpression;
import com.google.zetasql.parser.ASTNodes.ASTWithClause;
import com.google.zetasql.parser.ParseTreeVisitor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts each table path of a query, as {@code market.daily_prices}, into one quoted identifier: the
 * evaluator finds a table's rows only under a name without parts. Positional parameters become
 * named ones, since the evaluator takes no others, and {@code @@project_id} the project's name.
 */
final class TablePaths extends ParseTreeVisitor {

  /** What a query may ask of the run that it is part of; all but the project is not offered. */
  private static final Set<String> SYSTEM_VARIABLES =
      Set.of(
          "dataset_id",
          "dataset_project_id",
          "error",
          "last_job_id",
          "location",
          "query_label",
          "reservation",
          "row_count",
          "script",
          "session_id",
          "time_zone");

  private final String project;
  private final Function<List<String>, StoredTable> catalog;
  private final Map<String, StoredTable> tables = new LinkedHashMap<>();
  private final List<RewrittenSql.Edit> edits = new ArrayList<>();
  private Set<String> withNames = new HashSet<>();
  private Set<String> rangeVariables = new HashSet<>();

  private TablePaths(String project, Function<List<String>, StoredTable> catalog) {
    this.project = project;
    this.catalog = catalog;
  }

  /**
   * @param project what {@code @@project_id} stands for
   * @param catalog finds a table by its path, or throws
   * @throws com.google.zetasql.SqlException if the query cannot be parsed
   */
  static RewrittenSql rewrite(
      String sql, String project, Function<List<String>, StoredTable> catalog) {
    TablePaths paths = new TablePaths(project, catalog);
    GoogleSql.parse(sql).accept(paths);
    return new RewrittenSql(sql, paths.edits, paths.tables);
  }

  /** The name under which the query with rewritten paths finds a table. */
  static String identifier(StoredTable table) {
    return table.name().id();
  }

  /** The name that the positional parameter number {@code position}, from 1, gets. */
  static String parameter(long position) {
    return "_" + position;
  }

  /** Takes the made-up name of a positional parameter out of an error message. */
  static String inReadersWords(String message, int parameters) {
    return message.replaceAll(
        "Query parameter '_(\\d+)' not found",
        "Query parameter number $1 is not defined (" + parameters + " provided)");
  }

  @Override
  public void visit(ASTQuery query) {
    Set<String> outer = withNames;
    Set<String> outerVariables = rangeVariables;
    withNames = new HashSet<>(outer);
    rangeVariables = new HashSet<>(outerVariables);
    super.visit(query);
    withNames = outer;
    rangeVariables = outerVariables;
  }

  /** A WITH name hides a table from the next query on, or from its own if it is recursive. */
  @Override
  public void visit(ASTWithClause with) {
    for (ASTAliasedQuery each : with.getWith()) {
      String name = each.getAlias().getIdString().toLowerCase(Locale.ROOT);
      if (with.getRecursive()) {
        withNames.add(name);
      }
      each.accept(this);
      withNames.add(name);
    }
  }

  @Override
  public void visit(ASTTablePathExpression node) {
    if (node.getPathExpr() != null) {
      List<String> path =
          node.getPathExpr().getNames().stream().map(ASTIdentifier::getIdString).toList();
      String first = path.get(0).toLowerCase(Locale.ROOT);
      boolean known = (path.size() > 1 ? rangeVariables : withNames).contains(first);
      if (!known) {
        replace(node, path);
      }
    }
    super.visit(node);
  }

  /** FROM comes first: its names may begin a path, as in {@code FROM w, w.xs} or a sub-query's. */
  @Override
  public void visit(ASTSelect select) {
    if (select.getFromClause() != null) {
      select.getFromClause().accept(new RangeVariables());
    }
    super.visit(select);
  }

  private final class RangeVariables extends ParseTreeVisitor {

    @Override
    public void visit(ASTTablePathExpression node) {
      if (node.getAlias() != null) {
        node.getAlias().accept(this);
      } else if (node.getPathExpr() != null) {
        var names = node.getPathExpr().getNames();
        rangeVariables.add(names.get(names.size() - 1).getIdString().toLowerCase(Locale.ROOT));
      }
    }

    @Override
    public void visit(ASTAlias alias) {
      rangeVariables.add(alias.getIdentifier().getIdString().toLowerCase(Locale.ROOT));
    }

    /** The names of a query in FROM are its own. */
    @Override
    public void visit(ASTQuery query) {}
  }

  @Override
  public void visit(ASTParameterExpr node) {
    if (node.getName() == null) {
      ParseLocationRange range = node.getParseLocationRange();
      edits.add(
          new RewrittenSql.Edit(range.start(), range.end(), "@" + parameter(node.getPosition())));
    }
    super.visit(node);
  }

  @Override
  public void visit(ASTSystemVariableExpr node) {
    String name = node.getPath().getNames().get(0).getIdString().toLowerCase(Locale.ROOT);
    if (name.equals("project_id")) {
      ParseLocationRange range = node.getParseLocationRange();
      edits.add(new RewrittenSql.Edit(range.start(), range.end(), "'" + project + "'"));
    } else if (SYSTEM_VARIABLES.contains(name)) {
      throw ApiException.notImplemented("The system variable @@" + name);
    }
  }

  private void replace(ASTTablePathExpression node, List<String> path) {
    StoredTable table = catalog.apply(path);
    tables.put(identifier(table), table);
    String alias = node.getAlias() == null ? " AS `" + table.name().table() + "`" : "";
    ParseLocationRange range = node.getPathExpr().getParseLocationRange();
    edits.add(
        new RewrittenSql.Edit(range.start(), range.end(), "`" + identifier(table) + "`" + alias));
  }
}
