package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.OtherJvm;

/** ND4J reads its threads from the environment at its start, so each case is a JVM of its own. */
class NativeThreadsTest {

  /** Sets the limit twice. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      NativeThreads.limit();
      NativeThreads.limit();
    }
  }

  @Test
  void givenSeveralThreads_whenLimited_thenTheCureIsSaidOnce() throws Exception {
    String said = OtherJvm.output(Program.class, Map.of("OMP_NUM_THREADS", "3"));
    assertTrue(said.contains("ND4J computes with 3 threads"), said);
    assertEquals(2, said.split("Set OMP_NUM_THREADS=1", -1).length, said);
  }

  @Test
  void givenOneThread_whenLimited_thenNothingIsSaid() throws Exception {
    assertFalse(
        OtherJvm.output(Program.class, Map.of("OMP_NUM_THREADS", "1")).contains("OMP_NUM_THREADS"));
  }
}
