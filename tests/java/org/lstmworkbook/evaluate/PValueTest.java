package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PValueTest {

  @Test
  void givenPValues_whenWritten_thenFourDecimalsAndBelowThemALimit() {
    assertEquals("0.0538", PValue.text(0.05381));
    assertEquals("0.0001", PValue.text(0.0001));
    assertEquals("< 0.0001", PValue.text(0.00009999));
    assertEquals("p = 0.0698", PValue.equation(0.0698));
    assertEquals("p < 0.0001", PValue.equation(0));
  }
}
