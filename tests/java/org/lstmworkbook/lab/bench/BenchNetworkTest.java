package org.lstmworkbook.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BenchNetworkTest {

  @Test
  void givenFiveSizes_whenParsed_thenInTheirOrder() {
    assertEquals(new BenchNetwork.Shape(3, 5, 2, 8, 1), BenchNetwork.Shape.parse("3,5,2,8,1"));
  }

  @Test
  void givenFastThreads_whenTimed_thenTheFastPathIsTimed() {
    BenchNetwork.Shape shape = new BenchNetwork.Shape(4, 6, 2, 5, 2);
    BenchNetwork fast = new BenchNetwork(shape, 2);
    assertTrue(fast.report().contains("oneDNN"), fast.report());
    BenchNetwork plain = new BenchNetwork(shape, 0);
    assertTrue(plain.report().contains("DL4J's own path"), plain.report());
    assertTrue(BenchNetwork.medianMillis(fast::train, 3, 1) > 0);
    assertTrue(BenchNetwork.medianMillis(plain::infer, 3, 1) > 0);
  }
}
