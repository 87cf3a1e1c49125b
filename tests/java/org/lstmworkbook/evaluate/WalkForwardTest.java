package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lstmworkbook.UserException;

class WalkForwardTest {

  private static final double[] VALUES = Arrays.copyOf(Vectors.VOLATILITY, 400);
  private static final double[] RETURNS = Arrays.copyOf(Vectors.RETURNS, 400);
  private static final Series SERIES = Series.of(VALUES).with("log_return", RETURNS);

  static List<ForecastMethod> methods() {
    return List.of(
        Baselines.persistence(),
        Baselines.drift(),
        Baselines.seasonalNaive(5),
        Baselines.movingAverage(10),
        Baselines.ewma(),
        LinearRegression.ar(3),
        LinearRegression.har(),
        new LinearRegression("ridge", Inputs.means(1, 5).and(Inputs.columns("log_return")), 10),
        new Arima(1, 1, 1),
        new GarchVolatility("log_return"),
        GradientBoosting.of("boosting", Inputs.lags(5)));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void givenAnotherFuture_whenWalked_thenNoForecastBeforeItChanges(ForecastMethod method) {
    int change = 380;
    double[] values = VALUES.clone();
    double[] returns = RETURNS.clone();
    for (int day = change; day < values.length; day++) {
      values[day] += 1;
      returns[day] += 0.05;
    }
    var walk = WalkForward.expanding(360).refitEvery(10);
    double[] before = walk.run(method, SERIES).forecast();
    double[] after = walk.run(method, Series.of(values).with("log_return", returns)).forecast();
    int untouched =
        change - 360 + 1; // the forecast of the first changed day is made the day before
    assertArrayEquals(Arrays.copyOf(before, untouched), Arrays.copyOf(after, untouched));
  }

  @Test
  void givenAWalk_whenRun_thenEachFitAndForecastSeesExactlyItsDays() {
    List<List<Integer>> fits = Collections.synchronizedList(new ArrayList<>());
    double[] days = IntStream.range(0, 30).mapToDouble(day -> day).toArray();
    ForecastMethod spy =
        new ForecastMethod() {
          @Override
          public String name() {
            return "spy";
          }

          @Override
          public Fitted fit(Series past, int horizon) {
            fits.add(List.of((int) past.value(0), (int) past.last()));
            return Series::last;
          }
        };
    WalkForwardResult forecasts =
        WalkForward.expanding(20).refitEvery(6).horizon(3).run(spy, Series.of(days));
    // Day 20 is forecast on day 17, the last to train on.
    fits.sort((a, b) -> a.get(1) - b.get(1));
    assertEquals(List.of(List.of(0, 17), List.of(0, 23)), fits);
    assertArrayEquals(Arrays.copyOfRange(days, 17, 27), forecasts.forecast());
    assertArrayEquals(Arrays.copyOfRange(days, 17, 27), forecasts.lastKnown());
    assertArrayEquals(Arrays.copyOfRange(days, 20, 30), forecasts.actual());
  }

  @Test
  void givenNoTestOrNoTrainingDay_whenWalked_thenRefused() {
    Series series = Series.of(1, 2, 3, 4);
    assertThrows(
        UserException.class, () -> WalkForward.expanding(4).run(Baselines.persistence(), series));
    assertThrows(
        UserException.class,
        () -> WalkForward.expanding(2).horizon(3).run(Baselines.persistence(), series));
    assertThrows(UserException.class, () -> WalkForward.expanding(0));
  }

  @Test
  void givenAView_whenAskedForALaterDay_thenItDoesNotTell() {
    Series known = SERIES.upTo(10);
    assertThrows(IndexOutOfBoundsException.class, () -> known.value(10));
    assertThrows(IndexOutOfBoundsException.class, () -> known.value("log_return", 10));
    assertThrows(IndexOutOfBoundsException.class, () -> known.upTo(11));
    assertThrows(UserException.class, () -> known.values("volume"));
    assertThrows(UserException.class, () -> Series.of(1, Double.NaN));
    assertThrows(UserException.class, () -> SERIES.with("short", 1));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void givenTooFewDays_whenFitted_thenRefusedInWords(ForecastMethod method) {
    if (!method.name().equals("persistence")) {
      assertThrows(UserException.class, () -> method.fit(SERIES.upTo(1), 1));
    }
  }
}
