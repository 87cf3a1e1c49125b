package org.lstmworkbook.volatility;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;
import org.lstmworkbook.evaluate.DieboldMariano;
import org.lstmworkbook.evaluate.ForecastMethod;
import org.lstmworkbook.evaluate.Metrics;
import org.lstmworkbook.evaluate.Series;
import org.lstmworkbook.evaluate.WalkForward;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Who forecasts tomorrow's log volatility best, on the same test days of several stocks: methods
 * fitted to each stock alone, and {@link VolatilityLstm}, fitted to all or to each. All of them
 * walk forward: fitted on the days before the test, and refitted at the same days.
 */
public final class VolatilityStudy {

  /** Lags of the Diebold–Mariano test: squared errors of one week are taken as related. */
  private static final int LAGS = 5;

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
    var walked = days.walk(VolatilityStudy::line, 1, days.tickers(), refitEvery);
    put(name, walked, 0);
    return this;
  }

  private static TestDays.Learned line(Collection<Table> past) {
    PooledRegression line = PooledRegression.fit(past, VolatilityFeatures.NAMES);
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
    int count = settings.seeds().size();
    Map<String, double[][]> walked = new LinkedHashMap<>();
    for (Collection<String> tickers : fittedTogether) {
      walked.putAll(
          days.walk(
              past -> VolatilityLstm.fit(past, settings)::forecasts, count, tickers, refitEvery));
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
    Table table =
        Table.create("RMSE of log volatility", StringColumn.create("method", forecasts.keySet()));
    for (String ticker : days.tickers()) {
      table.addColumns(
          column(
              ticker, name -> Metrics.rmse(days.actual(ticker), forecasts.get(name).get(ticker))));
    }
    table.addColumns(
        column(
            "all",
            name ->
                Math.sqrt(
                    days.tickers().stream()
                        .flatMapToDouble(ticker -> Arrays.stream(loss(name, ticker)))
                        .average()
                        .orElseThrow())));
    return table;
  }

  /**
   * Compares one method with all others: by how many percent its RMSE over all stocks is lower, and
   * the two-sided p value of Diebold and Mariano's test for each stock and for all (there on each
   * day's mean over the stocks, which move together).
   *
   * @throws UserException if no method of that name was added
   */
  public Table compare(String name) {
    if (!forecasts.containsKey(name)) {
      throw new UserException(
          "No method '" + name + "' was added; there are " + forecasts.keySet() + ".");
    }
    Table all = rmse();
    Table others = all.where(all.stringColumn("method").isNotEqualTo(name));
    double own =
        all.where(all.stringColumn("method").isEqualTo(name)).doubleColumn("all").getDouble(0);
    Table table = Table.create(name + " against", others.stringColumn("method"));
    table.addColumns(
        others.doubleColumn("all").map(rmse -> 100 * (1 - own / rmse)).setName("lower by %"));
    List<String> columns = new ArrayList<>(days.tickers());
    columns.add("all");
    for (String column : columns) {
      DoubleColumn p = DoubleColumn.create("p " + column);
      for (String other : table.stringColumn("method")) {
        p.append(
            DieboldMariano.neweyWest(losses(name, column), losses(other, column), LAGS).pValue());
      }
      table.addColumns(p);
    }
    return table;
  }

  private DoubleColumn column(String title, ToDoubleFunction<String> value) {
    return DoubleColumn.create(title, forecasts.keySet().stream().mapToDouble(value).toArray());
  }

  private double[] loss(String name, String ticker) {
    return Metrics.squaredErrors(days.actual(ticker), forecasts.get(name).get(ticker));
  }

  /** Squared errors of one stock, or of each day's mean over the stocks. */
  private double[] losses(String name, String column) {
    if (days.tickers().contains(column)) {
      return loss(name, column);
    }
    Map<LocalDate, List<Double>> byDay = new TreeMap<>();
    for (String ticker : days.tickers()) {
      double[] loss = loss(name, ticker);
      for (int i = 0; i < loss.length; i++) {
        byDay.computeIfAbsent(days.date(ticker, i), d -> new ArrayList<>()).add(loss[i]);
      }
    }
    return byDay.values().stream()
        .mapToDouble(day -> day.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
        .toArray();
  }
}
