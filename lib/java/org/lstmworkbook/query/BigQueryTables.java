package org.lstmworkbook.query;

import com.google.cloud.bigquery.TableResult;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

/** Turns the result of a BigQuery query into a Tablesaw table. */
public final class BigQueryTables {

  private BigQueryTables() {}

  /**
   * Reads all rows of a result, page by page, into a table whose columns have the query's types:
   *
   * <ul>
   *   <li>INT64 → LONG, FLOAT64 → DOUBLE, BOOL → BOOLEAN, STRING → STRING
   *   <li>NUMERIC and BIGNUMERIC → DOUBLE, rounded to the nearest double
   *   <li>DATE → LOCAL_DATE, TIME → LOCAL_TIME, DATETIME → LOCAL_DATE_TIME, TIMESTAMP → INSTANT;
   *       Tablesaw keeps times to the millisecond
   *   <li>everything else (BYTES as base64, ARRAY, STRUCT, JSON …) → STRING
   * </ul>
   *
   * NULL becomes a missing value. Tablesaw marks a missing value by NaN, the empty text or the
   * smallest LONG, so these are missing too.
   *
   * @throws UserException if more or fewer rows come than BigQuery counted: a page went astray
   */
  public static Table toTable(TableResult result) {
    ResultColumns columns = new ResultColumns(result.getSchema());
    TableResult page = result;
    columns.append(page.getValues());
    while (page.hasNextPage() && columns.rowCount() <= result.getTotalRows()) {
      page = page.getNextPage();
      columns.append(page.getValues());
    }
    if (columns.rowCount() != result.getTotalRows()) {
      throw new UserException(
          ("The result has %d rows, but %d came. Run the query again; QueryRunner asks for what is"
                  + " missing by itself.")
              .formatted(result.getTotalRows(), columns.rowCount()));
    }
    return columns.table();
  }
}
