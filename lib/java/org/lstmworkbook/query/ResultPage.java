package org.lstmworkbook.query;

import com.google.api.client.util.Data;
import com.google.api.services.bigquery.model.GetQueryResultsResponse;
import com.google.api.services.bigquery.model.TableCell;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableRow;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValue.Attribute;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Some rows of a result. Google's client takes what it gets: an answer without rows is an empty
 * page to it. Here an answer is refused that lacks what BigQuery always sends.
 *
 * @param totalRows the number of rows of the whole result
 * @param bytesProcessed the bytes read by the query, 0 if the answer came from the cache
 * @param more whether BigQuery says that rows follow
 */
record ResultPage(
    Schema schema, long totalRows, long bytesProcessed, List<FieldValueList> rows, boolean more) {

  /**
   * Reads an answer of jobs.getQueryResults.
   *
   * @param job the job that was asked about
   * @return nothing while the job still runs
   * @throws BigQueryException a transient one, if the answer is incomplete, or about another job
   */
  static Optional<ResultPage> of(GetQueryResultsResponse answer, String job) {
    require(
        answer.getJobReference() != null && job.equals(answer.getJobReference().getJobId()),
        "it is not about this job");
    require(answer.getJobComplete() != null, "it does not say whether the job is done");
    if (!answer.getJobComplete()) {
      return Optional.empty();
    }
    require(answer.getTotalRows() != null, "it does not say how many rows there are");
    require(
        answer.getSchema() != null && answer.getSchema().getFields() != null,
        "it names no columns");
    List<Field> fields = answer.getSchema().getFields().stream().map(ResultPage::field).toList();
    List<TableRow> rows = Optional.ofNullable(answer.getRows()).orElse(List.of());
    boolean free =
        Boolean.TRUE.equals(answer.getCacheHit()) || answer.getTotalBytesProcessed() == null;
    return Optional.of(
        new ResultPage(
            Schema.of(fields),
            answer.getTotalRows().longValueExact(),
            free ? 0 : answer.getTotalBytesProcessed(),
            rows.stream().map(row -> values(row.getF(), fields)).toList(),
            answer.getPageToken() != null));
  }

  /**
   * Checks that these rows may be the ones from {@code start} on.
   *
   * @param asked how many were wanted at most
   * @throws BigQueryException a transient one, if there are none, or too many
   */
  ResultPage expect(long start, long asked) {
    long most = Math.min(asked, totalRows - start);
    require(
        rows.size() <= most && (most == 0 || !rows.isEmpty()),
        "of %d rows, number %d and the next were asked for, %d at most, and %d came"
            .formatted(totalRows, start + 1, most, rows.size()));
    return this;
  }

  /**
   * Checks that this page begins with the last row of the one before it, and leaves that row out. A
   * page that lost a row in its middle, or is not the one that was asked for, does not join.
   *
   * @param have how many rows came before this page
   * @throws BigQueryException a transient one, if it does not join, or brings no row more
   */
  ResultPage after(ResultPage before, long have) {
    long total = before.totalRows;
    require(totalRows == total, "first it had " + total + " rows, now " + totalRows);
    require(schema.equals(before.schema), "its columns are others than before");
    require(
        rows.get(0).equals(before.rows.get(before.rows.size() - 1)),
        "its first row is not the last one of the page before");
    require(rows.size() > 1 || have == total, "it brings no row more");
    return new ResultPage(schema, total, bytesProcessed, rows.subList(1, rows.size()), more);
  }

  private static void require(boolean good, String complaint) {
    if (!good) {
      throw BigQueryFaults.broken(complaint, null);
    }
  }

  /** BigQuery sends the legacy names (INTEGER, FLOAT), other servers the standard ones. */
  private static Field field(TableFieldSchema column) {
    LegacySQLTypeName type =
        Arrays.stream(StandardSQLTypeName.values())
            .filter(standard -> standard.name().equals(column.getType()))
            .map(LegacySQLTypeName::legacySQLTypeName)
            .findFirst()
            .orElseGet(() -> LegacySQLTypeName.valueOf(column.getType()));
    require(type.getStandardType() != null, "there is no type " + column.getType());
    FieldList parts =
        column.getFields() == null
            ? null
            : FieldList.of(column.getFields().stream().map(ResultPage::field).toList());
    Field.Builder field = Field.newBuilder(column.getName(), type, parts);
    return column.getMode() == null
        ? field.build()
        : field.setMode(Field.Mode.valueOf(column.getMode())).build();
  }

  private static FieldValueList values(List<TableCell> cells, List<Field> fields) {
    require(cells != null && cells.size() == fields.size(), "a row lacks columns");
    return FieldValueList.of(
        IntStream.range(0, fields.size())
            .mapToObj(i -> value(cells.get(i).getV(), fields.get(i), fields.get(i).getMode()))
            .toList(),
        FieldList.of(fields));
  }

  private static FieldValue value(Object cell, Field field, Field.Mode mode) {
    if (cell == null || Data.isNull(cell)) {
      return FieldValue.of(Attribute.PRIMITIVE, null);
    }
    if (mode == Field.Mode.REPEATED) {
      List<FieldValue> elements =
          ((List<?>) cell)
              .stream().map(each -> value(((Map<?, ?>) each).get("v"), field, null)).toList();
      return FieldValue.of(Attribute.REPEATED, elements);
    }
    if (cell instanceof Map<?, ?> struct) {
      List<Field> parts = field.getSubFields();
      List<TableCell> cells =
          ((List<?>) struct.get("f"))
              .stream().map(each -> new TableCell().setV(((Map<?, ?>) each).get("v"))).toList();
      return FieldValue.of(Attribute.RECORD, values(cells, parts));
    }
    return FieldValue.of(Attribute.PRIMITIVE, cell.toString());
  }
}
