package org.lstmworkbook.query;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** The types that prices do not have, as the Storage Read API sends them. */
class ArrowColumnsTest {

  private static final long MICROS = 1_234_567_890_123_000L;

  @Test
  void givenEachType_whenCopied_thenTheTypesAndValuesOfRest() {
    Schema schema =
        Schema.of(
            Field.of("b", StandardSQLTypeName.BOOL),
            Field.of("n", StandardSQLTypeName.NUMERIC),
            Field.of("t", StandardSQLTypeName.TIME),
            Field.of("d", StandardSQLTypeName.DATETIME),
            Field.of("i", StandardSQLTypeName.TIMESTAMP));
    ArrowColumns columns = new ArrowColumns(schema, 2);
    try (RootAllocator memory = new RootAllocator();
        BitVector bool = new BitVector("b", memory);
        DecimalVector numeric = new DecimalVector("n", memory, 38, 9);
        TimeMicroVector time = new TimeMicroVector("t", memory);
        TimeStampMicroVector datetime = new TimeStampMicroVector("d", memory);
        TimeStampMicroTZVector timestamp = new TimeStampMicroTZVector("i", memory, "UTC")) {
      bool.setSafe(0, 1);
      numeric.setSafe(0, new BigDecimal("102.250000000"));
      time.setSafe(0, 34_200_000_000L);
      datetime.setSafe(0, MICROS);
      timestamp.setSafe(0, MICROS);
      VectorSchemaRoot batch = VectorSchemaRoot.of(bool, numeric, time, datetime, timestamp);
      batch.setRowCount(2);

      columns.append(batch);
      assertEquals(2, columns.filled());
    }

    Table table = columns.table();
    assertTrue(table.booleanColumn("b").get(0));
    assertEquals(102.25, table.doubleColumn("n").getDouble(0));
    assertEquals(LocalTime.of(9, 30), table.timeColumn("t").get(0));
    assertEquals(LocalDateTime.parse("2009-02-13T23:31:30.123"), table.dateTimeColumn("d").get(0));
    assertEquals(Instant.parse("2009-02-13T23:31:30.123Z"), table.instantColumn("i").get(0));
    table.columns().forEach(column -> assertTrue(column.isMissing(1), column.name()));
  }

  @Test
  void givenBatchesOfDoublesWithoutAndWithANull_whenCopied_thenEachInItsRow() {
    ArrowColumns columns =
        new ArrowColumns(Schema.of(Field.of("x", StandardSQLTypeName.FLOAT64)), 4);
    try (RootAllocator memory = new RootAllocator();
        Float8Vector doubles = new Float8Vector("x", memory)) {
      VectorSchemaRoot batch = VectorSchemaRoot.of(doubles);
      doubles.setSafe(0, 0.1);
      doubles.setSafe(1, -0.0);
      batch.setRowCount(2);
      columns.append(batch);
      doubles.setNull(0);
      columns.append(batch);
    }

    assertArrayEquals(
        new double[] {0.1, -0.0, Double.NaN, -0.0},
        columns.table().doubleColumn("x").asDoubleArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01", "1969-12-31", "1970-01-01", "2069-12-31", "9999-12-31"})
  void givenADayWithinAndOutsideTheTableOfDays_whenCopied_thenThatDay(LocalDate day) {
    Schema schema = Schema.of(Field.of("d", StandardSQLTypeName.DATE));
    ArrowColumns columns = new ArrowColumns(schema, 1);
    try (RootAllocator memory = new RootAllocator();
        DateDayVector days = new DateDayVector("d", memory)) {
      days.setSafe(0, (int) day.toEpochDay());
      VectorSchemaRoot batch = VectorSchemaRoot.of(days);
      batch.setRowCount(1);
      columns.append(batch);
    }

    assertEquals(day, columns.table().dateColumn("d").get(0));
  }

  @Test
  void givenABatchWithoutRows_whenCopied_thenNone() {
    ArrowColumns columns = new ArrowColumns(Schema.of(Field.of("t", StandardSQLTypeName.TIME)), 1);
    try (RootAllocator memory = new RootAllocator();
        TimeMicroVector time = new TimeMicroVector("t", memory)) {
      columns.append(VectorSchemaRoot.of(time));
    }

    assertEquals(0, columns.filled());
  }

  @Test
  void givenAVectorOfAnotherType_whenCopied_thenRefused() {
    ArrowColumns columns = new ArrowColumns(Schema.of(Field.of("t", StandardSQLTypeName.INT64)), 1);
    try (RootAllocator memory = new RootAllocator();
        TimeMicroVector time = new TimeMicroVector("t", memory)) {
      time.setSafe(0, 1);
      VectorSchemaRoot batch = VectorSchemaRoot.of(time);
      batch.setRowCount(1);

      assertThrows(ClassCastException.class, () -> columns.append(batch));
    }
  }

  @Test
  void givenAnArrayOrBytes_whenAsked_thenRestMustServe() {
    assertFalse(ArrowColumns.canHold(Schema.of(Field.of("x", StandardSQLTypeName.BYTES))));
    Field array =
        Field.newBuilder("x", StandardSQLTypeName.INT64).setMode(Field.Mode.REPEATED).build();
    assertFalse(ArrowColumns.canHold(Schema.of(array)));
  }
}
