package org.lstmworkbook.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;

class SearchSpaceTest {

  private final RandomGenerator random = new Well19937c(1);

  @Test
  void givenAThousandDraws_whenLookedAt_thenAllLieInsideAndBothEndsAreReached() {
    var space = SearchSpace.usual().hidden(2, 5);
    var drawn = Stream.generate(() -> space.draw(random)).limit(1000).toList();

    assertTrue(drawn.stream().allMatch(h -> h.dropout() >= 0 && h.dropout() <= 0.5));
    assertTrue(drawn.stream().allMatch(h -> h.learningRate() >= 1e-4 && h.learningRate() <= 1e-2));
    assertTrue(drawn.stream().allMatch(h -> h.window() >= 10 && h.window() <= 60));
    assertTrue(drawn.stream().allMatch(h -> h.batchSize() >= 16 && h.batchSize() <= 256));
    assertEquals(
        "[2, 3, 4, 5]",
        Arrays.toString(
            drawn.stream().mapToInt(Hyperparameters::hidden).sorted().distinct().toArray()));
  }

  /** A tolerance of 0.05 is three standard deviations of the share of 1,000 fair draws. */
  @Test
  void givenALogarithmicRange_whenDrawn_thenEachPowerOfTenIsAsLikely() {
    var range = new SearchSpace.Range(1e-4, 1e-2, true);
    long low = IntStream.range(0, 1000).filter(i -> range.draw(random) < 1e-3).count();
    var even = new SearchSpace.Range(1e-4, 1e-2, false);
    long evenLow = IntStream.range(0, 1000).filter(i -> even.draw(random) < 1e-3).count();

    assertEquals(0.5, low / 1000.0, 0.05);
    assertEquals(0.09, evenLow / 1000.0, 0.05);
  }

  @Test
  void givenADraw_whenWritten_thenItHasThreeDigitsAtMost() {
    var range = new SearchSpace.Range(1e-4, 1e-2, true);
    for (int i = 0; i < 100; i++) {
      double value = range.draw(random);
      assertEquals(Double.parseDouble(String.format(Locale.ROOT, "%.2e", value)), value);
    }
    assertEquals(0.123456, new SearchSpace.Range(0.123456, 0.123456, false).draw(random));
  }

  @Test
  void givenRangesThatMakeNoNetwork_whenSet_thenRefusedInWords() {
    var usual = SearchSpace.usual();
    assertMessage(
        "A search needs hidden at least 1, but was given 0.5 to 8.0.",
        () ->
            new SearchSpace(
                new SearchSpace.Range(0.5, 8, true),
                usual.dropout(),
                usual.learningRate(),
                usual.window(),
                usual.batchSize()));
    assertMessage(
        "A search needs dropout from 0 to below 1, but was given 0.0 to 1.0.",
        () -> usual.dropout(0, 1));
    assertMessage(
        "A setting is searched from its least to its most value, both above 0, but these are 0.0 and 0.01.",
        () -> usual.learningRate(0, 0.01));
    assertMessage(
        "A setting is searched from its least to its most value, both above 0, but these are 64.0 and 8.0.",
        () -> usual.hidden(64, 8));
    assertMessage(
        "A setting is searched from its least to its most value, but these are 0.0 and NaN.",
        () -> usual.dropout(0, Double.NaN));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(UserException.class, action::run).getMessage());
  }
}
