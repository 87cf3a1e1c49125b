package org.lstmworkbook.gates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class MemoryTasksTest {

  @Test
  void givenAddingProblem_whenDrawn_thenLabelIsTheSumOfTheMarkedValues() {
    DataSet batch = new AddingProblem(100).batch(200, new Random(1));
    INDArray x = batch.getFeatures();
    int length = (int) x.size(2);

    assertArrayEquals(new long[] {200, 2, length}, x.shape());
    assertArrayEquals(new long[] {200, 1}, batch.getLabels().shape());
    assertTrue(length >= 100 && length <= 110, "length " + length);
    for (int n = 0; n < 200; n++) {
      double sum = 0;
      int marks = 0;
      for (int t = 0; t < length; t++) {
        double value = x.getDouble(n, 0, t);
        double marker = x.getDouble(n, 1, t);
        assertTrue(value >= -1 && value <= 1);
        assertEquals(t == 0 || t == length - 1, marker == -1, "marker −1 at the two ends only");
        if (marker == 1) {
          marks++;
          sum += value;
          assertTrue(t < 49, "marked at " + t);
        }
      }
      assertTrue(marks == 2 || marks == 1, marks + " marks"); // 1 if the first step was drawn
      assertEquals(0.5 + sum / 4, batch.getLabels().getDouble(n, 0), 1e-6); // stored as float
    }
  }

  @Test
  void givenDelayedSymbol_whenDrawn_thenLastLabelIsTheFirstSymbol() {
    var task = new DelayedSymbol(10);
    DataSet batch = task.batch(50, new Random(2));

    assertEquals(11, task.inputs());
    assertArrayEquals(new long[] {50, 11, 10}, batch.getFeatures().shape());
    assertArrayEquals(new long[] {50, 11, 10}, batch.getLabels().shape());
    INDArray first = batch.getFeatures().argMax(1);
    INDArray next = batch.getLabels().argMax(1);
    int sawX = 0;
    for (int n = 0; n < 50; n++) {
      assertEquals(first.getInt(n, 0), next.getInt(n, 9));
      assertTrue(first.getInt(n, 0) >= 9);
      sawX += first.getInt(n, 0) == 9 ? 1 : 0;
      for (int t = 1; t < 10; t++) {
        assertEquals(t - 1, first.getInt(n, t));
        assertEquals(first.getInt(n, t), next.getInt(n, t - 1));
      }
    }
    assertTrue(sawX > 10 && sawX < 40, "x came first " + sawX + " times of 50");
  }

  @Test
  void givenSameSeed_whenDrawnTwice_thenSameBatch() {
    assertEquals(
        new AddingProblem(50).batch(8, new Random(7)),
        new AddingProblem(50).batch(8, new Random(7)));
    assertEquals(
        new DelayedSymbol(5).batch(8, new Random(7)), new DelayedSymbol(5).batch(8, new Random(7)));
  }

  @Test
  void givenLengthTooShort_whenMade_thenRefused() {
    assertThrows(UserException.class, () -> new AddingProblem(9));
    assertThrows(UserException.class, () -> new DelayedSymbol(0));
    new AddingProblem(10).batch(100, new Random(1)); // the shortest can be drawn
  }
}
