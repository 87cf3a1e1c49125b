package org.lstmworkbook.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** Large results over gRPC, from a server that can be told what to do wrong. */
class StorageReaderTest {

  private static final int ROWS = 12_345;
  private static final Schema SCHEMA =
      Schema.of(
          Field.of("ticker", StandardSQLTypeName.STRING),
          Field.of("trade_date", StandardSQLTypeName.DATE),
          Field.of("close", StandardSQLTypeName.FLOAT64),
          Field.of("volume", StandardSQLTypeName.INT64));

  private FakeStorage server;
  private long told;

  @BeforeEach
  void start() throws IOException {
    server = new FakeStorage(ROWS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenOneStream_whenRead_thenTheRowsInTheirOrder() throws Exception {
    Table table = read(true).orElseThrow();

    assertEquals(1, server.streams);
    assertRows(table);
    assertEquals(ROWS, told);
  }

  @Test
  void givenSeveralStreams_whenRead_thenEachRowOnce() throws Exception {
    Table table = read(false).orElseThrow();

    assertRows(table.sortAscendingOn("volume"));
  }

  @Test
  void givenAStreamThatBreaksOff_whenRead_thenItGoesOnWhereItWas() throws Exception {
    server.breakOnce = Status.UNAVAILABLE;

    assertRows(read(true).orElseThrow());
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"PERMISSION_DENIED", "UNIMPLEMENTED", "NOT_FOUND"})
  void givenAProjectWithoutTheApi_whenRead_thenNothingSoThatRestServes(Status.Code code)
      throws Exception {
    server.refusal = code.toStatus();

    assertEquals(Optional.empty(), read(true));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void givenABatchTooFewOrTooMany_whenRead_thenRefusedWithTheCount(int lost) {
    server.lost = lost;

    var error = assertThrows(BigQueryException.class, () -> read(true));

    String count = lost > 0 ? "of 12345 rows, 12245 came" : "more rows came than the 12345";
    assertTrue(error.getMessage().contains(count), error.getMessage());
  }

  @Test
  void givenAStreamThatFallsSilent_whenRead_thenGivenUpInWords() {
    server.silent = true;

    var error = assertThrows(BigQueryException.class, () -> read(true));

    assertTrue(
        error.getMessage().contains("no row came for 1 seconds, after 100 of 12345"),
        error.getMessage());
  }

  @Test
  void givenAStreamThatFailsForGood_whenRead_thenAnErrorInWords() {
    server.breakOnce = Status.INVALID_ARGUMENT;

    var error = assertThrows(BigQueryException.class, () -> read(true));

    assertTrue(error.getMessage().contains("the rows ceased to come"), error.getMessage());
  }

  private Optional<Table> read(boolean ordered) throws Exception {
    StorageReader reader =
        new StorageReader(BigQueryEndpoint.plaintext(server.address()), "p", Duration.ofSeconds(1));
    return reader.read(
        TableId.of("p", "d", "t"), SCHEMA, ROWS, ordered, (rows, total) -> told = rows);
  }

  private static void assertRows(Table table) {
    assertEquals(ROWS, table.rowCount());
    assertEquals(LongStream.range(0, ROWS).boxed().toList(), table.longColumn("volume").asList());
    for (int row = 0; row < ROWS; row++) {
      assertEquals("T" + row / 10, table.stringColumn("ticker").get(row));
      assertEquals(LocalDate.ofEpochDay(row), table.dateColumn("trade_date").get(row));
      assertEquals(row % 7 == 0, table.doubleColumn("close").isMissing(row));
      if (row % 7 != 0) {
        assertEquals(row / 4.0, table.doubleColumn("close").getDouble(row));
      }
    }
  }
}
