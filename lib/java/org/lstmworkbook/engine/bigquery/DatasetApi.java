package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetList;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableDataList;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableList;
import com.google.api.services.bigquery.model.TableRow;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.common.collect.Lists;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The methods of https://cloud.google.com/bigquery/docs/reference/rest/v2 that show which datasets
 * and tables there are, and read a table's rows.
 */
final class DatasetApi {

  private final Catalog catalog;
  private final QueryJobs jobs;

  DatasetApi(Catalog catalog, QueryJobs jobs) {
    this.catalog = catalog;
    this.jobs = jobs;
  }

  void routes(Router router) {
    router.on("GET", "/datasets", call -> datasets());
    router.on("GET", "/datasets/{dataset}", call -> dataset(call.path().get("dataset")));
    router.on("GET", "/datasets/{dataset}/tables", call -> tables(call.path().get("dataset")));
    router.on("GET", "/datasets/{dataset}/tables/{table}", call -> resource(table(call)));
    router.on("GET", "/datasets/{dataset}/tables/{table}/data", this::rows);
  }

  private DatasetList datasets() {
    return new DatasetList()
        .setKind("bigquery#datasetList")
        .setDatasets(catalog.datasets().stream().map(id -> listed(dataset(id))).toList());
  }

  private static DatasetList.Datasets listed(Dataset dataset) {
    DatasetList.Datasets listed = new DatasetList.Datasets();
    listed.putAll(dataset);
    return listed;
  }

  private Dataset dataset(String id) {
    catalog.tables(id);
    return new Dataset()
        .setKind("bigquery#dataset")
        .setId(catalog.project() + ":" + id)
        .setDatasetReference(
            new DatasetReference().setProjectId(catalog.project()).setDatasetId(id))
        .setLocation(Catalog.LOCATION);
  }

  private TableList tables(String dataset) {
    List<StoredTable> tables = catalog.tables(dataset);
    return new TableList()
        .setKind("bigquery#tableList")
        .setTotalItems(tables.size())
        .setTables(
            tables.stream()
                .map(
                    each ->
                        new TableList.Tables()
                            .setKind("bigquery#table")
                            .setId(each.name().id())
                            .setTableReference(each.name().reference())
                            .setType("TABLE"))
                .toList());
  }

  private StoredTable table(Call call) {
    return catalog.table(
        new TableName(catalog.project(), call.path().get("dataset"), call.path().get("table")));
  }

  private static Table resource(StoredTable table) {
    return new Table()
        .setKind("bigquery#table")
        .setId(table.name().id())
        .setTableReference(table.name().reference())
        .setType("TABLE")
        .setLocation(Catalog.LOCATION)
        .setSchema(new TableSchema().setFields(fields(table)))
        .setNumRows(BigInteger.valueOf(table.rowCount()))
        .setNumBytes(table.bytes());
  }

  /** The rows of a table, or of a query's result, whose later pages a client reads like this. */
  private TableDataList rows(Call call) {
    if (call.path().get("dataset").equals(QueryJobs.ANONYMOUS_DATASET)) {
      QueryJob.Result result =
          jobs.get(call.path().get("table"))
              .await(Duration.ZERO)
              .orElseThrow(() -> ApiException.notFound("Table: the query is still running"));
      return rows(call, result.schema().getFields(), result.rows(call.timestamps()));
    }
    StoredTable table = table(call);
    List<TableFieldSchema> fields = fields(table);
    TimestampFormat timestamps = call.timestamps();
    return rows(
        call,
        fields,
        Lists.transform(
            table.rows(), row -> RowBytes.resource(RowBytes.of(row), fields, timestamps)));
  }

  private static TableDataList rows(Call call, List<TableFieldSchema> fields, List<TableRow> rows) {
    int[] selected = selected(call.query().get("selectedFields"), fields);
    Page<TableRow> page = call.page(Lists.transform(rows, row -> part(row, selected)));
    return new TableDataList()
        .setKind("bigquery#tableDataList")
        .setTotalRows((long) rows.size())
        .setRows(page.items())
        .setPageToken(page.nextToken());
  }

  /** Where the selected fields are, in the order of the schema, as BigQuery sends them. */
  private static int[] selected(String names, List<TableFieldSchema> fields) {
    if (names == null) {
      return IntStream.range(0, fields.size()).toArray();
    }
    List<String> all = fields.stream().map(TableFieldSchema::getName).toList();
    List<String> wanted = List.of(names.split(",", -1));
    for (String each : wanted) {
      if (!all.contains(each)) {
        throw each.contains(".")
            ? ApiException.notImplemented("A part of a column in selectedFields")
            : ApiException.invalid("Invalid value for selectedFields: no column " + each);
      }
    }
    return IntStream.range(0, fields.size()).filter(i -> wanted.contains(all.get(i))).toArray();
  }

  private static TableRow part(TableRow row, int[] selected) {
    return new TableRow().setF(Arrays.stream(selected).mapToObj(row.getF()::get).toList());
  }

  private static List<TableFieldSchema> fields(StoredTable table) {
    return table.columns().stream().map(each -> RestTypes.field(each.name(), each.type())).toList();
  }
}
