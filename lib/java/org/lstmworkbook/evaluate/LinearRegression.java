package org.lstmworkbook.evaluate;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.StatUtils;
import org.lstmworkbook.UserException;

/**
 * Least squares of the value {@code horizon} days ahead on inputs of today, with an optional ridge:
 * the squared weights of the inputs, each standardised over the training days, cost {@code ridge} a
 * unit. The intercept costs nothing.
 *
 * @param name for the scoreboard
 * @param inputs what it sees
 * @param ridge 0 for ordinary least squares
 */
public record LinearRegression(String name, Inputs inputs, double ridge) implements ForecastMethod {

  /**
   * Checks the ridge.
   *
   * @throws UserException if it is negative
   */
  public LinearRegression {
    if (!(ridge >= 0)) {
      throw new UserException("a ridge is 0 or a positive penalty, but was " + ridge);
    }
  }

  /** An autoregression on the last values by ordinary least squares: AR(p). */
  public static LinearRegression ar(int lags) {
    return new LinearRegression("AR(" + lags + ")", Inputs.lags(lags), 0);
  }

  /** The same with a ridge, which holds many lags in check. */
  public static LinearRegression ridge(int lags, double ridge) {
    return new LinearRegression("ridge (" + lags + " lags)", Inputs.lags(lags), ridge);
  }

  /**
   * Heterogeneous autoregression (Corsi 2009): on the means of the last day, week and month. Made
   * for volatility, and the standard to beat there.
   */
  public static LinearRegression har() {
    return new LinearRegression("HAR", Inputs.means(1, 5, 22), 0);
  }

  @Override
  public Fitted fit(Series past, int horizon) {
    double[] weights = weights(past, horizon);
    return known -> {
      double[] row = inputs.row().apply(known);
      double sum = weights[row.length];
      for (int j = 0; j < row.length; j++) {
        sum += weights[j] * row[j];
      }
      return sum;
    };
  }

  /**
   * Returns the fitted weights, one for each input in its own unit, and the intercept last.
   *
   * @throws UserException if there are too few days, an input never changes, or (without a ridge)
   *     inputs repeat each other
   */
  public double[] weights(Series past, int horizon) {
    Inputs.Examples examples = inputs.examples(name, past, horizon);
    int days = examples.rows().length;
    int width = examples.rows()[0].length;
    double[] mean = new double[width];
    double[] deviation = new double[width];
    double[][] a = new double[days + width][width];
    for (int j = 0; j < width; j++) {
      double[] column = new Array2DRowRealMatrix(examples.rows(), false).getColumn(j);
      mean[j] = StatUtils.mean(column);
      deviation[j] = Math.sqrt(StatUtils.populationVariance(column));
      if (deviation[j] == 0) {
        throw new UserException(name + ": input " + j + " never changes in training: leave it out");
      }
      for (int i = 0; i < days; i++) {
        a[i][j] = (column[i] - mean[j]) / deviation[j];
      }
      a[days + j][j] = Math.sqrt(ridge); // the penalty as one more equation: √λ·w = 0
    }
    double centre = StatUtils.mean(examples.targets());
    double[] b = new double[days + width];
    for (int i = 0; i < days; i++) {
      b[i] = examples.targets()[i] - centre;
    }
    double[] solved = solve(a, b);
    double[] weights = new double[width + 1];
    weights[width] = centre;
    for (int j = 0; j < width; j++) {
      weights[j] = solved[j] / deviation[j];
      weights[width] -= weights[j] * mean[j];
    }
    return weights;
  }

  private double[] solve(double[][] a, double[] b) {
    try {
      return new QRDecomposition(new Array2DRowRealMatrix(a, false), 1e-10)
          .getSolver()
          .solve(new ArrayRealVector(b, false))
          .toArray();
    } catch (SingularMatrixException e) {
      throw new UserException(
          name + ": some inputs repeat each other: leave one out, or add a ridge", e);
    }
  }
}
