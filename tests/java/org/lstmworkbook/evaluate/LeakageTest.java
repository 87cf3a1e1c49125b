package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.Split;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class LeakageTest {

  private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
  private static final FeatureMatrix ROWS = rows();
  private static final Split SPLIT = Split.byDate(ROWS, FIRST.plusDays(60), FIRST.plusDays(80));

  @Test
  void givenAScalerOfTheTrainingRows_whenChecked_thenAccepted() {
    FeatureMatrix scaled = MinMaxScaler.fit(ROWS, SPLIT.train()).transform(ROWS);
    assertDoesNotThrow(() -> Leakage.refuse(scaled, SPLIT));
  }

  @Test
  void givenAScalerThatSawOneRowMore_whenChecked_thenRefusedWithItsDate() {
    FeatureMatrix scaled = MinMaxScaler.fit(ROWS, new RowRange(0, 61)).transform(ROWS);
    var error = assertThrows(UserException.class, () -> Leakage.refuse(scaled, SPLIT));
    assertTrue(error.getMessage().contains("2020-03-01"), error.getMessage());
  }

  @Test
  void givenRowsWithoutAScaler_whenChecked_thenRefused() {
    assertThrows(UserException.class, () -> Leakage.refuse(ROWS, SPLIT));
  }

  private static FeatureMatrix rows() {
    var dates =
        DateColumn.create(
            "trade_date",
            IntStream.range(0, 100).mapToObj(FIRST::plusDays).toArray(LocalDate[]::new));
    var x = DoubleColumn.create("x", IntStream.range(0, 100).mapToDouble(i -> i).toArray());
    return FeatureMatrix.of(Table.create(dates, x), "x");
  }
}
