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
  void givenEnoughStatesAndAShortDelay_whenFitted_thenFirstSymbolRemembered() {
    var task = new DelayedSymbol(2);
    int[][] sequences = task.sequences(100, new Random(4));

    var model = SymbolHmm.fit(sequences, 3, 8, 200, new Random(5));

    long right =
        Arrays.stream(sequences).filter(s -> model.next(Arrays.copyOf(s, 2)) == s[2]).count();
    assertTrue(right == 100, right + " of 100");
  }
}
