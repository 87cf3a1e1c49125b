package org.lstmworkbook.model;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.PriceOrigin;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.Windows;
import tech.tablesaw.api.Table;

/**
 * Step 11: all that a forecast in dollars takes, in one object and in one file {@code
 * NAME.forecaster.zip}: the network, the scaler, window, horizon and target, the errors on
 * validation days for the interval, and where it comes from.
 */
public final class Forecaster {

  /** The share of days that an interval covers unless another is asked for. */
  public static final double COVERAGE = 0.8;

  /** Windows that go through the network at once: enough to be fast, little to hold. */
  private static final int BATCH = 512;

  private final MultiLayerNetwork network;
  private final ForecasterInput input;
  private final Provenance provenance;
  private final PriceOrigin data;
  private final ConformalInterval interval;
  private final QuantileForecaster quantiles;

  Forecaster(
      MultiLayerNetwork network,
      ForecasterInput input,
      Provenance provenance,
      PriceOrigin data,
      ConformalInterval interval,
      QuantileForecaster quantiles) {
    this.network = network;
    this.input = input;
    this.provenance = provenance;
    this.data = data;
    this.interval = interval;
    this.quantiles = quantiles;
  }

  /**
   * Puts a trained network together with the data it was trained for, without saying how: it can be
   * used, but not be reproduced.
   *
   * @param validation windows of the validation part, scaled: features, window, horizon, target and
   *     the interval come from here
   * @param ticker the stock
   * @param seed the seed of the training, for whoever repeats it
   * @throws UserException if the windows are not scaled
   */
  public static Forecaster of(
      MultiLayerNetwork network, Windows validation, String ticker, long seed) {
    return of(network, validation, Provenance.of(validation, ticker, seed), null);
  }

  /**
   * Puts a trained network together with all that it takes to train it again.
   *
   * @param validation as above
   * @param settings what the training was set to
   * @param data the query and its answer
   * @throws UserException if the windows are not scaled
   */
  public static Forecaster of(
      MultiLayerNetwork network, Windows validation, TrainingSettings settings, PriceOrigin data) {
    Provenance provenance =
        Provenance.of(validation, data.parameter("ticker"), settings.seed()).withTraining(settings);
    return of(network, validation, provenance, data);
  }

  private static Forecaster of(
      MultiLayerNetwork network, Windows validation, Provenance provenance, PriceOrigin data) {
    double[] residuals = validation.unscaledTargets();
    double[] forecasts = predict(network, validation);
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] -= forecasts[i];
    }
    return new Forecaster(
        network,
        ForecasterInput.of(validation),
        provenance,
        data,
        new ConformalInterval(residuals),
        null);
  }

  /**
   * This forecaster with a note of how it did, which goes into its file; earlier scores of the same
   * part are replaced.
   */
  public Forecaster withScores(List<Score> scores) {
    return new Forecaster(network, input, provenance.withScores(scores), data, interval, quantiles);
  }

  /** This forecaster with intervals from a quantile network that was trained on the same rows. */
  public Forecaster withQuantiles(QuantileForecaster trained) {
    return new Forecaster(network, input, provenance, data, interval, trained);
  }

  /**
   * The forecasts of all windows, in the target's own unit (for a return: log return). Window i's
   * is for {@code windows.targetDate(i)}.
   */
  public static double[] predict(MultiLayerNetwork network, Windows windows) {
    PriceLstm.refuseOtherInput(network, windows);
    double[] forecasts = new double[windows.size()];
    for (int from = 0; from < forecasts.length; from += BATCH) {
      int to = Math.min(from + BATCH, forecasts.length);
      double[] scaled = network.output(windows.inputs(from, to)).data().asDouble();
      for (int i = from; i < to; i++) {
        forecasts[i] = windows.unscale(scaled[i - from]);
      }
    }
    return forecasts;
  }

  /**
   * The forecasts of all windows of a part at once, in the target's own unit.
   *
   * @throws UserException if the windows are not what this network learned: other features, another
   *     scaler, target, length or horizon
   */
  public double[] predict(Windows windows) {
    input.refuseOther(windows);
    return predict(network, windows);
  }

  /**
   * The closing price of one trading day, forecast from the days before it, with an interval that
   * covers 80 % of days, by the quantile network where there is one. See {@link #forecast(Table,
   * LocalDate, double)}.
   */
  public Forecast forecast(Table prices, LocalDate date) {
    return forecast(prices, date, COVERAGE);
  }

  /**
   * The closing price of one trading day, forecast from the window that ends {@code horizon}
   * trading days before it: price = lastClose · exp(forecast log return).
   *
   * <p>The network learned returns of the <em>adjusted</em> close, and they are applied to the
   * close as it was traded. So a dividend paid in between is part of the forecast though not of the
   * close (some tenths of a percent), and a split in between is not: the note then says so.
   *
   * <p>With a quantile network, price and interval come from two networks, trained apart: one says
   * the mean, the other where the middle share of days lies. They mostly agree, but a narrow
   * interval need not hold the price.
   *
   * @param prices the columns of {@code market.DailyPrices}; rows on and after the date are not
   *     used for the forecast
   * @param date a day of the table, or up to {@code horizon} weekdays after its last
   * @param coverage share of days that the interval is to cover, between 0 and 1
   * @throws ForecastDateException if the date is too early, too far in the future, or no trading
   *     day: the message names dates that have a forecast
   * @throws UserException if a feature cannot be made of this table, or the target is no price
   *     return
   */
  public Forecast forecast(Table prices, LocalDate date, double coverage) {
    return PriceForecast.of(this, prices, date, coverage);
  }

  /**
   * The {@value QuantileForecaster#DAYS} trading days after one, forecast on its evening by the
   * quantile network: for each the median and a calibrated interval, in dollars.
   *
   * @param lastKnown a trading day of the table, the last whose prices are used
   * @param coverage one of {@link QuantileForecaster#COVERAGES}
   * @throws ForecastDateException if the day is none of the table's, or too early for a window
   * @throws UserException if there is no quantile network, or it does not know this coverage
   */
  public List<Forecast> ahead(Table prices, LocalDate lastKnown, double coverage) {
    return PriceForecast.ahead(this, prices, lastKnown, coverage);
  }

  /**
   * Saves this forecaster, whole or not at all.
   *
   * @throws SavedFileException if it cannot be written; an earlier file is then unchanged
   */
  public void save(Path file) {
    ForecasterFile.save(this, file);
  }

  /**
   * Reads a forecaster, and checks it.
   *
   * @throws SavedFileException if the file is missing, is no zip, is cut short or changed, is of
   *     another kind or format, or its parts do not fit each other
   */
  public static Forecaster load(Path file) {
    return ForecasterFile.load(file);
  }

  /** What this forecaster is and where it comes from: a table of names and values. */
  public Table describe() {
    return ForecasterDescription.of(this);
  }

  /** The network, with the weights it forecasts with. */
  public MultiLayerNetwork network() {
    return network;
  }

  /** The scaler, fitted on the training rows. */
  public MinMaxScaler scaler() {
    return input.scaler();
  }

  /** What a day of a window holds, in order. */
  public List<String> features() {
    return input.scaler().names();
  }

  /** The feature that is forecast. */
  public String target() {
    return input.target();
  }

  /** Days in a window. */
  public int window() {
    return input.window();
  }

  /** Trading days from the last known day to the one that is forecast. */
  public int horizon() {
    return input.horizon();
  }

  /** Where it comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** The query that it learned from, and its answer; empty if its file does not say. */
  public Optional<PriceOrigin> data() {
    return Optional.ofNullable(data);
  }

  /** The quantile network and its calibrated intervals; empty if it has none. */
  public Optional<QuantileForecaster> quantiles() {
    return Optional.ofNullable(quantiles);
  }

  /** How wide a forecast is to be, by its errors on the validation days. */
  public ConformalInterval interval() {
    return interval;
  }
}
