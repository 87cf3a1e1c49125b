package org.lstmworkbook.volatility;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.tablesaw.api.Table;

/** The walk through the test days for learners that are fitted to several stocks at once. */
final class PooledWalk {

  /** Learns from past days, one table a stock. */
  @FunctionalInterface
  interface Learner {
    Learned learn(Collection<Table> past);
  }

  /** Forecasts the days of one stock from row {@code first} on: [forecaster][day]. */
  @FunctionalInterface
  interface Learned {
    double[][] forecasts(Table days, int first);
  }

  private final TestDays days;
  private final int refitEvery;

  PooledWalk(TestDays days, int refitEvery) {
    this.days = days;
    this.refitEvery = refitEvery;
  }

  /**
   * Fits to these stocks together, forecasts a stretch of test days of each, and fits again.
   *
   * @param forecasters how many forecasts the learner makes for each day
   * @return for each ticker, [forecaster][test day]
   */
  Map<String, double[][]> run(Learner learner, int forecasters, Collection<String> tickers) {
    Map<String, double[][]> forecasts = new LinkedHashMap<>();
    tickers.forEach(ticker -> forecasts.put(ticker, new double[forecasters][days.count(ticker)]));
    int longest = tickers.stream().mapToInt(days::count).max().orElseThrow();
    for (int begin = 0; begin < longest; begin += Math.min(refitEvery, longest)) {
      stretch(learner, begin, forecasts);
    }
    return forecasts;
  }

  private void stretch(Learner learner, int begin, Map<String, double[][]> into) {
    Learned learned =
        learner.learn(
            into.keySet().stream()
                .map(ticker -> days.all(ticker).first(days.first(ticker) + begin))
                .toList());
    into.forEach(
        (ticker, each) -> {
          Table all = days.all(ticker);
          int first = days.first(ticker) + begin;
          int end = (int) Math.min(all.rowCount(), (long) first + refitEvery);
          if (first < end) {
            double[][] stretch = learned.forecasts(all.first(end), first);
            for (int i = 0; i < stretch.length; i++) {
              System.arraycopy(stretch[i], 0, each[i], begin, stretch[i].length);
            }
          }
        });
  }
}
