package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class ScoreboardTest {

  private static final double[] LAST = {100, 101, 103};
  private static final double[] ACTUAL = {101, 103, 102};

  @Test
  void givenAForecaster_whenTable_thenPersistenceComesFirstWithoutADirection() {
    Table table = Scoreboard.of("$", 1, LAST, ACTUAL).add("oracle", ACTUAL).toTable();
    assertEquals(
        List.of("forecaster", "MAE $", "RMSE $", "direction %", "from %", "to %", "of days"),
        table.columnNames());
    assertEquals(List.of("persistence", "oracle"), table.stringColumn("forecaster").asList());
    assertEquals(4.0 / 3, table.doubleColumn("MAE $").getDouble(0), 1e-12);
    assertTrue(table.doubleColumn("direction %").isMissing(0));
    assertEquals(0, table.doubleColumn("RMSE $").getDouble(1));
    assertEquals(100, table.doubleColumn("direction %").getDouble(1));
    assertEquals(3, table.intColumn("of days").getInt(1));
  }

  @Test
  void givenAScoreboard_whenWritten_thenTheCsvReadsBackAndNothingElseIsLeft(@TempDir Path folder)
      throws IOException {
    var scores = Scoreboard.of("$", 1, LAST, ACTUAL).add("oracle", ACTUAL);
    Path file = folder.resolve("made/scores.csv");
    scores.writeCsv(file);
    scores.writeCsv(file);
    Table back = Table.read().csv(file.toFile());
    assertEquals(2, back.rowCount());
    assertEquals(
        scores.toTable().doubleColumn("MAE $").getDouble(0),
        back.doubleColumn("MAE $").getDouble(0));
    try (var files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void givenATakenNameOrTheWrongDays_whenAdded_thenRefused() {
    var scores = Scoreboard.of("$", 1, LAST, ACTUAL);
    assertThrows(IllegalArgumentException.class, () -> scores.add("persistence", ACTUAL));
    assertThrows(IllegalArgumentException.class, () -> scores.add("short", new double[] {1}));
  }
}
