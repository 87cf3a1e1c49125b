package org.lstmworkbook.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

class PriceBaselinesTest {

  @Test
  void givenCloses_whenScoreboardFiveDaysAhead_thenAllMethodsAndTheirMase() {
    Table table = PriceBaselines.scoreboard(Vectors.CLOSES, Vectors.TRAIN, 5, 100).toTable();
    assertEquals(
        List.of(
            "persistence",
            "drift",
            "seasonal naive (5)",
            "moving average (22)",
            "EWMA",
            "AR(5)",
            "ridge (22 lags)",
            "ARIMA(1, 1, 1)",
            "boosting",
            "Monte Carlo"),
        table.stringColumn("forecaster").asList());
    // five days ahead, a week's seasonal naive is persistence
    assertEquals(
        table.doubleColumn("MAE $").getDouble(0), table.doubleColumn("MAE $").getDouble(2), 1e-9);
    double[] week =
        IntStream.range(0, 200).mapToDouble(i -> Vectors.CLOSES[Vectors.TRAIN + i - 5]).toArray();
    double[] training = Arrays.copyOf(Vectors.CLOSES, Vectors.TRAIN);
    assertEquals(
        Metrics.mase(training, Vectors.closes(0, 200), week),
        table.doubleColumn("MASE").getDouble(0),
        1e-12);
    assertThrows(
        UserException.class, () -> PriceBaselines.scoreboard(new double[] {1, 0, 2}, 2, 1, 1));
  }

  @Test
  void givenTheSameCloses_whenForecast_thenDriftIsTheMeanStepOfTheLogarithms() {
    double[] drift = PriceBaselines.logReturns(Vectors.CLOSES, Vectors.TRAIN, 5, 100).get("drift");
    double[] logs = DoubleStream.of(Vectors.CLOSES).map(Math::log).toArray();
    double slope = (logs[Vectors.TRAIN - 5] - logs[0]) / (Vectors.TRAIN - 5);
    assertEquals(5 * slope, drift[0], 1e-12);
  }

  @Test
  void givenASteadyClimb_whenForecastOnChanges_thenItGoesOnBeyondWhatWasSeen() {
    Series climb = Series.of(IntStream.range(0, 50).mapToDouble(day -> 2.0 * day).toArray());
    var onChanges = new OnChanges(Baselines.movingAverage(10)).fit(climb, 3);
    assertEquals(2 * 49 + 6, onChanges.forecast(climb), 1e-12);
  }
}
