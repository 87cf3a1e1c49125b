package org.lstmworkbook.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lstmworkbook.UserException;

class BenchNetworkTest {

  @Test
  void givenFiveSizes_whenParsed_thenInTheirOrder() {
    assertEquals(new BenchShape(3, 5, 2, 8, 1), BenchShape.parse("3,5,2,8,1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "64",
        "64,60,5,64",
        "64,60,5,64,1,1",
        "64,60,x,64,1",
        "64,60,0,64,1",
        "64,60,5,64,"
      })
  void givenTextThatIsNoShape_whenParsed_thenRefusedInWords(String text) {
    var error = assertThrows(UserException.class, () -> BenchShape.parse(text));
    assertTrue(
        error.getMessage().contains("batch,steps,features,hidden,layers"), error.getMessage());
  }

  @Test
  void givenFastThreads_whenTimed_thenTheFastPathIsTimed() {
    BenchShape shape = new BenchShape(4, 6, 2, 5, 2);
    BenchNetwork fast = new BenchNetwork(shape, 2);
    assertTrue(fast.report().contains("oneDNN"), fast.report());
    BenchNetwork plain = new BenchNetwork(shape, 0);
    assertTrue(plain.report().contains("DL4J's own path"), plain.report());
    assertTrue(BenchNetwork.medianMillis(fast::train, 3, 1) > 0);
    assertTrue(BenchNetwork.medianMillis(plain::infer, 3, 1) > 0);
  }
}
