package org.lstmworkbook.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymbolHmmTest {

  @Test
  void givenAlternatingSymbols_whenFitted_thenNextSymbolKnown() {
    int[][] sequences = new int[20][30];
    for (int n = 0; n < 20; n++) {
      int first = n % 2;
      Arrays.setAll(sequences[n], t -> (first + t) % 2);
    }

    var model = SymbolHmm.fit(sequences, 2, 2, 100, new Random(1));

    assertEquals(1, model.next(new int[] {0, 1, 0}));
    assertEquals(0, model.next(new int[] {0, 1, 0, 1}));
  }

  @Test
  void givenAllSequencesOfALength_whenProbabilitiesAdded_thenOne() {
    int[][] sequences = new DelayedSymbol(3).sequences(20, new Random(2));
    var model = SymbolHmm.fit(sequences, 4, 3, 5, new Random(3));

    double sum = 0;
    for (int n = 0; n < 64; n++) {
      sum += Math.exp(model.logProbability(new int[] {n / 16, n / 4 % 4, n % 4}));
    }

    assertEquals(1, sum, 1e-9); // 64 numbers of the forward algorithm, in double
  }

  @Test
  void givenEnoughStatesAndAShortDelay_whenFitted_thenFirstSymbolRemembered() {
    var task = new DelayedSymbol(2);
    int[][] sequences = task.sequences(100, new Random(4));

    var model = SymbolHmm.fit(sequences, 3, 8, 200, new Random(5));

    long right =
        Arrays.stream(sequences).filter(s -> model.next(Arrays.copyOf(s, 2)) == s[2]).count();
    assertTrue(right == 100, right + " of 100");
  }
}
