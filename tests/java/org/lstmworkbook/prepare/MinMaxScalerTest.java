package org.lstmworkbook.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;

class MinMaxScalerTest {

  @Test
  void givenTrainingRows_whenTransform_thenTheyFillZeroToOneAndLaterOnesMayLeaveIt() {
    FeatureMatrix m = FeatureMatrix.of(SampleData.table("a", 10, 20, 14, 30, 5), "a");

    MinMaxScaler scaler = MinMaxScaler.fit(m, new RowRange(0, 3));
    FeatureMatrix scaled = scaler.transform(m);

    assertEquals(0, scaled.value(0, 0));
    assertEquals(1, scaled.value(1, 0));
    assertEquals(0.4f, scaled.value(2, 0));
    assertEquals(2, scaled.value(3, 0)); // not clamped
    assertEquals(-0.5f, scaled.value(4, 0));
    assertEquals(10, m.value(0, 0)); // the rows given are as before
    assertEquals(scaler, scaled.scaler().orElseThrow());
    assertEquals(m.date(2), scaler.fittedTo());
  }

  @Test
  void givenTestRowsChanged_whenFit_thenScalerUnchanged() {
    RowRange training = new RowRange(0, 3);

    MinMaxScaler before =
        MinMaxScaler.fit(FeatureMatrix.of(SampleData.table("a", 1, 5, 3, 4), "a"), training);
    MinMaxScaler after =
        MinMaxScaler.fit(FeatureMatrix.of(SampleData.table("a", 1, 5, 3, 1e6), "a"), training);

    assertEquals(before, after);
  }

  @Property(tries = 200)
  void givenAnyNumbers_whenScaledAndUnscaled_thenTheyComeBack(
      @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
    FeatureMatrix m =
        FeatureMatrix.of(SampleData.table("a", values.stream().mapToDouble(v -> v).toArray()), "a");
    double range =
        values.stream().mapToDouble(v -> v.floatValue()).max().orElseThrow()
            - values.stream().mapToDouble(v -> v.floatValue()).min().orElseThrow();
    Assume.that(range > 0); // else refused, see the test of a constant feature
    MinMaxScaler scaler = MinMaxScaler.fit(m, new RowRange(0, m.rows()));

    FeatureMatrix scaled = scaler.transform(m);

    for (int row = 0; row < m.rows(); row++) {
      assertTrue(scaled.value(row, 0) >= 0 && scaled.value(row, 0) <= 1);
      // in double the only errors are roundings of numbers up to 1e6 and of the range
      assertEquals(values.get(row), scaler.unscale("a", scaler.scale("a", values.get(row))), 1e-9);
      // a float keeps 24 bits: of the range for the scaled value, of the value for the given one
      assertEquals(
          m.value(row, 0), scaler.unscale("a", scaled.value(row, 0)), range * 1.2e-7 + 1e-9);
    }
  }

  @Test
  void givenAConstantFeature_whenFit_thenItIsNamed() {
    FeatureMatrix m = FeatureMatrix.of(SampleData.table("volume", 7, 7, 7, 8), "volume");

    var error = assertThrows(UserException.class, () -> MinMaxScaler.fit(m, new RowRange(0, 3)));

    assertEquals(
        "Feature volume goes from 7.0 to 7.0 between 2020-01-06 and 2020-01-08: it cannot be scaled. Leave it out, or take more rows.",
        error.getMessage());
  }

  @Test
  void givenOtherRowsThanItWasFittedOn_whenTransform_thenItSaysSo() {
    FeatureMatrix a = FeatureMatrix.of(SampleData.table("a", 1, 2), "a");
    FeatureMatrix b = FeatureMatrix.of(SampleData.table("b", 1, 2), "b");
    MinMaxScaler scaler = MinMaxScaler.fit(a, new RowRange(0, 2));

    var other = assertThrows(UserException.class, () -> scaler.transform(b));
    var twice = assertThrows(UserException.class, () -> scaler.transform(scaler.transform(a)));
    var unknown = assertThrows(UserException.class, () -> scaler.unscale("b", 0));
    var empty = assertThrows(UserException.class, () -> MinMaxScaler.fit(a, new RowRange(1, 1)));

    assertEquals("The scaler was fitted on a, but the rows have b.", other.getMessage());
    assertEquals("These rows are scaled already.", twice.getMessage());
    assertEquals("The scaler knows no feature b; it was fitted on a.", unknown.getMessage());
    assertEquals("Cannot fit a scaler on rows 1 to 1 of 2.", empty.getMessage());
  }
}
