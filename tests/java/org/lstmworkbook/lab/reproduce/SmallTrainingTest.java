package org.lstmworkbook.lab.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One training, one SHA-256, on any number of threads. Other compilers, cores, environments and
 * processors need a process of their own: tests/notebooks/test_same_bits.py has those.
 */
class SmallTrainingTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void givenSoManyThreads_whenTrained_thenEveryBitIsTheSame(int threads) throws IOException {
    String expected = Files.readString(Path.of("tests", "resources", "same-bits.txt")).strip();
    assertEquals(
        expected, SmallTraining.sha256(Path.of("data-samples", "daily_prices.csv"), threads));
  }
}
