package org.lstmworkbook.volatility;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;
import org.lstmworkbook.evaluate.ForecastMethod;
import org.lstmworkbook.evaluate.Series;
import org.lstmworkbook.evaluate.WalkForward;
import tech.tablesaw.api.Table;

/**
 * Who forecasts tomorrow's log volatility best, on the same test days of several stocks: methods
 * fitted to each stock alone, and {@link VolatilityLstm}, fitted to all or to each. All of them
 * walk forward: fitted on the days before the test, and refitted at the same days.
 */
public final class VolatilityStudy {

  private final TestDays days;
  private final int refitEvery;
  private final Map<String, Map<String, double[]>> forecasts = new LinkedHashMap<>();

  /**
   * Begins a study.
   *
   * @param stocks as {@link VolatilityFeatures#of} makes them
   * @param testFrom first day to be forecast
   * @param refitEvery test days between two fits; Integer.MAX_VALUE to fit once
   * @throws UserException if a stock has no day from there on, or fewer than a year before it:
   *     names it
   */
  public VolatilityStudy(Map<String, Table> stocks, LocalDate testFrom, int refitEvery) {
    this.days = new TestDays(stocks, testFrom);
    this.refitEvery = refitEvery;
  }

  /**
   * A stock's log volatility with all its other columns, as the methods of {@code evaluate} take
   * it.
   *
   * @param table one of {@link VolatilityFeatures#of}
   */
  public static Series series(Table table) {
    Series series =
        Series.of(table.doubleColumn("log_volatility").asDoubleArray())
            .with("log_return", table.doubleColumn("log_return").asDoubleArray())
            .with("month", table.doubleColumn("month").asDoubleArray());
    for (String name : VolatilityFeatures.NAMES) {
      series = series.with(name, table.doubleColumn(name).asDoubleArray());
    }
    return series;
  }

  /** Lets a method forecast each stock, fitted to that stock alone. */
  public VolatilityStudy add(ForecastMethod method) {
    Map<String, double[]> own = new LinkedHashMap<>();
    for (String ticker : days.tickers()) {
      var walk = WalkForward.expanding(days.first(ticker)).refitEvery(refitEvery);
      own.put(ticker, walk.run(method, series(days.all(ticker))).forecast());
    }
    forecasts.put(method.name(), own);
    return this;
  }

  /**
   * Lets a straight line forecast: one for all stocks, by least squares on all that an LSTM sees of
   * its window's last day.
   */
  public VolatilityStudy addLine(String name) {
    var walked = new PooledWalk(days, refitEvery).run(VolatilityStudy::line, 1, days.tickers());
    put(name, walked, 0);
    return this;
  }

  private static PooledWalk.Learned line(Collection<Table> past) {
    PooledLine line = PooledLine.fit(past, VolatilityFeatures.NAMES);
    return (table, first) ->
        new double[][] {
          IntStream.range(first, table.rowCount())
              .mapToDouble(day -> line.forecast(table, day - 1))
              .toArray()
        };
  }

  /**
   * Lets LSTMs forecast, each fitted to all stocks: the mean of all under the name given, and each
   * alone as name, blank, its seed.
   */
  public VolatilityStudy addLstm(String name, VolatilityLstm.Settings settings) {
    return addLstm(name, settings, List.of(days.tickers()));
  }

  /** The same with LSTMs fitted to each stock alone, under the same names. */
  public VolatilityStudy addLstmForEach(String name, VolatilityLstm.Settings settings) {
    return addLstm(name, settings, days.tickers().stream().map(List::of).toList());
  }

  private VolatilityStudy addLstm(
      String name,
      VolatilityLstm.Settings settings,
      List<? extends Collection<String>> fittedTogether) {
    var walk = new PooledWalk(days, refitEvery);
    int count = settings.seeds().size();
    Map<String, double[][]> walked = new LinkedHashMap<>();
    for (Collection<String> tickers : fittedTogether) {
      walked.putAll(
          walk.run(past -> VolatilityLstm.fit(past, settings)::forecasts, count, tickers));
    }
    Map<String, double[]> mean = new LinkedHashMap<>();
    walked.forEach((ticker, each) -> mean.put(ticker, VolatilityLstm.mean(each)));
    forecasts.put(name, mean);
    for (int i = 0; i < count; i++) {
      put(name + " " + settings.seeds().get(i), walked, i);
    }
    return this;
  }

  private void put(String name, Map<String, double[][]> walked, int forecaster) {
    Map<String, double[]> one = new LinkedHashMap<>();
    walked.forEach((ticker, each) -> one.put(ticker, each[forecaster]));
    forecasts.put(name, one);
  }

  /**
   * Returns the root mean squared error of each method, for each stock and over all test days of
   * all stocks.
   */
  public Table rmse() {
    return new StudyScores(days, forecasts).rmse();
  }

  /**
   * Compares one method with all others: by how many percent its RMSE over all stocks is lower, and
   * the two-sided p value of Diebold and Mariano's test for each stock and for all (there on each
   * day's mean over the stocks, which move together).
   *
   * @throws UserException if no method of that name was added
   */
  public Table compare(String name) {
    return new StudyScores(days, forecasts).compare(name);
  }
}
