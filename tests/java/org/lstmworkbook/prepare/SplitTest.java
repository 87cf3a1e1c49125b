package org.lstmworkbook.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.lstmworkbook.UserException;

class SplitTest {

  @Test
  void givenTheRealPrices_whenByDate_thenEachPartHoldsItsYears() {
    FeatureMatrix m = SampleData.matrix("IBM");

    Split split = SampleData.split(m);

    assertEquals(0, split.train().from());
    assertEquals(LocalDate.parse("2009-03-31"), m.date(split.train().to() - 1));
    assertEquals(LocalDate.parse("2009-04-01"), m.date(split.validation().from()));
    assertEquals(LocalDate.parse("2010-08-02"), m.date(split.test().from())); // 1 August: Sunday
    assertEquals(m.rows(), split.test().to());
  }

  @Property(tries = 200)
  void givenAnyDates_whenByDate_thenPartsNeverOverlapAndLoseNoRow(
      @ForAll @IntRange(min = 1, max = 20) int train,
      @ForAll @IntRange(min = 1, max = 20) int validation,
      @ForAll @IntRange(min = 1, max = 20) int test) {
    int rows = train + validation + test;
    FeatureMatrix m = SampleData.random(rows, 1, rows);

    Split split = Split.byDate(m, m.date(train), m.date(train + validation));

    assertEquals(split.train().to(), split.validation().from());
    assertEquals(split.validation().to(), split.test().from());
    assertEquals(rows, split.train().size() + split.validation().size() + split.test().size());
  }

  @Test
  void givenDatesOutsideTheRows_whenByDate_thenTheEmptyPartIsNamed() {
    FeatureMatrix m = SampleData.random(10, 1, 1); // 2020-01-06 to 2020-01-15

    assertMessage(
        "The test part (from 2020-02-01) is empty: the rows go from 2020-01-06 to 2020-01-15. Choose dates inside.",
        m,
        "2020-01-10",
        "2020-02-01");
    assertMessage(
        "The training part (before 2019-01-01) is empty: the rows go from 2020-01-06 to 2020-01-15. Choose dates inside.",
        m,
        "2019-01-01",
        "2020-01-10");
    assertMessage(
        "Validation must begin before the test, but begins on 2020-01-10 and the test on 2020-01-10.",
        m,
        "2020-01-10",
        "2020-01-10");
  }

  @Test
  void givenPartsThatOverlap_whenMade_thenRefused() {
    var error =
        assertThrows(
            UserException.class,
            () -> new Split(new RowRange(0, 5), new RowRange(4, 8), new RowRange(8, 9)));

    assertTrue(error.getMessage().startsWith("The parts must follow each other in time"));
    assertThrows(UserException.class, () -> new RowRange(3, 2));
  }

  @Test
  void givenASplitOfAnotherTable_whenUsed_thenRefusedWithTheDay() {
    FeatureMatrix returns = SampleData.matrix("IBM");
    FeatureMatrix prices = FeatureMatrix.of(SampleData.prices("IBM"), "adj_close"); // one row more
    Windows windows = Windows.over(returns, "log_return", 5, 1);
    Split split = SampleData.split(prices);

    for (Executable use :
        List.<Executable>of(
            () -> windows.within(split.train()),
            () -> windows.forecasting(split.test()),
            () -> MinMaxScaler.fit(returns, split.train()))) {
      var error = assertThrows(UserException.class, use);
      assertTrue(error.getMessage().startsWith("These rows were counted in another table: row"));
    }
  }

  private static void assertMessage(String message, FeatureMatrix m, String from, String test) {
    var error =
        assertThrows(
            UserException.class,
            () -> Split.byDate(m, LocalDate.parse(from), LocalDate.parse(test)));
    assertEquals(message, error.getMessage());
  }
}
