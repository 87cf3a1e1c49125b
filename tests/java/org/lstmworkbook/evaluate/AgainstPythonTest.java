package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.lstmworkbook.evaluate.Vectors.TRAIN;
import static org.lstmworkbook.evaluate.Vectors.VOLATILITY;
import static org.lstmworkbook.evaluate.Vectors.closes;
import static org.lstmworkbook.evaluate.Vectors.number;
import static org.lstmworkbook.evaluate.Vectors.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Each metric and method against another library's answer on real prices. Closed formulas agree to
 * 1e-9, the rounding of sums of a thousand numbers; what an optimiser searched for agrees as far as
 * both optimisers go, stated at each test.
 */
class AgainstPythonTest {

  private static final double ROUNDING = 1e-9;
  private static final double[] ACTUAL = closes(0, 200);
  private static final double[] LAST = closes(-1, 199);
  private static final double[] FORECAST =
      IntStream.range(0, 200).mapToDouble(i -> 0.9 * LAST[i] + 0.1 * closes(-6, 194)[i]).toArray();

  @Test
  void givenForecasts_whenScored_thenAsScikitLearnAndSktime() {
    assertEquals(number("metrics", "mae"), Metrics.mae(ACTUAL, FORECAST), ROUNDING);
    assertEquals(number("metrics", "rmse"), Metrics.rmse(ACTUAL, FORECAST), ROUNDING);
    double[] training = Arrays.copyOf(Vectors.CLOSES, TRAIN);
    assertEquals(number("metrics", "mase"), Metrics.mase(training, ACTUAL, FORECAST), ROUNDING);
    assertEquals(number("metrics", "smape"), Metrics.smape(ACTUAL, FORECAST), ROUNDING);
    assertEquals(number("metrics", "pinball10"), Metrics.pinball(ACTUAL, FORECAST, 0.1), ROUNDING);
    assertEquals(number("metrics", "pinball90"), Metrics.pinball(ACTUAL, FORECAST, 0.9), ROUNDING);
  }

  @Test
  void givenProportions_whenWilson_thenAsStatsmodels() {
    var many = new Proportion(81, 263).wilson(0.95);
    assertArrayEquals(
        numbers("metrics", "wilson_81_of_263"),
        new double[] {many.getLowerBound(), many.getUpperBound()},
        ROUNDING);
    var none = new Proportion(0, 20).wilson(0.95);
    assertArrayEquals(
        numbers("metrics", "wilson_0_of_20"),
        new double[] {none.getLowerBound(), none.getUpperBound()},
        ROUNDING);
  }

  @Test
  void givenTwoForecasters_whenDieboldMariano_thenAsDieboldmarianoAndAsStatsmodelsHac() {
    double[] forecaster = Metrics.squaredErrors(ACTUAL, FORECAST);
    double[] persistence = Metrics.squaredErrors(ACTUAL, LAST);
    assertResult("h1", DieboldMariano.test(forecaster, persistence, 1));
    assertResult("h5", DieboldMariano.test(forecaster, persistence, 5));
    assertResult("newey_west_4", DieboldMariano.neweyWest(forecaster, persistence, 4));
  }

  private static void assertResult(String name, DieboldMariano actual) {
    assertArrayEquals(
        numbers("diebold_mariano", name),
        new double[] {actual.statistic(), actual.pValue()},
        ROUNDING);
  }

  @Test
  void givenCloses_whenNaiveMethodsThreeDaysAhead_thenAsSktime() {
    Series training = Series.of(Vectors.CLOSES).upTo(TRAIN);
    assertEquals(number("naive", "drift"), forecast(Baselines.drift(), training, 3), ROUNDING);
    assertEquals(
        number("naive", "seasonal"), forecast(Baselines.seasonalNaive(5), training, 3), ROUNDING);
    assertEquals(
        number("naive", "mean10"), forecast(Baselines.movingAverage(10), training, 3), ROUNDING);
  }

  @Test
  void givenVolatility_whenEwma_thenAsStatsmodelsSimpleSmoothing() {
    // statsmodels' search for alpha stops at about 1e-6; near its best value the forecast hardly
    // depends on it.
    assertEquals(
        number("ewma", "forecast"), forecast(Baselines.ewma(), Vectors.trainVolatility(), 1), 1e-5);
  }

  @Test
  void givenVolatility_whenRegressions_thenAsStatsmodelsArchAndScikitLearn() {
    Series training = Vectors.trainVolatility();
    assertArrayEquals(numbers("ar5"), LinearRegression.ar(5).weights(training, 1), ROUNDING);
    assertArrayEquals(numbers("har"), LinearRegression.har().weights(training, 1), ROUNDING);
    assertEquals(
        number("ridge22_h2_forecast"),
        forecast(LinearRegression.ridge(22, 50), training, 2),
        ROUNDING);
  }

  @Test
  void givenVolatility_whenBoosting_thenAsXgboostInPython() {
    var fitted = GradientBoosting.of("boosting", Inputs.lags(10)).fit(Vectors.trainVolatility(), 1);
    double[] forecasts =
        IntStream.range(0, 10)
            .mapToDouble(i -> fitted.forecast(Series.of(VOLATILITY).upTo(TRAIN + i)))
            .toArray();
    assertArrayEquals(numbers("boosting10"), forecasts, 1e-5); // sums of 150 floats of about 5
  }

  @Test
  void givenVolatility_whenWalkForward_thenAsNumpy() {
    var expanding = WalkForward.expanding(TRAIN).refitEvery(22);
    Series series = Series.of(VOLATILITY);
    assertArrayEquals(
        numbers("walk_expanding_h1"),
        expanding.run(LinearRegression.har(), series).forecast(),
        ROUNDING);
  }

  @Test
  void givenVolatility_whenArima_thenAsStatsmodels() {
    for (JsonNode expected : Vectors.ALL.get("arima")) {
      JsonNode order = expected.get("order");
      var arima = new Arima(order.get(0).asInt(), order.get(1).asInt(), order.get(2).asInt());
      for (int horizon = 1; horizon <= 3; horizon++) {
        var fitted = arima.fit(Vectors.trainVolatility(), horizon);
        Series later = Series.of(VOLATILITY).upTo(TRAIN + 50);
        // Two searches for the highest likelihood: they differ by a few thousandths of the daily
        // error of 0.36.
        assertEquals(
            expected.get("forecast").get(horizon - 1).asDouble(),
            fitted.forecast(Vectors.trainVolatility()),
            3e-3);
        assertEquals(
            expected.get("later").get(horizon - 1).asDouble(), fitted.forecast(later), 3e-3);
      }
    }
  }

  @Test
  void givenReturns_whenGarch_thenAsArch() {
    Garch garch = Garch.fit(Vectors.RETURNS);
    // Two searches on a flat top: the likelihood agrees to 0.001, ours being at least as high.
    assertEquals(number("garch", "log_likelihood"), garch.logLikelihood(Vectors.RETURNS), 1e-3);
    assertEquals(number("garch", "alpha"), garch.alpha(), 2e-3);
    assertEquals(number("garch", "beta"), garch.beta(), 2e-3);
    assertEquals(number("garch", "mean"), garch.mean(), 1e-5);
    assertEquals(1, garch.omega() / number("garch", "omega"), 0.03);
  }

  @Test
  void givenArchsParameters_whenVariances_thenAsArch() {
    double[] returns = Vectors.RETURNS;
    double backcast = Garch.fit(returns).backcast();
    var garch =
        new Garch(
            number("garch", "mean"),
            number("garch", "omega"),
            number("garch", "alpha"),
            number("garch", "beta"),
            backcast);
    double[] one = garch.variances(returns, 1);
    assertEquals(number("garch", "log_likelihood"), garch.logLikelihood(returns), 1e-3);
    double[] expected = numbers("garch", "variances");
    for (int day = 0; day < expected.length; day++) {
      assertEquals(
          1, one[day] / expected[day], 1e-3); // the backcasts differ by arch's mean, and that fades
    }
    double[] ahead = numbers("garch", "variance_1_and_5");
    assertEquals(1, one[one.length - 1] / ahead[0], 1e-6);
    assertEquals(1, garch.variances(returns, 5)[one.length - 1] / ahead[1], 1e-6);
  }

  @Test
  void givenCloses_whenMonteCarlo_thenTheQuantilesOfTheLogNormalLaw() {
    var motion = GeometricBrownianMotion.fit(Vectors.CLOSES);
    assertEquals(number("monte_carlo", "drift"), motion.drift(), ROUNDING);
    assertEquals(number("monte_carlo", "volatility"), motion.volatility(), ROUNDING);
    double[] expected = numbers("monte_carlo", "quantiles_22");
    double last = Vectors.CLOSES[Vectors.CLOSES.length - 1];
    assertEquals(expected[1], motion.median(last, 22), ROUNDING);
    double[][] paths = motion.paths(last, 22, 20_000, 1);
    double[] levels = {0.025, 0.5, 0.975};
    for (int i = 0; i < levels.length; i++) {
      // the standard error of a 2.5 % quantile of 20,000 draws is about 0.3 % of the price
      assertEquals(1, GeometricBrownianMotion.quantile(paths, levels[i])[21] / expected[i], 0.01);
    }
  }

  private static double forecast(ForecastMethod method, Series training, int horizon) {
    return method.fit(training, horizon).forecast(training);
  }
}
