package org.lstmworkbook.gates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;

class LstmCellTest {

  /** One unit, one input, weights of a half and biases 0: small enough for paper and pencil. */
  private static GateWeights half() {
    return new GateWeights(new double[][] {{0.5, 0.5}}, new double[] {0});
  }

  @Test
  void givenNumbersForPaperAndPencil_whenStep_thenTheyAgree() {
    var cell = new LstmCell(half(), half(), half(), half());

    // z = 0.5·0.2 + 0.5·1 = 0.6: σ(0.6) = 0.645656…, tanh(0.6) = 0.537050…
    var step = cell.step(new double[] {1}, new CellState(new double[] {0.2}, new double[] {-1}));

    assertEquals(0.6456563062257954, step.i()[0], 1e-15);
    assertEquals(0.6456563062257954, step.f()[0], 1e-15);
    assertEquals(0.6456563062257954, step.o()[0], 1e-15);
    assertEquals(0.5370495669980353, step.g()[0], 1e-15);
    // c = −0.645656… + 0.645656… · 0.537050… = −0.298907…
    assertEquals(0.6456563062257954 * (0.5370495669980353 - 1), step.c()[0], 1e-15);
    assertEquals(0.6456563062257954 * Math.tanh(-0.2989068667), step.h()[0], 1e-10);
  }

  @Test
  void givenForgetOpenAndInputClosed_whenThousandSteps_thenMemoryKeptToTheLastBit() {
    var random = new Random(1);
    var cell = RandomCells.lstm(5, 3, random).withForgetGate(1).withInputGate(0);
    double[] first = RandomCells.row(5, random);
    var state = new CellState(new double[5], first);

    for (int t = 0; t < 1000; t++) {
      state = cell.step(RandomCells.row(3, random), state).after();
    }

    assertArrayEquals(first, state.c());
  }

  @Test
  void givenForgetClosed_whenStep_thenOldMemoryIsGone() {
    var random = new Random(2);
    var cell = RandomCells.lstm(4, 2, random).withForgetGate(0);
    double[] x = RandomCells.row(2, random);
    double[] h = RandomCells.row(4, random);

    var one = cell.step(x, new CellState(h, RandomCells.row(4, random)));
    var other = cell.step(x, new CellState(h, RandomCells.row(4, random)));

    assertArrayEquals(one.c(), other.c());
  }

  @Test
  void givenForgetHalfOpenAndInputClosed_whenTenSteps_thenMemoryHalvedTenTimes() {
    var cell = RandomCells.lstm(1, 1, new Random(3)).withForgetGate(0.5).withInputGate(0);
    var state = new CellState(new double[1], new double[] {8});

    for (int t = 0; t < 10; t++) {
      state = cell.step(new double[] {1}, state).after();
    }

    assertEquals(8.0 / 1024, state.c()[0]); // halving is exact in binary
  }

  @Test
  void givenOutputClosed_whenStep_thenNothingLeavesAndMemoryIsAsIfItWereOpen() {
    var random = new Random(4);
    var cell = RandomCells.lstm(4, 2, random);
    double[] x = RandomCells.row(2, random);
    var state = new CellState(RandomCells.row(4, random), RandomCells.row(4, random));

    var closed = cell.withOutputGate(0).step(x, state);

    assertArrayEquals(new double[4], Arrays.stream(closed.h()).map(Math::abs).toArray());
    assertArrayEquals(cell.withOutputGate(1).step(x, state).c(), closed.c());
  }

  @Test
  void givenInputsOfAnotherLength_whenStep_thenRefusedWithBothShapes() {
    var cell = RandomCells.lstm(4, 2, new Random(5));

    var error = assertThrows(UserException.class, () -> cell.step(new double[3], cell.zeroState()));

    assertEquals(
        "this cell takes 4 previous outputs and 2 inputs, not 4 and 3", error.getMessage());
  }

  @Test
  void givenGatesOfDifferentSize_whenMade_thenRefused() {
    var random = new Random(6);
    GateWeights four = RandomCells.weights(4, 2, random);
    GateWeights three = RandomCells.weights(3, 2, random);

    assertThrows(UserException.class, () -> new LstmCell(four, four, three, four));
  }

  @Test
  void givenGateBeyondItsRange_whenHeld_thenRefused() {
    for (double value : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(UserException.class, () -> GateWeights.held(value, 2, 1));
    }
  }

  @Test
  void givenRowsThatDoNotFit_whenWeightsMade_thenRefused() {
    double[] b = {0};
    assertThrows(UserException.class, () -> new GateWeights(new double[][] {{1}}, b));
    assertThrows(UserException.class, () -> new GateWeights(new double[][] {{1, 1}, {1, 1}}, b));
    assertEquals(1, new GateWeights(new double[][] {{1, 1}}, b).inputs());
  }
}
