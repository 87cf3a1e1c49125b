package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.SqlException;
import com.google.zetasql.Value;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans GoogleSQL queries over the catalog's tables. */
final class SqlEngine {

  private final Catalog catalog;
  private final long partBytes;

  SqlEngine(Catalog catalog) {
    this(catalog, TableParts.BYTES);
  }

  /**
   * @param partBytes how much of a table goes to the evaluator at once
   */
  SqlEngine(Catalog catalog, long partBytes) {
    this.catalog = catalog;
    this.partBytes = partBytes;
  }

  /** Runs a query, so that the first of a reader need not wait until all is loaded. */
  static void warmUp() {
    try {
      SqlEngine engine = new SqlEngine(new Catalog("", List.of()));
      engine.run(engine.plan(new JobConfigurationQuery().setQuery("SELECT 1")), row -> {});
    } catch (ApiException | IOException e) {
      // The reader's own first query meets the same error, and says it.
    }
  }

  /**
   * Parses and analyses a query: all that a dry run does.
   *
   * @throws ApiException with BigQuery's own message if the query is not valid here
   */
  QueryPlan plan(JobConfigurationQuery query) {
    if (Boolean.TRUE.equals(query.getUseLegacySql())) {
      throw ApiException.notImplemented("Legacy SQL");
    }
    return analysed(rewritten(query), QueryParameters.of(query));
  }

  private QueryPlan analysed(RewrittenSql sql, Map<String, Value> parameters) {
    AnalyzerOptions options = GoogleSql.options(parameters);
    SimpleCatalog names = names(sql);
    try {
      ResolvedQueryStmt statement =
          (ResolvedQueryStmt) Analyzer.analyzeStatement(sql.text(), options, names);
      return QueryPlan.of(sql, options, names, statement, parameters);
    } catch (SqlException e) {
      String message = sql.inReadersText(e.getMessage());
      throw GoogleSql.error(e, TablePaths.inReadersWords(message, parameters.size()));
    }
  }

  /**
   * Evaluates a query, and before it each of its scalar sub-queries that stands on its own.
   *
   * @param rows takes the rows, with the values in the order of the schema's columns
   * @throws ApiException if a value cannot be computed, as in a division by zero
   */
  void run(QueryPlan plan, QueryPlan.Rows rows) throws IOException {
    QueryPlan ready = withConstants(plan);
    if (PartedQuery.fits(ready, partBytes)) {
      try {
        ready.run(rows);
        return;
      } catch (TooManyRowsException e) {
        if (ready.reads().isEmpty()) {
          throw e;
        }
      }
    }
    new PartedQuery(ready, partBytes, sql -> analysed(sql, ready.parameters())).run(rows);
  }

  private QueryPlan withConstants(QueryPlan plan) {
    Map<String, Value> parameters = new LinkedHashMap<>(plan.parameters());
    List<RewrittenSql.Edit> edits =
        ScalarSubqueries.replace(
            plan.sql().text(),
            text ->
                scalar(plan, text)
                    .map(
                        value -> {
                          String name = "_subquery";
                          while (parameters.putIfAbsent(name, value) != null) {
                            name += "_";
                          }
                          return "@" + name;
                        }));
    return edits.isEmpty()
        ? plan
        : analysed(new RewrittenSql(plan.sql().text(), edits, plan.sql().tables()), parameters);
  }

  /**
   * The value of a sub-query, or nothing where it needs the query around it, or fails: that it then
   * does in its own place, or not, if that is never reached.
   */
  private Optional<Value> scalar(QueryPlan around, String text) {
    try {
      QueryPlan plan =
          analysed(new RewrittenSql(text, List.of(), around.sql().tables()), around.parameters());
      List<List<Value>> rows = new ArrayList<>();
      run(plan, rows::add);
      if (plan.types().size() != 1 || rows.size() > 1) {
        return Optional.empty();
      }
      return Optional.of(
          rows.isEmpty() ? Value.createNullValue(plan.types().get(0)) : rows.get(0).get(0));
    } catch (ApiException | IOException e) {
      return Optional.empty();
    }
  }

  private RewrittenSql rewritten(JobConfigurationQuery query) {
    try {
      return TablePaths.rewrite(
          query.getQuery(),
          catalog.project(),
          path -> catalog.table(path, query.getDefaultDataset()));
    } catch (SqlException e) {
      throw syntaxError(query.getQuery(), e);
    } catch (LinkageError e) {
      throw GoogleSql.unavailable(e);
    }
  }

  /** The parser's own message lacks the position; the analyser's for the same error has it. */
  private ApiException syntaxError(String sql, SqlException error) {
    if (GoogleSql.isScript(sql)) {
      return ApiException.notImplemented("A script, or a function or table defined in the query,");
    }
    try {
      Analyzer.extractTableNamesFromStatement(sql, GoogleSql.options(Map.of()));
      return GoogleSql.error(error, error.getMessage());
    } catch (SqlException e) {
      return GoogleSql.error(e, RewrittenSql.inBigQuerysForm(e.getMessage()));
    }
  }

  private static SimpleCatalog names(RewrittenSql sql) {
    SimpleCatalog names = GoogleSql.functions();
    sql.tables()
        .forEach(
            (name, table) -> {
              SimpleTable columns = new SimpleTable(name);
              table.columns().forEach(each -> columns.addSimpleColumn(each.name(), each.type()));
              names.addSimpleTable(columns);
            });
    return names;
  }
}
