package org.lstmworkbook.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lstmworkbook.engine.fastlstm.FastLstm;

class BenchNetworkTest {

  @Test
  void givenFiveSizes_whenParsed_thenInTheirOrder() {
    assertEquals(new BenchNetwork.Shape(3, 5, 2, 8, 1), BenchNetwork.Shape.parse("3,5,2,8,1"));
  }

  @Test
  void givenFastThreads_whenTimed_thenTheFastPathIsTimed() {
    BenchNetwork.Shape shape = new BenchNetwork.Shape(4, 6, 2, 5, 2);
    BenchNetwork fast = new BenchNetwork(shape, 2);
    String fastly = FastLstm.report(fast.network);
    assertTrue(fastly.contains("oneDNN"), fastly);
    BenchNetwork plain = new BenchNetwork(shape, 0);
    String plainly = FastLstm.report(plain.network);
    assertTrue(plainly.contains("DL4J's own path"), plainly);
    assertTrue(BenchNetwork.millisOnce(fast::train, 1) > 0);
    assertTrue(BenchNetwork.millisOnce(plain::infer, 1) > 0);
  }
}
