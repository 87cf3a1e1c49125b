package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.DatasetReference;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The one project that the endpoint serves, with its datasets and tables. */
record Catalog(String project, List<StoredTable> tables) {

  static final String LOCATION = "US";

  /** Sends all tables to another process. */
  void write(DataOutputStream out) throws IOException {
    out.writeUTF(project);
    out.writeInt(tables.size());
    for (StoredTable each : tables) {
      out.writeUTF(each.name().dataset());
      out.writeUTF(each.name().table());
      TableStream.write(out, each.data());
    }
  }

  /** What {@link #write} sent. */
  static Catalog read(DataInputStream in) throws IOException {
    String project = in.readUTF();
    List<StoredTable> tables = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      TableName name = new TableName(project, in.readUTF(), in.readUTF());
      tables.add(new StoredTable(name, TableStream.read(in)));
    }
    return new Catalog(project, tables);
  }

  List<String> datasets() {
    return tables.stream().map(table -> table.name().dataset()).distinct().sorted().toList();
  }

  /**
   * @throws ApiException 404 if there is no such dataset
   */
  List<StoredTable> tables(String dataset) {
    if (!datasets().contains(dataset)) {
      throw ApiException.notFound(
          "Dataset %s:%s was not found in location %s".formatted(project, dataset, LOCATION));
    }
    return tables.stream().filter(table -> table.name().dataset().equals(dataset)).toList();
  }

  /**
   * @throws ApiException 403 if the table lies in another project, 404 if there is no such table
   */
  StoredTable table(TableName name) {
    if (!name.project().equals(project)) {
      throw ApiException.accessDenied(
          ("Table %1$s: User does not have permission to query table %1$s,"
                  + " or perhaps it does not exist.")
              .formatted(name.id()));
    }
    return tables(name.dataset()).stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "Table %s was not found in location %s".formatted(name.id(), LOCATION)));
  }

  /**
   * Finds a table as a query names it: {@code table}, {@code dataset.table} or {@code
   * project.dataset.table}, quoted in one or in parts.
   *
   * @param defaultDataset where a table without a dataset lies, or null
   */
  StoredTable table(List<String> path, DatasetReference defaultDataset) {
    String written = String.join(".", path);
    String[] parts = written.split("\\.", -1);
    if (parts.length > 1 && "INFORMATION_SCHEMA".equalsIgnoreCase(parts[parts.length - 2])) {
      throw ApiException.notImplemented(written);
    }
    if (written.endsWith("*")) {
      throw ApiException.notImplemented("The wildcard table " + written);
    }
    return switch (parts.length) {
      case 1 -> {
        if (defaultDataset == null) {
          throw ApiException.invalidQuery(
              "Table \"%s\" must be qualified with a dataset (e.g. dataset.table)."
                  .formatted(written));
        }
        String of = defaultDataset.getProjectId();
        yield table(
            new TableName(of == null ? project : of, defaultDataset.getDatasetId(), parts[0]));
      }
      case 2 -> table(new TableName(project, parts[0], parts[1]));
      case 3 -> table(new TableName(parts[0], parts[1], parts[2]));
      default -> throw ApiException.invalidQuery("Invalid table name: `%s`".formatted(written));
    };
  }
}
