package org.lstmworkbook.evaluate;

import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.math3.stat.StatUtils;
import org.lstmworkbook.UserException;

/**
 * GARCH(1,1) with normal errors (Bollerslev 1986): the variance of tomorrow's return is ω +
 * α·(today's surprise)² + β·(today's variance). Fitted by maximum likelihood; the variance before
 * the first day is the weighted mean of the first 75 squared surprises (weights 0.94ⁱ), as in
 * Python's arch.
 *
 * @param mean μ, the mean daily log return
 * @param omega ω > 0, in squared log returns
 * @param alpha α ≥ 0
 * @param beta β ≥ 0, with α + β < 1: the variance returns to ω / (1 − α − β)
 * @param backcast the variance before the first day
 */
record Garch(double mean, double omega, double alpha, double beta, double backcast) {

  private static final double[] START = {
    0, Math.log(0.02), Math.log(0.08 / 0.02), Math.log(0.9 / 0.02)
  };
  private static final int RESTARTS = 5;

  /**
   * Fits the model.
   *
   * @param returns daily log returns, oldest first
   * @throws UserException for fewer than 100 returns, NaN, or returns that never change
   */
  public static Garch fit(double[] returns) {
    double mean = StatUtils.mean(returns);
    double variance = StatUtils.populationVariance(returns);
    if (returns.length < 100 || !(variance > 0)) {
      throw new UserException(
          "GARCH needs at least 100 finite returns that differ, but there are %s of variance %s"
              .formatted(returns.length, variance));
    }
    double backcast = backcast(returns, mean);
    var likelihood =
        new ObjectiveFunction(point -> of(point, mean, variance, backcast).logLikelihood(returns));
    double[] best = START;
    for (int i = 0; i < RESTARTS; i++) { // a simplex that has shrunk too early is opened again
      PointValuePair found =
          new SimplexOptimizer(1e-12, 1e-12)
              .optimize(
                  likelihood,
                  GoalType.MAXIMIZE,
                  new InitialGuess(best),
                  new NelderMeadSimplex(START.length, 0.3),
                  new MaxEval(5000));
      best = found.getPoint();
    }
    return of(best, mean, variance, backcast);
  }

  /**
   * Any four numbers give an admissible model, so that the search needs no bounds: 1, α and β share
   * out what ω leaves.
   */
  private static Garch of(double[] point, double mean, double variance, double backcast) {
    double a = Math.exp(point[2]);
    double b = Math.exp(point[3]);
    return new Garch(
        mean + point[0] * Math.sqrt(variance),
        variance * Math.exp(point[1]),
        a / (1 + a + b),
        b / (1 + a + b),
        backcast);
  }

  private static double backcast(double[] returns, double mean) {
    double sum = 0;
    double weights = 0;
    double weight = 1;
    for (int i = 0; i < Math.min(75, returns.length); i++, weight *= 0.94) {
      sum += weight * Metrics.square(returns[i] - mean);
      weights += weight;
    }
    return sum / weights;
  }

  /** Returns the log likelihood of the returns. */
  public double logLikelihood(double[] returns) {
    double sum = 0;
    double variance = next(backcast, backcast);
    for (double r : returns) {
      double surprise = Metrics.square(r - mean);
      sum -= 0.5 * (Math.log(2 * Math.PI * variance) + surprise / variance);
      variance = next(surprise, variance);
    }
    return sum;
  }

  /**
   * Returns, for each day, the variance expected {@code horizon} days after it by what was known on
   * it.
   *
   * @param returns daily log returns from the first day of the fit on
   */
  public double[] variances(double[] returns, int horizon) {
    double longRun = omega / (1 - alpha - beta);
    double fade = Math.pow(alpha + beta, horizon - 1.0);
    double[] ahead = new double[returns.length];
    double variance = next(backcast, backcast);
    for (int day = 0; day < returns.length; day++) {
      variance = next(Metrics.square(returns[day] - mean), variance);
      ahead[day] = longRun + fade * (variance - longRun);
    }
    return ahead;
  }

  private double next(double surprise, double variance) {
    return omega + alpha * surprise + beta * variance;
  }
}
