package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

  @Test
  void givenAnAnswerThatIsRight_whenChecked_thenNothing() {
    assertDoesNotThrow(() -> Check.that(true, "never"));
    assertDoesNotThrow(() -> Check.close("loss", 1.05, 1, 0.1, "never"));
  }

  @Test
  void givenAnAnswerThatIsWrong_whenChecked_thenTheHint() {
    var error = assertThrows(CheckFailed.class, () -> Check.that(false, "Fit on training rows."));
    assertEquals("Fit on training rows.", error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.2, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void givenANumberThatIsOff_whenChecked_thenItSaysBothNumbers(double actual) {
    var error =
        assertThrows(CheckFailed.class, () -> Check.close("loss", actual, 1, 0.1, "Look again."));
    assertEquals(
        "loss is %s, but should be 1.00000 (to within 0.1). Look again."
            .formatted(String.format(java.util.Locale.ROOT, "%.6g", actual)),
        error.getMessage());
  }
}
