package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SqlException;
import com.google.zetasql.Value;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import java.io.IOException;
import java.util.List;
import java.util.Map;

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
    QueryPlan plan = read(rewritten(query), QueryParameters.of(query));
    return DatesAsDatetimes.written(plan, this);
  }

  /** Plans a query whose tables have their names in the catalog. */
  QueryPlan analysed(RewrittenSql sql, Map<String, Value> parameters) {
    return DatesAsDatetimes.checked(read(sql, parameters));
  }

  /** Plans one that the evaluator may answer wrongly, since it converts a DATE to DATETIME. */
  QueryPlan read(RewrittenSql sql, Map<String, Value> parameters) {
    AnalyzerOptions options = GoogleSql.options(parameters);
    SimpleCatalog tables = GoogleSql.catalog(options.getLanguageOptions(), sql.schemas());
    try {
      ResolvedQueryStmt statement =
          (ResolvedQueryStmt) Analyzer.analyzeStatement(sql.text(), options, tables);
      return QueryPlan.of(sql, options, statement, parameters);
    } catch (SqlException e) {
      String message = sql.inReadersText(e.getMessage());
      throw GoogleSql.error(e, TablePaths.inReadersWords(message, parameters.size()));
    }
  }

  /**
   * Evaluates a query, and before it what of it can be computed once.
   *
   * @param rows takes the rows, with the values in the order of the schema's columns
   * @throws ApiException if a value cannot be computed, as in a division by zero
   */
  void run(QueryPlan plan, QueryPlan.Rows rows) throws IOException {
    evaluate(Precomputation.of(plan, this), rows);
  }

  /** Evaluates a query as it is written. */
  void evaluate(QueryPlan plan, QueryPlan.Rows rows) throws IOException {
    if (PartedQuery.fits(plan, partBytes)) {
      try {
        plan.run(rows);
        return;
      } catch (TooManyRowsException e) {
        if (plan.reads().isEmpty()) {
          throw e;
        }
      }
    }
    new PartedQuery(plan, partBytes, sql -> analysed(sql, plan.parameters())).run(rows);
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
}
