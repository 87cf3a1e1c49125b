package org.lstmworkbook.query;

import tech.tablesaw.api.Table;

/**
 * The whole answer to a query: as many rows as BigQuery counted.
 *
 * @param table columns of the types that {@link BigQueryTables#toTable} names
 * @param job the id of the job, by which BigQuery's console shows it
 * @param cost what it read; nothing where BigQuery had the answer in its cache
 */
public record QueryAnswer(Table table, String job, QueryCost cost) {}
