package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.JobStatistics2;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.common.collect.ImmutableList;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.PreparedQuery;
import com.google.zetasql.SqlException;
import com.google.zetasql.TableContent;
import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOutputColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An analysed query: what it would return and read, and how to run it.
 *
 * @param reads the tables that the query reads, by the name it gives them
 */
record QueryPlan(
    RewrittenSql sql,
    AnalyzerOptions options,
    ResolvedQueryStmt statement,
    Map<String, Value> parameters,
    TableSchema schema,
    Map<String, TableRead> reads) {

  /** BigQuery bills at least 10 MiB for each table that a query reads, and whole MiB. */
  private static final long MIB = 1L << 20;

  /** Takes a query's rows one by one. */
  interface Rows {
    void add(List<Value> row) throws IOException;
  }

  static QueryPlan of(
      RewrittenSql sql,
      AnalyzerOptions options,
      ResolvedQueryStmt statement,
      Map<String, Value> parameters) {
    var reads = TableReads.of(statement, sql.tables(), parameters);
    TableSchema schema = schema(statement.getOutputColumnList());
    return new QueryPlan(sql, options, statement, parameters, schema, reads);
  }

  /** The types of the result's columns. */
  List<Type> types() {
    return statement.getOutputColumnList().stream()
        .map(each -> each.getColumn().getType())
        .toList();
  }

  /** What BigQuery tells of a query before its first row. */
  JobStatistics2 statistics() {
    return new JobStatistics2()
        .setStatementType("SELECT")
        .setCacheHit(false)
        .setTotalBytesProcessed(bytesProcessed())
        .setTotalBytesBilled(bytesBilled())
        .setTotalBytesProcessedAccuracy("PRECISE")
        .setSchema(schema)
        .setReferencedTables(
            sql.tables().values().stream().map(each -> each.name().reference()).toList());
  }

  /** The bytes of the columns that the query reads, whole, each once. */
  private long bytesProcessed() {
    return reads.values().stream().mapToLong(TableRead::bytes).sum();
  }

  /** What BigQuery would bill for them. */
  long bytesBilled() {
    return reads.values().stream()
        .mapToLong(TableRead::bytes)
        .filter(bytes -> bytes > 0)
        .map(bytes -> Math.max(10 * MIB, (bytes + MIB - 1) / MIB * MIB))
        .sum();
  }

  /**
   * Evaluates the query.
   *
   * @param rows takes the rows, with the values in the order of the schema's columns
   * @throws ApiException if a value cannot be computed, as in a division by zero
   */
  void run(Rows rows) throws IOException {
    run(Map.of(), rows);
  }

  /** Evaluates the query over some rows of the named tables, and all of the others. */
  void run(Map<String, int[]> parts, Rows rows) throws IOException {
    Map<String, TableContent> contents = new HashMap<>();
    reads.forEach(
        (name, read) -> {
          int[] part = parts.get(name);
          contents.put(name, read.content(part == null ? read.rows() : part));
        });
    evaluate(sql.text(), sql.schemas(), contents, rows);
  }

  /**
   * Evaluates another query over rows of this one's columns, and of no other table.
   *
   * @param text selects from a table {@code parts} with the columns c0, c1 and so on
   */
  void evaluateOver(List<List<Value>> parts, String text, Rows rows) throws IOException {
    List<Entry<String, Type>> columns = new ArrayList<>();
    types().forEach(each -> columns.add(Map.entry("c" + columns.size(), each)));
    evaluate(text, Map.of("parts", columns), Map.of("parts", TableContent.create(parts)), rows);
  }

  private void evaluate(
      String text,
      Map<String, List<Entry<String, Type>>> tables,
      Map<String, TableContent> contents,
      Rows rows)
      throws IOException {
    try (PreparedQuery query =
        PreparedQuery.builder()
            .setSql(text)
            .setAnalyzerOptions(options)
            .setCatalog(GoogleSql.catalog(options.getLanguageOptions(), tables))
            .setTablesContents(contents)
            .prepare()) {
      Map<String, Value> used =
          query.getReferencedParameters().stream()
              .collect(Collectors.toMap(Function.identity(), parameters::get));
      for (List<Value> each : query.execute(used).getTableData()) {
        rows.add(each);
      }
    } catch (SqlException e) {
      throw GoogleSql.error(e, sql.inReadersText(e.getMessage()));
    }
  }

  /** A column without a name is called f0_, f1_ and so on. */
  private static TableSchema schema(ImmutableList<ResolvedOutputColumn> columns) {
    List<TableFieldSchema> fields = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int unnamed = 0;
    for (ResolvedOutputColumn each : columns) {
      String name = each.getName().startsWith("$") ? "f" + unnamed++ + "_" : each.getName();
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw ApiException.invalidQuery(
            "Duplicate column names in the result are not supported. Found duplicate(s): " + name);
      }
      fields.add(RestTypes.field(name, each.getColumn().getType()));
    }
    return new TableSchema().setFields(fields);
  }
}
