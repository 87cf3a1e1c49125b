package org.lstmworkbook.volatility;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.lstmworkbook.UserException;
import org.lstmworkbook.evaluate.DieboldMariano;
import org.lstmworkbook.evaluate.ForecastMethod;
import org.lstmworkbook.evaluate.Forecasts;
import org.lstmworkbook.evaluate.Metrics;
import org.lstmworkbook.evaluate.Series;
import org.lstmworkbook.evaluate.WalkForward;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Who forecasts tomorrow's log volatility best, on the same test days of several stocks: methods
 * fitted to each stock alone, and {@link VolatilityLstm}, fitted to all. All of them walk forward:
 * fitted on the days before the test, and refitted at the same days.
 */
public final class VolatilityStudy {

  /** Lags of the Diebold–Mariano test: squared errors of one week are taken as related. */
  private static final int LAGS = 5;

  private final Map<String, Table> stocks;
  private final Map<String, Integer> firstTest = new LinkedHashMap<>();
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
    this.stocks = stocks;
    this.refitEvery = refitEvery;
    stocks.forEach(
        (ticker, table) -> {
          int first = table.where(table.dateColumn("trade_date").isBefore(testFrom)).rowCount();
          if (first < 250 || first == table.rowCount()) {
            throw new UserException(
                "%s has %d days before %s and %d from there on: a study needs at least 250 and 1."
                    .formatted(ticker, first, testFrom, table.rowCount() - first));
          }
          firstTest.put(ticker, first);
        });
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
    stocks.forEach(
        (ticker, table) -> {
          Forecasts walked =
              WalkForward.expanding(firstTest.get(ticker))
                  .refitEvery(refitEvery)
                  .run(method, series(table));
          own.put(ticker, walked.forecast());
        });
    forecasts.put(method.name(), own);
    return this;
  }

  /**
   * Lets the LSTMs forecast: the mean of all under the name given, and each alone as name, blank,
   * its seed.
   */
  public VolatilityStudy addLstm(String name, VolatilityLstm.Settings settings) {
    Map<String, double[][]> own = new LinkedHashMap<>();
    stocks.forEach(
        (ticker, table) -> own.put(ticker, new double[settings.seeds().size()][testDays(ticker)]));
    int longest = stocks.keySet().stream().mapToInt(this::testDays).max().orElseThrow();
    for (int begin = 0; begin < longest; begin += Math.min(refitEvery, longest)) {
      stretch(settings, begin, own);
    }
    Map<String, double[]> mean = new LinkedHashMap<>();
    own.forEach((ticker, each) -> mean.put(ticker, VolatilityLstm.mean(each)));
    forecasts.put(name, mean);
    for (int i = 0; i < settings.seeds().size(); i++) {
      int network = i;
      Map<String, double[]> one = new LinkedHashMap<>();
      own.forEach((ticker, each) -> one.put(ticker, each[network]));
      forecasts.put(name + " " + settings.seeds().get(i), one);
    }
    return this;
  }

  private void stretch(VolatilityLstm.Settings settings, int begin, Map<String, double[][]> into) {
    List<Table> past = new ArrayList<>();
    stocks.forEach((ticker, table) -> past.add(table.first(firstTest.get(ticker) + begin)));
    VolatilityLstm lstm = VolatilityLstm.fit(past, settings);
    into.forEach(
        (ticker, each) -> {
          int first = firstTest.get(ticker) + begin;
          int end = (int) Math.min(stocks.get(ticker).rowCount(), (long) first + refitEvery);
          if (first < end) {
            double[][] stretch = lstm.forecasts(stocks.get(ticker).first(end), first);
            for (int i = 0; i < stretch.length; i++) {
              System.arraycopy(stretch[i], 0, each[i], begin, stretch[i].length);
            }
          }
        });
  }

  /**
   * Returns the root mean squared error of each method, for each stock and over all test days of
   * all stocks.
   */
  public Table rmse() {
    StringColumn method = StringColumn.create("method", forecasts.keySet());
    Table table = Table.create("RMSE of log volatility", method);
    for (String ticker : stocks.keySet()) {
      table.addColumns(
          column(ticker, name -> Metrics.rmse(actual(ticker), forecasts.get(name).get(ticker))));
    }
    table.addColumns(
        column(
            "all",
            name ->
                Math.sqrt(
                    stocks.keySet().stream()
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
    List<String> columns = new ArrayList<>(stocks.keySet());
    columns.add("all");
    for (String column : columns) {
      DoubleColumn p = DoubleColumn.create("p " + column);
      for (String other : table.stringColumn("method")) {
        p.append(
            DieboldMariano.test(losses(name, column), losses(other, column), 1, LAGS).pValue());
      }
      table.addColumns(p);
    }
    return table;
  }

  private DoubleColumn column(String title, ToDoubleFunction<String> value) {
    return DoubleColumn.create(title, forecasts.keySet().stream().mapToDouble(value).toArray());
  }

  private int testDays(String ticker) {
    return stocks.get(ticker).rowCount() - firstTest.get(ticker);
  }

  private double[] actual(String ticker) {
    double[] all = stocks.get(ticker).doubleColumn("log_volatility").asDoubleArray();
    return Arrays.copyOfRange(all, firstTest.get(ticker), all.length);
  }

  private double[] loss(String name, String ticker) {
    double[] actual = actual(ticker);
    double[] forecast = forecasts.get(name).get(ticker);
    double[] loss = new double[actual.length];
    for (int i = 0; i < loss.length; i++) {
      loss[i] = (actual[i] - forecast[i]) * (actual[i] - forecast[i]);
    }
    return loss;
  }

  /** Squared errors of one stock, or of each day's mean over the stocks. */
  private double[] losses(String name, String ticker) {
    if (stocks.containsKey(ticker)) {
      return loss(name, ticker);
    }
    Map<LocalDate, List<Double>> days = new TreeMap<>();
    stocks.forEach(
        (stock, table) -> {
          double[] loss = loss(name, stock);
          for (int i = 0; i < loss.length; i++) {
            LocalDate date = table.dateColumn("trade_date").get(firstTest.get(stock) + i);
            days.computeIfAbsent(date, d -> new ArrayList<>()).add(loss[i]);
          }
        });
    return days.values().stream()
        .mapToDouble(day -> day.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
        .toArray();
  }
}
