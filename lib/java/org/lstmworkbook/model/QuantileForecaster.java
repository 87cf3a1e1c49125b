package org.lstmworkbook.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.CumulativeReturns;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An interval that is wide before wild days: an LSTM that forecasts quantiles of the log returns
 * over the next days, and what its intervals lacked on validation days (conformalised quantile
 * regression: Romano, Patterson and Candès 2019). Both ends of an interval are moved out by the ⌈(n
 * + 1) · coverage⌉-th smallest of max(low − truth, truth − high); a negative one moves them in.
 *
 * <p>Quantiles never cross: the network's outputs for a day are sorted (the rearrangement of
 * Chernozhukov, Fernández-Val and Galichon 2010, which can only lower the pinball loss).
 */
public final class QuantileForecaster {

  /** The quantiles: the median, and the ends of intervals for 50, 80 and 95 % of days. */
  public static final List<Double> QUANTILES = List.of(0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975);

  /** The shares of days that an interval can promise. */
  public static final List<Double> COVERAGES = List.of(0.95, 0.8, 0.5);

  /** How many trading days it looks ahead. */
  public static final int DAYS = 10;

  private static final int BATCH = 512;

  /**
   * What is kept beside the network.
   *
   * @param deviation the root mean square of the training days' log returns, the unit of the
   *     outputs
   * @param corrections what the ends are moved by, by day and coverage, in units of the outputs
   */
  record Calibration(double deviation, List<List<Double>> corrections) {

    boolean fits() {
      return deviation > 0
          && corrections != null
          && corrections.size() == DAYS
          && corrections.stream().allMatch(day -> day.size() == COVERAGES.size());
    }
  }

  private final MultiLayerNetwork network;
  private final Calibration calibration;

  QuantileForecaster(MultiLayerNetwork network, Calibration calibration) {
    this.network = network;
    this.calibration = calibration;
  }

  /**
   * Calibrates a trained network.
   *
   * @param validation days that it was not fitted to
   * @param deviation the unit of its outputs
   */
  public static QuantileForecaster of(
      MultiLayerNetwork network, CumulativeReturns validation, double deviation) {
    var uncalibrated = new QuantileForecaster(network, new Calibration(deviation, List.of()));
    float[] outputs = uncalibrated.outputs(validation.windows());
    List<List<Double>> corrections = new ArrayList<>();
    for (int day = 1; day <= DAYS; day++) {
      double[][] quantiles = uncalibrated.quantiles(outputs, day);
      double unit = CumulativeReturns.unit(deviation, day);
      corrections.add(
          Arrays.stream(corrections(quantiles, validation.logReturns(day)))
              .mapToObj(correction -> correction / unit)
              .toList());
    }
    return new QuantileForecaster(network, new Calibration(deviation, corrections));
  }

  private static double[] corrections(double[][] quantiles, double[] truth) {
    double[] corrections = new double[COVERAGES.size()];
    for (int c = 0; c < corrections.length; c++) {
      double[] lacking = new double[truth.length];
      for (int i = 0; i < truth.length; i++) {
        lacking[i] =
            Math.max(quantiles[i][c] - truth[i], truth[i] - quantiles[i][QUANTILES.size() - 1 - c]);
      }
      Arrays.sort(lacking);
      corrections[c] = ConformalInterval.ofRank(lacking, COVERAGES.get(c));
    }
    return corrections;
  }

  /**
   * The network's quantiles of the log return to a day ahead, not yet calibrated.
   *
   * @param day trading days ahead, 1 to {@link #DAYS}
   * @return [window][quantile], rising within a window
   * @throws UserException if the day is another
   */
  public double[][] quantiles(Windows windows, int day) {
    refuseOtherDay(day);
    return quantiles(outputs(windows), day);
  }

  /** The network's outputs for all windows: [window · day · quantile]. */
  private float[] outputs(Windows windows) {
    int width = DAYS * QUANTILES.size();
    float[] all = new float[windows.size() * width];
    for (int from = 0; from < windows.size(); from += BATCH) {
      int to = Math.min(from + BATCH, windows.size());
      float[] some = outputs(windows.inputs(from, to));
      System.arraycopy(some, 0, all, from * width, some.length);
    }
    return all;
  }

  private float[] outputs(INDArray inputs) {
    return network.output(inputs).dup('c').data().asFloat();
  }

  /** The quantiles of a day ahead, [window][quantile], rising within a window. */
  private double[][] quantiles(float[] outputs, int day) {
    int width = DAYS * QUANTILES.size();
    double unit = CumulativeReturns.unit(calibration.deviation, day);
    double[][] quantiles = new double[outputs.length / width][QUANTILES.size()];
    for (int i = 0; i < quantiles.length; i++) {
      for (int q = 0; q < QUANTILES.size(); q++) {
        quantiles[i][q] = outputs[i * width + (day - 1) * QUANTILES.size() + q] * unit;
      }
      Arrays.sort(quantiles[i]);
    }
    return quantiles;
  }

  /**
   * Calibrated intervals of the log return to a day ahead.
   *
   * @param day trading days ahead, 1 to {@link #DAYS}
   * @param coverage one of {@link #COVERAGES}
   * @return [low, high][window]
   * @throws UserException if day or coverage is another
   */
  public double[][] intervals(Windows windows, int day, double coverage) {
    int c = place(coverage);
    double[][] quantiles = quantiles(windows, day);
    return new double[][] {
      Arrays.stream(quantiles).mapToDouble(q -> interval(q, day, c)[0]).toArray(),
      Arrays.stream(quantiles).mapToDouble(q -> interval(q, day, c)[1]).toArray()
    };
  }

  /**
   * The median of the log return to a day ahead, after one window.
   *
   * @param window [1, features, time], scaled
   * @param day trading days ahead, 1 to {@link #DAYS}
   * @throws UserException if the day is another
   */
  public double median(INDArray window, int day) {
    refuseOtherDay(day);
    return quantiles(outputs(window), day)[0][QUANTILES.size() / 2];
  }

  /**
   * The calibrated interval after one window.
   *
   * @param window [1, features, time], scaled
   * @param day trading days ahead, 1 to {@link #DAYS}
   * @param coverage one of {@link #COVERAGES}
   * @return low and high, log returns
   * @throws UserException if day or coverage is another
   */
  public double[] interval(INDArray window, int day, double coverage) {
    refuseOtherDay(day);
    return interval(quantiles(outputs(window), day)[0], day, place(coverage));
  }

  private double[] interval(double[] quantiles, int day, int c) {
    double wider =
        calibration.corrections.get(day - 1).get(c)
            * CumulativeReturns.unit(calibration.deviation, day);
    double low = quantiles[c] - wider;
    double high = quantiles[QUANTILES.size() - 1 - c] + wider;
    // Moved in by more than half its width an interval is a point.
    return low <= high
        ? new double[] {low, high}
        : new double[] {(low + high) / 2, (low + high) / 2};
  }

  private static int place(double coverage) {
    int place = COVERAGES.indexOf(coverage);
    if (place < 0) {
      throw new UserException(
          "The quantile network knows intervals for the coverages %s, not for %s."
              .formatted(COVERAGES, coverage));
    }
    return place;
  }

  private void refuseOtherDay(int day) {
    if (day < 1 || day > DAYS) {
      throw new UserException(
          "The quantile network looks 1 to %d trading days ahead, not %d.".formatted(DAYS, day));
    }
  }

  /** The network: one LSTM, and an output for each day and quantile. */
  public MultiLayerNetwork network() {
    return network;
  }

  Calibration calibration() {
    return calibration;
  }

  /**
   * What both ends of the intervals of a day ahead were moved out by, one for each of {@link
   * #COVERAGES}, in units of the network ({@link CumulativeReturns#unit}).
   */
  public double[] corrections(int day) {
    refuseOtherDay(day);
    return calibration.corrections.get(day - 1).stream().mapToDouble(Double::doubleValue).toArray();
  }
}
