package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DollarsTest {

  @ParameterizedTest
  @CsvSource({
    "200.842649, 2, 200.84",
    "12.5, 2, 12.50",
    "0.0972, 3, 0.097",
    "-0.0972, 3, -0.097",
    "0.001795, 2, 0.001795",
    "1.7954321E-5, 2, 0.00001795",
    "-3.14159E-8, 3, -0.00000003142",
    "0, 2, 0.00",
    "12345678.9, 0, 12345679",
  })
  void givenAPrice_whenRounded_thenWithoutExponentAndNeverZeroForASmallOne(
      double price, int decimals, String expected) {
    assertEquals(expected, Dollars.rounded(price, decimals));
  }
}
