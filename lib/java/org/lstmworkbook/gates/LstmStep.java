package org.lstmworkbook.gates;

import static org.apache.commons.math3.util.MathArrays.ebeAdd;
import static org.apache.commons.math3.util.MathArrays.ebeMultiply;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * One step of an {@link LstmCell}: every quantity of its equations, each [hidden].
 *
 * @param cell the cell that made the step
 * @param before h(t−1) and c(t−1)
 * @param i input gate
 * @param f forget gate
 * @param o output gate
 * @param g candidate
 * @param c memory cell after the step
 * @param h output after the step
 */
@SuppressWarnings("ArrayRecordComponent") // plain arrays keep the equations readable
public record LstmStep(
    LstmCell cell,
    CellState before,
    double[] i,
    double[] f,
    double[] o,
    double[] g,
    double[] c,
    double[] h)
    implements RecurrentStep {

  @Override
  public CellState after() {
    return new CellState(h, c);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The chain rule, line by line backwards through the equations of {@link LstmCell}. The
   * gradient of c(t) reaches c(t−1) multiplied by f and by nothing else: this is the path on which
   * it does not vanish.
   */
  @Override
  public StepGradient backward(CellState gradient) {
    double[] tanhC = LstmCell.tanh(c);
    double[] dOut = ebeMultiply(gradient.h(), tanhC);
    double[] dc = ebeAdd(gradient.c(), times(ebeMultiply(gradient.h(), o), tanhC, v -> 1 - v * v));

    double[] dhx = new double[cell.hidden() + cell.inputs()];
    DoubleUnaryOperator sigmoidSlope = s -> s * (1 - s);
    cell.inputGate().addBackward(times(ebeMultiply(dc, g), i, sigmoidSlope), dhx);
    cell.forgetGate().addBackward(times(ebeMultiply(dc, before.c()), f, sigmoidSlope), dhx);
    cell.outputGate().addBackward(times(dOut, o, sigmoidSlope), dhx);
    cell.candidate().addBackward(times(ebeMultiply(dc, i), g, v -> 1 - v * v), dhx);

    return new StepGradient(
        Arrays.copyOfRange(dhx, cell.hidden(), dhx.length),
        new CellState(Arrays.copyOf(dhx, cell.hidden()), ebeMultiply(dc, f)));
  }

  private static double[] times(double[] gradient, double[] value, DoubleUnaryOperator slope) {
    return ebeMultiply(gradient, Arrays.stream(value).map(slope).toArray());
  }
}
