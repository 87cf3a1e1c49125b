package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.SqlException;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import java.util.List;
import java.util.Map;

/** Plans GoogleSQL queries over the catalog's tables. */
final class SqlEngine {

  private final Catalog catalog;
  private final LanguageOptions language = GoogleSql.language();

  SqlEngine(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Runs a query, so that the first of a reader need not wait until all is loaded. */
  static void warmUp() {
    try {
      SqlEngine engine = new SqlEngine(new Catalog("", List.of()));
      engine.plan(new JobConfigurationQuery().setQuery("SELECT 1")).run();
    } catch (ApiException e) {
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
    Map<String, Value> parameters = QueryParameters.of(query);
    RewrittenSql sql = rewritten(query);
    AnalyzerOptions options = options(parameters);
    SimpleCatalog names = names(sql);
    try {
      ResolvedQueryStmt statement =
          (ResolvedQueryStmt) Analyzer.analyzeStatement(sql.text(), options, names);
      return new QueryPlan(sql, options, names, statement, parameters);
    } catch (SqlException e) {
      String message = sql.inReadersText(e.getMessage());
      throw GoogleSql.error(e, TablePaths.inReadersWords(message, parameters.size()));
    }
  }

  private RewrittenSql rewritten(JobConfigurationQuery query) {
    try {
      return TablePaths.rewrite(
          query.getQuery(), language, path -> catalog.table(path, query.getDefaultDataset()));
    } catch (SqlException e) {
      throw syntaxError(query.getQuery(), e);
    } catch (LinkageError e) {
      throw GoogleSql.unavailable(e);
    }
  }

  /** The parser's own message lacks the position; the analyser's for the same error has it. */
  private ApiException syntaxError(String sql, SqlException error) {
    try {
      Analyzer.extractTableNamesFromStatement(sql, options(Map.of()));
      return GoogleSql.error(error, error.getMessage());
    } catch (SqlException e) {
      return GoogleSql.error(e, RewrittenSql.inBigQuerysForm(e.getMessage()));
    }
  }

  private AnalyzerOptions options(Map<String, Value> parameters) {
    AnalyzerOptions options = new AnalyzerOptions();
    options.setLanguageOptions(language);
    options.setDefaultTimezone("UTC");
    options.setPruneUnusedColumns(true);
    parameters.forEach((name, value) -> options.addQueryParameter(name, value.getType()));
    return options;
  }

  private SimpleCatalog names(RewrittenSql sql) {
    SimpleCatalog names = new SimpleCatalog("bigquery");
    names.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
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
