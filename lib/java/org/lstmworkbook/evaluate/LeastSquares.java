package org.lstmworkbook.evaluate;

import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/** A linear function of several inputs, fitted by ordinary least squares. */
public final class LeastSquares {

  private final double[] weights; // the intercept first

  private LeastSquares(double[] weights) {
    this.weights = weights;
  }

  /**
   * Fits the function.
   *
   * @param inputs [examples][inputs]
   * @param targets one for each example
   */
  public static LeastSquares fit(double[][] inputs, double[] targets) {
    var regression = new OLSMultipleLinearRegression();
    regression.newSampleData(targets, inputs);
    return new LeastSquares(regression.estimateRegressionParameters());
  }

  /**
   * The function's value.
   *
   * @param offset added to it, where the targets were differences from something known
   */
  public double forecast(double offset, double... inputs) {
    double sum = offset + weights[0];
    for (int j = 0; j < inputs.length; j++) {
      sum += weights[j + 1] * inputs[j];
    }
    return sum;
  }
}
