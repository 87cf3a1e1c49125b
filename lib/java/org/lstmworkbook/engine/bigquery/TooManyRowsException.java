package org.lstmworkbook.engine.bigquery;

/**
 * Rows on their way to the evaluator, or back, take more than its gRPC lets through at once, or
 * more memory on the way between than it allows itself.
 */
final class TooManyRowsException extends ApiException {

  TooManyRowsException() {
    super(
        400,
        "resourcesExceeded",
        "Resources exceeded during query execution: the embedded endpoint handles 4 MiB of rows at"
            + " once, and 128 MiB while it evaluates, and cannot cut this query into such parts. It can where each SELECT only"
            + " filters, or where GROUP BY, PARTITION BY and ORDER BY begin with one column of the"
            + " table, as ticker; COUNT, SUM, MIN and MAX need none, and for AVG select SUM and"
            + " COUNT. Or filter on one ticker or fewer days. With a project, BigQuery runs it.");
  }
}
