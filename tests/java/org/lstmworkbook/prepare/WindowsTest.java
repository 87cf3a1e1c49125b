package org.lstmworkbook.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class WindowsTest {

  @Property(tries = 60)
  void givenAnySizes_whenSliced_thenInputsAndTargetsAreThoseOfANaiveLoop(
      @ForAll @IntRange(min = 1, max = 5) int features,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll @IntRange(min = 1, max = 3) int horizon,
      @ForAll @IntRange(min = 0, max = 6) int firstRow) {
    FeatureMatrix m = SampleData.random(30, features, length);
    String target = "f" + (features - 1);
    RowRange part = new RowRange(firstRow, 28);
    Windows windows = Windows.over(m, target, length, horizon).within(part);

    assertEquals(part.size() - length - horizon + 1, windows.size());
    INDArray inputs = windows.inputs(1, windows.size());
    INDArray targets = windows.targets(1, windows.size());
    Examples.Batch gathered = windows.gather(2, 0, 2);
    assertArrayEquals(new long[] {windows.size() - 1, features, length}, inputs.shape());
    for (int i = 1; i < windows.size(); i++) {
      int last = firstRow + i + length - 1;
      assertEquals(last, windows.lastRow(i));
      assertEquals(m.value(last + horizon, features - 1), targets.getFloat(i - 1, 0));
      assertEquals(m.value(last + horizon, features - 1), (float) windows.target(i));
      assertEquals(m.date(last), windows.lastDate(i));
      assertEquals(m.date(last + horizon), windows.targetDate(i));
      for (int f = 0; f < features; f++) {
        for (int t = 0; t < length; t++) {
          assertEquals(m.value(firstRow + i + t, f), inputs.getFloat(i - 1, f, t));
          assertEquals(m.value(firstRow + 2 + t, f), gathered.inputs().getFloat(0, f, t));
          assertEquals(m.value(firstRow + t, f), gathered.inputs().getFloat(1, f, t));
        }
      }
    }
    assertEquals((float) windows.target(2), gathered.targets().getFloat(0, 0));
    assertEquals((float) windows.target(0), gathered.targets().getFloat(1, 0));
  }

  @Test
  void givenHundredThousandLongWindows_whenViewed_thenOnlyTheirRowsAreHeld() {
    int rows = 100_000;
    int features = 5;
    int length = 1_000; // copied out, these windows would take 2 GB
    Windows windows = Windows.over(SampleData.random(rows, features, 1), "f0", length, 1);

    INDArray all = windows.view(0, windows.size());

    assertEquals((rows - length) * (long) features * length, all.length());
    assertEquals((rows - 1L) * features, all.data().length());
    assertArrayEquals(new long[] {features, 1, features}, all.stride());
    assertEquals(all.getFloat(70_000, 3, 42), windows.inputs(70_000, 70_001).getFloat(0, 3, 42));
  }

  @Test
  void givenAWindow_whenEndingAt_thenItIsTheOneThatEndsThere() {
    FeatureMatrix m = SampleData.random(20, 3, 5);
    Windows windows = Windows.over(m, "f0", 4, 1);

    assertEquals(windows.inputs(6, 7), Windows.endingAt(m, windows.lastRow(6), 4));
    assertEquals(4, Windows.endingAt(m, 19, 4).size(2)); // the last row has no target yet
  }

  @Test
  void givenAllThatACellGets_whenWrittenTo_thenTheWindowsAreTheSame() {
    FeatureMatrix m = SampleData.random(20, 3, 5);
    Windows windows = Windows.over(m, "f0", 4, 1);
    INDArray before = windows.inputs(0, windows.size()).dup();

    INDArray doubled = windows.inputs(0, windows.size()).muli(2);
    windows.targets(0, 2).muli(2);
    windows.view(0, 5).muli(2);
    windows.gather(1, 2).inputs().muli(2);
    Windows.endingAt(m, 19, 4).muli(2);

    assertEquals(before.mul(2), doubled);
    assertEquals(before, windows.inputs(0, windows.size()));
    assertEquals(m.value(4, 0), windows.targets(0, 1).getFloat(0));
  }

  @Property(tries = 60)
  void givenTwoParts_whenForecasting_thenNoTargetOverlapsAndNoDayIsLost(
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll @IntRange(min = 1, max = 4) int horizon) {
    FeatureMatrix m = SampleData.random(60, 2, length);
    Split split = Split.byDate(m, m.date(30), m.date(45));
    Windows windows = Windows.over(m, "f1", length, horizon);
    Windows train = windows.within(split.train());
    Windows validation = windows.forecasting(split.validation());
    Windows test = windows.forecasting(split.test());

    assertEquals(29, train.lastRow(train.size() - 1) + horizon, "the last day learned from");
    assertEquals(30, validation.lastRow(0) + 1, "the first day to forecast");
    assertEquals(44, validation.lastRow(validation.size() - 1) + horizon);
    assertEquals(45, test.lastRow(0) + 1);
    assertEquals(15 - horizon + 1, validation.size());
    assertEquals(validation.rows(), split.validation());
  }

  @Test
  void givenAHole_whenWindowed_thenNoWindowOrTargetSpansIt() {
    DateColumn days = DateColumn.create("trade_date");
    for (int i = 0; i < 20; i++) {
      days.append(LocalDate.of(2020, 1, 1).plusDays(i < 10 ? i : i + 1000));
    }
    Table table =
        Table.create(
            days, DoubleColumn.create("a", IntStream.range(0, 20).asDoubleStream().toArray()));
    FeatureMatrix m = FeatureMatrix.of(table, "a");
    Windows windows = Windows.over(m, "a", 3, 2);

    assertEquals(List.of(10), m.holes());
    assertEquals(20 - 3 - 2 + 1, windows.size() + windows.skipped());
    for (int i = 0; i < windows.size(); i++) {
      int first = windows.lastRow(i) - 2;
      assertTrue(first > 10 || windows.lastRow(i) + 2 < 10, "window " + i);
    }
    assertEquals(6 + 5, windows.size());
    assertThrows(UserException.class, () -> windows.view(0, windows.size()));
  }

  @Test
  void givenScaledRows_whenUnscaled_thenTargetsAreInTheirOwnUnit() {
    FeatureMatrix m = FeatureMatrix.of(SampleData.table("a", 10, 20, 14, 30), "a");
    MinMaxScaler scaler = MinMaxScaler.fit(m, new RowRange(0, 2));

    Windows windows = Windows.over(scaler.transform(m), "a", 1, 1);

    assertArrayEquals(new double[] {20, 14, 30}, windows.unscaledTargets());
    assertEquals(14, windows.unscale(windows.target(1)), 1e-6); // by way of a scaled float
  }

  @Test
  void givenAWindowLongerThanTheData_whenOver_thenBothNumbersAreNamed() {
    var error =
        assertThrows(
            UserException.class, () -> Windows.over(SampleData.random(50, 1, 1), "f0", 60, 1));

    assertEquals(
        "No window of 60 days fits: with a target 1 day(s) later it needs 61 rows, but there are 50 (2020-01-06 to 2020-02-24). Take a shorter window or more rows.",
        error.getMessage());
  }

  @Test
  void givenAPartTooShort_whenWithin_thenTheMessageSaysWhich() {
    FeatureMatrix m = SampleData.matrix("IBM");
    Windows windows = Windows.over(m, "log_return", 60, 1);
    int from = m.firstRowFrom(LocalDate.parse("2013-02-01"));

    var error =
        assertThrows(UserException.class, () -> windows.within(new RowRange(from, m.rows())));
    var empty = assertThrows(UserException.class, () -> windows.within(new RowRange(5, 5)));

    assertEquals(
        "No window of 60 days fits: with a target 1 day(s) later it needs 61 rows, but there are 20 (2013-02-01 to 2013-03-01). Take a shorter window or more rows.",
        error.getMessage());
    assertEquals(
        "No window of 60 days fits: with a target 1 day(s) later it needs 61 rows, but there are 0. Take a shorter window or more rows.",
        empty.getMessage());
  }

  @Test
  void givenNoSuchTargetOrZeroDays_whenOver_thenRefusedInWords() {
    FeatureMatrix m = SampleData.random(50, 2, 1);

    var target = assertThrows(UserException.class, () -> Windows.over(m, "price", 5, 1));
    var zero = assertThrows(UserException.class, () -> Windows.over(m, "f0", 5, 0));

    assertEquals("There is no feature price; there are f0, f1.", target.getMessage());
    assertEquals(
        "Window length and horizon are at least 1 day, but were 5 and 0.", zero.getMessage());
  }
}
