package org.lstmworkbook.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.evaluate.Metrics;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.prepare.Windows;

/**
 * How a network does on a part, dropout off.
 *
 * @param loss mean squared error of the scaled target
 * @param accuracy share of days whose direction was forecast right
 * @param within share of windows that missed by at most the tolerance
 */
record PartScore(double loss, double accuracy, double within) {

  static PartScore of(MultiLayerNetwork network, Windows windows, double tolerance) {
    double[] forecast = Forecaster.predict(network, windows);
    double[] actual = windows.unscaledTargets();
    double unit = windows.unscale(1) - windows.unscale(0);
    double squares = 0;
    int within = 0;
    for (int i = 0; i < actual.length; i++) {
      double error = actual[i] - forecast[i];
      squares += error / unit * (error / unit);
      within += Math.abs(error) <= tolerance ? 1 : 0;
    }
    double loss = squares / actual.length;
    if (!Double.isFinite(loss)) {
      return new PartScore(loss, Double.NaN, Double.NaN);
    }
    double[] noMove = new double[actual.length];
    return new PartScore(
        loss,
        Metrics.directionAccuracy(noMove, actual, forecast).share(),
        (double) within / actual.length);
  }
}
