package org.lstmworkbook.lab.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.train.TrainingDivergedException;

class JobProcessTest {

  @Test
  void givenAResult_whenTheLineIsWritten_thenEachNumberHasAllItsDigits() {
    assertEquals(
        "{\"status\":\"done\",\"loss\":0.1234567890123456,\"never\":\"Infinity\"}",
        line(
            () -> {
              Map<String, Object> result = new LinkedHashMap<>();
              result.put("loss", 0.1234567890123456);
              result.put("never", Double.POSITIVE_INFINITY);
              return result;
            }));
  }

  @Test
  void givenATrainingThatDiverges_whenTheLineIsWritten_thenItSaysSo() {
    assertEquals(
        "{\"status\":\"failed\",\"reason\":\"The loss is NaN in epoch 3. Lower the rate.\"}",
        line(
            () -> {
              throw new TrainingDivergedException("The loss is NaN\n  in epoch 3. Lower the rate.");
            }));
  }

  @Test
  void givenAFaultOfTheLibrary_whenItRuns_thenNoLineHidesIt() {
    assertThrows(
        IllegalStateException.class,
        () ->
            line(
                () -> {
                  throw new IllegalStateException("a fault");
                }));
  }

  private static String line(Supplier<Map<String, Object>> work) {
    return JobProcess.line(
        new JobKind() {
          @Override
          public List<String> names() {
            return List.of("one");
          }

          @Override
          public Map<String, Object> run(String name) {
            return work.get();
          }
        },
        "one");
  }
}
