package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.SampleData;

class PriceBaselinesTest {

  @Test
  void givenCloses_whenForecastFiveDaysAhead_thenAllMethodsInOrder() {
    Map<String, double[]> all = PriceBaselines.logReturns(Vectors.CLOSES, Vectors.TRAIN, 5, 100, 5);
    assertEquals(
        List.of(
            "drift",
            "seasonal naive (5)",
            "moving average (22)",
            "EWMA",
            "AR(5)",
            "ridge (22 lags)",
            "ARIMA(1, 1, 1)",
            "boosting",
            "Monte Carlo"),
        List.copyOf(all.keySet()));
    // five days ahead, a week's seasonal naive is persistence
    assertArrayEquals(new double[200], Arrays.copyOf(all.get("seasonal naive (5)"), 200), 1e-12);
    double[] logs = DoubleStream.of(Vectors.CLOSES).map(Math::log).toArray();
    double slope = (logs[Vectors.TRAIN - 5] - logs[0]) / (Vectors.TRAIN - 5);
    assertEquals(5 * slope, all.get("drift")[0], 1e-12);
    assertThrows(
        UserException.class, () -> PriceBaselines.logReturns(new double[] {1, 0, 2}, 2, 1, 1, 5));
  }

  /** The median of a log-normal price in closed form: no draw, so no bias that all days share. */
  @Test
  void givenIbm_whenMonteCarloForecasts_thenTheMeanLogReturnOfTheDaysGoneBy() {
    double[] prices = SampleData.prices("IBM").doubleColumn("adj_close").asDoubleArray();
    int first = prices.length - 595;
    double[] forecast = PriceBaselines.logReturns(prices, first, 1, 66, 5).get("Monte Carlo");
    for (int day = 0; day < forecast.length; day++) {
      int lastKnown = first + day / 66 * 66 - 1; // when the model was fitted
      assertEquals(Math.log(prices[lastKnown] / prices[0]) / lastKnown, forecast[day], 1e-12);
    }
  }

  @Test
  void givenPricesThatGrowByTheSameShare_whenArima_thenRefusedInWords() {
    double[] prices = IntStream.range(0, 200).mapToDouble(t -> 100 * Math.pow(1.01, t)).toArray();
    Series series = Series.of(prices);
    ForecastMethod.Fitted fitted = new Arima(1, 1, 1).fit(series, 1);
    String message = assertThrows(UserException.class, () -> fitted.forecast(series)).getMessage();
    assertTrue(message.startsWith("ARIMA(1, 1, 1) finds no coefficients"), message);
  }

  @Test
  void givenASteadyClimb_whenForecastOnChanges_thenItGoesOnBeyondWhatWasSeen() {
    Series climb = Series.of(IntStream.range(0, 50).mapToDouble(day -> 2.0 * day).toArray());
    var differenced = new Differenced(Baselines.movingAverage(10)).fit(climb, 3);
    assertEquals(2 * 49 + 6, differenced.forecast(climb), 1e-12);
  }
}
