package org.lstmworkbook.query;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.dates.PackedLocalDate;

/**
 * The columns of a large result, made at their full length at the start, and filled batch by batch:
 * so the memory is that of the columns and of one batch a stream. The types are those of {@link
 * BigQueryTables#toTable}. For several threads.
 */
final class ArrowColumns {

  private static final Set<StandardSQLTypeName> TYPES =
      EnumSet.of(
          StandardSQLTypeName.INT64,
          StandardSQLTypeName.FLOAT64,
          StandardSQLTypeName.NUMERIC,
          StandardSQLTypeName.BIGNUMERIC,
          StandardSQLTypeName.BOOL,
          StandardSQLTypeName.STRING,
          StandardSQLTypeName.DATE,
          StandardSQLTypeName.TIME,
          StandardSQLTypeName.DATETIME,
          StandardSQLTypeName.TIMESTAMP);

  /** Tablesaw's form of the days from 1970 to 2069. */
  private static final int[] DATES =
      IntStream.range(0, 36_525)
          .map(day -> PackedLocalDate.pack(LocalDate.ofEpochDay(day)))
          .toArray();

  private final List<Column<?>> columns;
  private final int size;
  private int filled;

  /**
   * @param rows how many rows will come
   */
  ArrowColumns(Schema schema, int rows) {
    columns =
        schema.getFields().stream().<Column<?>>map(f -> ResultColumns.column(f, rows)).toList();
    size = rows;
  }

  /** Whether each column is of a type that is read here; arrays, structs and bytes are not. */
  static boolean canHold(Schema schema) {
    return schema.getFields().stream()
        .allMatch(
            field ->
                field.getMode() != Field.Mode.REPEATED
                    && TYPES.contains(field.getType().getStandardType()));
  }

  /** Copies one batch to the next free rows. */
  synchronized void append(VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    if (rows > size - filled) {
      throw BigQueryFaults.broken("more rows came than the " + size + " that there are", null);
    }
    for (Column<?> column : columns) {
      copy(batch.getVector(column.name()), column, rows);
    }
    filled += rows;
  }

  synchronized int filled() {
    return filled;
  }

  Table table() {
    return Table.create("query result", new ArrayList<>(columns));
  }

  private void copy(FieldVector from, Column<?> to, int rows) {
    if (from instanceof VarCharVector texts) {
      copyTexts(texts, (StringColumn) to, rows);
      return;
    }
    boolean whole = from.getNullCount() == 0;
    if (from instanceof Float8Vector && to instanceof FilledDoubles doubles) {
      doubles.fill(filled, values(from).asDoubleBuffer(), rows);
    } else {
      RowCopier copier = copier(from, to);
      for (int row = 0; row < rows; row++) {
        if (whole || !from.isNull(row)) {
          copier.copy(row, filled + row);
        }
      }
    }
    for (int row = 0; !whole && row < rows; row++) {
      if (from.isNull(row)) {
        to.setMissing(filled + row);
      }
    }
  }

  /** Copies the value of a row of the batch, which is not NULL, to a row of the column. */
  private interface RowCopier {
    void copy(int row, int target);
  }

  private static RowCopier copier(FieldVector from, Column<?> to) {
    ByteBuffer values = values(from);
    if (to instanceof DoubleColumn doubles) {
      return (row, target) ->
          doubles.set(target, Double.parseDouble(from.getObject(row).toString()));
    }
    if (to instanceof LongColumn longs && from instanceof BigIntVector) {
      return (row, target) -> longs.set(target, values.getLong(row * Long.BYTES));
    }
    if (to instanceof DateColumn dates && from instanceof DateDayVector) {
      return (row, target) -> dates.set(target, packed(values.getInt(row * Integer.BYTES)));
    }
    if (to instanceof InstantColumn instants && from instanceof TimeStampVector) {
      return (row, target) -> instants.set(target, instant(values.getLong(row * Long.BYTES)));
    }
    if (to instanceof DateTimeColumn times && from instanceof TimeStampVector) {
      return (row, target) ->
          times.set(
              target,
              LocalDateTime.ofInstant(instant(values.getLong(row * Long.BYTES)), ZoneOffset.UTC));
    }
    if (to instanceof TimeColumn times && from instanceof TimeMicroVector) {
      return (row, target) ->
          times.set(target, LocalTime.ofNanoOfDay(values.getLong(row * Long.BYTES) * 1_000));
    }
    BooleanColumn booleans = (BooleanColumn) to;
    BitVector bits = (BitVector) from;
    return (row, target) -> booleans.set(target, bits.get(row) == 1);
  }

  /** Values are read past the vector, whose checks of each one take longer than its copying. */
  private static ByteBuffer values(FieldVector from) {
    return from.getDataBuffer().nioBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int packed(int day) {
    return day >= 0 && day < DATES.length
        ? DATES[day]
        : PackedLocalDate.pack(LocalDate.ofEpochDay(day));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Tickers come in runs: the same bytes again are the same text. */
  private void copyTexts(VarCharVector from, StringColumn to, int rows) {
    byte[] last = {};
    String text = "";
    for (int row = 0; row < rows; row++) {
      if (!from.isNull(row)) {
        byte[] bytes = from.get(row);
        if (!Arrays.equals(bytes, last)) {
          last = bytes;
          text = new String(bytes, StandardCharsets.UTF_8);
        }
        to.set(filled + row, text);
      }
    }
  }
}
