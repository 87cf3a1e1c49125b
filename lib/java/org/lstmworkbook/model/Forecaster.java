package org.lstmworkbook.model;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.files.SavedFileException;
import org.lstmworkbook.market.DailyPrices;
import org.lstmworkbook.market.PriceOrigin;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.PriceFeatures;
import org.lstmworkbook.prepare.Timestamps;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/**
 * Step 11: all that a forecast in dollars takes, in one object and in one file {@code
 * NAME.forecaster.zip}.
 *
 * @param network with the weights it forecasts with
 * @param scaler fitted on the training rows; names what a day of a window holds
 * @param target the feature that is forecast
 * @param window days in a window
 * @param horizon trading days from the last known day to the one that is forecast
 * @param provenance where it comes from
 * @param data the query that it learned from, and its answer; empty if its file does not say
 * @param interval how wide a forecast is to be, by its errors on the validation days
 * @param quantiles the quantile network and its calibrated intervals; empty if it has none
 */
public record Forecaster(
    MultiLayerNetwork network,
    MinMaxScaler scaler,
    String target,
    int window,
    int horizon,
    Provenance provenance,
    Optional<PriceOrigin> data,
    ConformalInterval interval,
    Optional<QuantileForecaster> quantiles) {

  /** The share of days that an interval covers unless another is asked for. */
  public static final double COVERAGE = 0.8;

  /** Windows that go through the network at once: enough to be fast, little to hold. */
  private static final int BATCH = 512;

  /**
   * Puts a trained network together with all that it takes to use it, and to train it again.
   *
   * @param validation windows of the validation part, scaled: features, window, horizon, target and
   *     the interval come from here
   * @param settings what the training was set to
   * @param data the query and its answer
   * @throws UserException if the windows are not scaled
   */
  public static Forecaster of(
      MultiLayerNetwork network, Windows validation, TrainingSettings settings, PriceOrigin data) {
    Provenance provenance = Provenance.of(validation, data.parameter("ticker"), settings);
    double[] residuals = validation.unscaledTargets();
    double[] forecasts = predict(network, validation);
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] -= forecasts[i];
    }
    return new Forecaster(
        network,
        validation.matrix().scaler().orElseThrow(),
        validation.target(),
        validation.length(),
        validation.horizon(),
        provenance,
        Optional.of(data),
        new ConformalInterval(residuals),
        Optional.empty());
  }

  /**
   * This forecaster with a note of how it did, which goes into its file; earlier scores of the same
   * part are replaced.
   */
  public Forecaster withScores(List<Score> scores) {
    return with(provenance.withScores(scores), quantiles);
  }

  /** This forecaster with intervals from a quantile network that was trained on the same rows. */
  public Forecaster withQuantiles(QuantileForecaster trained) {
    return with(provenance, Optional.of(trained));
  }

  private Forecaster with(Provenance origin, Optional<QuantileForecaster> intervals) {
    return new Forecaster(
        network, scaler, target, window, horizon, origin, data, interval, intervals);
  }

  /**
   * The forecasts of all windows, in the target's own unit (for a return: log return). Window i's
   * is for {@code windows.targetDate(i)}.
   *
   * @throws UserException if the windows hold another number of features than the network reads
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
    if (!windows.matrix().names().equals(features())) {
      throw new UserException(
          "This forecaster reads the features %s, but the windows hold %s."
              .formatted(features(), windows.matrix().names()));
    }
    if (!windows.matrix().scaler().equals(Optional.of(scaler))) {
      throw new UserException(
          "The windows are not scaled by this forecaster's own scaler: use scaler().transform.");
    }
    if (windows.length() != window
        || windows.horizon() != horizon
        || !windows.target().equals(target)) {
      throw new UserException(
          "This forecaster reads windows of %d days for %s %d day(s) later, but got %d days for %s %d day(s) later."
              .formatted(
                  window, target, horizon, windows.length(), windows.target(), windows.horizon()));
    }
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
   * @param date a day of the table, or up to {@code horizon} trading days after its last
   * @param coverage share of days that the interval is to cover, between 0 and 1
   * @throws UserException if the date is too early, too far in the future, or no trading day: the
   *     message names dates that have a forecast; or if a feature cannot be made of this table, or
   *     the target is no price return
   */
  public Forecast forecast(Table prices, LocalDate date, double coverage) {
    ForecastCalendar calendar = calendar(prices, horizon);
    int last = calendar.lastKnown(date);
    INDArray input = input(prices, last);
    double logReturn = scaler.unscale(target, network.output(input).getDouble(0));
    double[] ends = ends(input, logReturn, coverage);
    return Forecast.of(prices, last, date, logReturn, ends, coverage);
  }

  /**
   * The {@value QuantileForecaster#DAYS} trading days after one, forecast on its evening by the
   * quantile network: for each the median and a calibrated interval, in dollars.
   *
   * @param lastKnown a trading day of the table, the last whose prices are used
   * @param coverage one of {@link QuantileForecaster#COVERAGES}
   * @throws UserException if the day is none of the table's, or too early for a window, or if there
   *     is no quantile network, or it does not know this coverage
   */
  public List<Forecast> ahead(Table prices, LocalDate lastKnown, double coverage) {
    ForecastCalendar calendar = calendar(prices, 0);
    QuantileForecaster ahead =
        quantiles.orElseThrow(
            () ->
                new UserException(
                    "This forecaster has no quantile network, which looks several days ahead: train one as step 9 does."));
    int last = calendar.lastKnown(lastKnown);
    INDArray input = input(prices, last);
    return IntStream.rangeClosed(1, QuantileForecaster.DAYS)
        .mapToObj(
            day ->
                Forecast.of(
                    prices,
                    last,
                    calendar.day(last + day),
                    ahead.median(input, day),
                    ahead.interval(input, day, coverage),
                    coverage))
        .toList();
  }

  private ForecastCalendar calendar(Table prices, int daysAhead) {
    if (!target.equals(PriceFeatures.returns(horizon))) {
      throw new UserException(
          "This forecaster's target is %s, not a return, so it has no price to tell; use predict."
              .formatted(target));
    }
    for (String column : DailyPrices.COLUMNS) {
      if (!prices.containsColumn(column)) {
        throw new UserException(
            "There is no column %s; the table has %s."
                .formatted(column, String.join(", ", prices.columnNames())));
      }
    }
    List<LocalDate> days = prices.dateColumn("trade_date").asList();
    return new ForecastCalendar(days, daysAhead, horizon + window - 1);
  }

  /**
   * The window that ends at a row, as the networks read it: [1, features, time]. Only its own rows
   * are made to numbers, and those before it that its first returns need.
   */
  private INDArray input(Table prices, int last) {
    Table known = prices.inRange(last + 1 - window - horizon, last + 1);
    Table numbers = PriceFeatures.withReturns(Timestamps.withNumbers(known), horizon);
    FeatureMatrix scaled = scaler.transform(FeatureMatrix.of(numbers, features()));
    return Windows.endingAt(scaled, scaled.rows() - 1, window);
  }

  /** The quantile network's calibrated interval, or one as wide on every day. */
  private double[] ends(INDArray input, double logReturn, double coverage) {
    if (quantiles.isPresent()
        && horizon <= QuantileForecaster.DAYS
        && QuantileForecaster.COVERAGES.contains(coverage)) {
      return quantiles.get().interval(input, horizon, coverage);
    }
    double halfWidth = interval.halfWidth(coverage);
    return new double[] {logReturn - halfWidth, logReturn + halfWidth};
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
    return ForecasterFile.describe(this);
  }

  /** What a day of a window holds, in order. */
  public List<String> features() {
    return scaler.names();
  }
}
