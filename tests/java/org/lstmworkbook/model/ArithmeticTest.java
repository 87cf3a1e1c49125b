package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lstmworkbook.OtherJvm;

/** Native libraries read the environment when they are loaded, so each case is a JVM of its own. */
class ArithmeticTest {

  /** Pins twice. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Arithmetic.pin();
      Arithmetic.pin();
      System.out.println("pinned: " + Arithmetic.isPinned());
    }
  }

  @Test
  void givenThePinnedEnvironment_whenAsked_thenThisProcessHasTheWorkbooksArithmetic() {
    assertTrue(Arithmetic.isPinned(), Arithmetic.describe());
  }

  @ParameterizedTest
  @CsvSource({
    "OMP_NUM_THREADS, 3, ND4J computes with 3 threads, Set OMP_NUM_THREADS=1",
    "OPENBLAS_CORETYPE, Sandybridge, OpenBLAS chose its kernels, Set OPENBLAS_CORETYPE=Haswell",
    "OPENBLAS_CORETYPE, Prescott, OpenBLAS chose its kernels, Set OPENBLAS_CORETYPE=Haswell",
  })
  void givenAnotherArithmetic_whenPinned_thenTheCauseAndTheCureAreSaidOnce(
      String variable, String value, String cause, String cure) throws Exception {
    String said = OtherJvm.output(Program.class, Map.of(variable, value, "SD_MAX_THREADS", ""));
    assertTrue(said.contains("pinned: false"), said);
    assertEquals(2, said.split(cause, -1).length, said);
    assertTrue(said.contains(cure), said);
  }

  @Test
  void givenTheReadersOwnLimitOfOneDnn_whenPinned_thenTheLibraryHasSetItsOwn() throws Exception {
    String said = OtherJvm.output(Program.class, Map.of("ONEDNN_MAX_CPU_ISA", "SSE41"));
    assertTrue(said.contains("pinned: true"), said);
  }
}
