package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.TableReference;

/** The full name of a table. */
record TableName(String project, String dataset, String table) {

  TableReference reference() {
    return new TableReference().setProjectId(project).setDatasetId(dataset).setTableId(table);
  }

  /** The form of BigQuery's messages and ids: {@code project:dataset.table}. */
  String id() {
    return project + ":" + dataset + "." + table;
  }
}
