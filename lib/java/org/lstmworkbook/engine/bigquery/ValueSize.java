package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Value;

/**
 * The logical bytes of a value, by which BigQuery counts what a query reads:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#data_type_sizes
 */
final class ValueSize {

  private ValueSize() {}

  static long bytes(Value value) {
    if (value.isNull()) {
      return 0;
    }
    return switch (value.getType().getKind()) {
      case TYPE_STRING -> 2L + value.getStringValueBytes().size();
      case TYPE_BOOL -> 1;
      default -> 8;
    };
  }
}
