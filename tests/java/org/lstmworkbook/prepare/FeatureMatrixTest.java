package org.lstmworkbook.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class FeatureMatrixTest {

  @Test
  void givenATable_whenOf_thenRowsAndFeaturesAreInTheirPlace() {
    Table table = SampleData.table("a", 1, 2, 3);
    table.addColumns(DoubleColumn.create("b", 10, 20, 30));

    FeatureMatrix matrix = FeatureMatrix.of(table, "b", "a");

    assertEquals(3, matrix.rows());
    assertEquals(List.of("b", "a"), matrix.names());
    assertEquals(20, matrix.value(1, 0));
    assertEquals(2, matrix.value(1, 1));
    assertEquals(LocalDate.parse("2020-01-07"), matrix.date(1));
    assertEquals(1, matrix.firstRowFrom(LocalDate.parse("2020-01-07")));
    assertEquals(3, matrix.firstRowFrom(LocalDate.parse("2021-01-01")));
  }

  @Test
  void givenScaledRows_whenFirst_thenNoLaterRowIsLeftNeitherScaledNorNot() {
    FeatureMatrix all = FeatureMatrix.of(SampleData.table("a", 1, 3, 2, 9), "a");
    FeatureMatrix scaled = MinMaxScaler.fit(all, new RowRange(0, 2)).transform(all);

    FeatureMatrix first = scaled.first(3);

    assertEquals(3, first.rows());
    assertEquals(3, first.values().length);
    assertEquals(0.5, first.value(2, 0));
    assertEquals(3, first.unscaled().values().length);
    assertEquals(2, first.unscaled().value(2, 0));
    assertEquals(scaled.scaler(), first.scaler());
    var error = assertThrows(UserException.class, () -> all.first(5));
    assertEquals("There are no first 5 of 4 rows.", error.getMessage());
  }

  @Test
  void givenNaNOrMissingOrInfinite_whenOf_thenFeatureRowAndDateAreNamed() {
    assertMessage(
        "Feature a is missing or not a number in row 2 (2020-01-07). Mend or drop that row first.",
        SampleData.table("a", 1, Double.NaN, 3),
        "a");
    assertMessage(
        "Feature a is infinite in row 3 (2020-01-08). Mend or drop that row first.",
        SampleData.table("a", 1, 2, Double.NEGATIVE_INFINITY),
        "a");
  }

  @Test
  void givenColumnsThatDoNotFit_whenOf_thenTheyAreNamed() {
    Table table = SampleData.table("a", 1).addColumns(StringColumn.create("ticker", "IBM"));

    assertMessage("There is no column b; the table has trade_date, a, ticker.", table, "b");
    assertMessage("Column ticker must hold numbers, but it holds STRING values.", table, "ticker");
    assertMessage("A feature is named twice: a, a", table, "a", "a");
    assertMessage("No numbers to learn from: 1 rows and 0 columns.", table);
    assertMessage("No numbers to learn from: 0 rows and 1 columns.", table.emptyCopy(), "a");
  }

  @Test
  void givenOneNumberChanged_whenSha256_thenOnlyTheRangeThatHoldsItDiffers() {
    FeatureMatrix one = FeatureMatrix.of(SampleData.table("a", 1, 2, 3), "a");
    FeatureMatrix other = FeatureMatrix.of(SampleData.table("a", 1, 2, 4), "a");

    assertEquals(one.sha256(new RowRange(0, 2)), other.sha256(new RowRange(0, 2)));
    assertNotEquals(one.sha256(new RowRange(0, 3)), other.sha256(new RowRange(0, 3)));
  }

  private static void assertMessage(String message, Table table, String... columns) {
    var error = assertThrows(UserException.class, () -> FeatureMatrix.of(table, columns));
    assertEquals(message, error.getMessage());
  }
}
