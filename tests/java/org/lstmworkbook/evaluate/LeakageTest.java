package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.PriceFeatures;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Split;
import org.lstmworkbook.prepare.Timestamps;
import org.lstmworkbook.prepare.Volatility;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class LeakageTest {

  private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
  private static final LocalDate FRIDAY = LocalDate.of(2020, 1, 10);
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

  @Test
  void givenTheWorkbooksOwnFeatures_whenLaterDaysBecomeKnown_thenUnchanged() {
    assertDoesNotThrow(
        () ->
            Leakage.refuseFuture(
                SampleData.prices("IBM"),
                prices ->
                    Volatility.withGarmanKlass(
                        PriceFeatures.withReturns(Timestamps.withNumbers(prices))),
                SampleData.TEST_FROM));
  }

  @Test
  void givenACentredAverage_whenChecked_thenRefusedWithColumnAndDay() {
    String message = refused(x -> x.add(x.lag(-1)).divide(2));
    assertTrue(message.contains("Feature x of 2020-01-10"), message);
  }

  @Test
  void givenAScaleOfAllRows_whenChecked_thenRefusedOnTheFirstDay() {
    String message = refused(x -> x.divide(x.max()));
    assertTrue(message.contains("Feature x of 2020-01-06"), message);
  }

  @Test
  void givenRowsThatWaitForTheFuture_whenChecked_thenRefusedWithBothCounts() {
    Table prices = SampleData.table("x", 1, 2, 3, 4, 5, 6, 7);
    var error =
        assertThrows(
            UserException.class,
            () -> Leakage.refuseFuture(prices, table -> table.first(table.rowCount() - 1), FRIDAY));
    assertTrue(error.getMessage().contains("5 rows"), error.getMessage());
    assertTrue(error.getMessage().contains("without them 4"), error.getMessage());
  }

  private static String refused(UnaryOperator<DoubleColumn> feature) {
    Table prices = SampleData.table("x", 1, 2, 3, 4, 5, 6, 7);
    UnaryOperator<Table> features =
        table ->
            Table.create(
                table.dateColumn("trade_date"),
                feature.apply(table.doubleColumn("x")).setName("x"));
    return assertThrows(UserException.class, () -> Leakage.refuseFuture(prices, features, FRIDAY))
        .getMessage();
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
