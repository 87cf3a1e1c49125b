package org.lstmworkbook.volatility;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.lstmworkbook.UserException;
import org.lstmworkbook.evaluate.DieboldMariano;
import org.lstmworkbook.evaluate.Metrics;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The two tables of a study.
 *
 * @param days what came
 * @param forecasts method → ticker → one forecast for each test day
 */
record StudyScores(TestDays days, Map<String, Map<String, double[]>> forecasts) {

  /** Lags of the Diebold–Mariano test: squared errors of one week are taken as related. */
  private static final int LAGS = 5;

  /** See {@link VolatilityStudy#rmse}. */
  Table rmse() {
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

  /** See {@link VolatilityStudy#compare}. */
  Table compare(String name) {
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
            DieboldMariano.test(losses(name, column), losses(other, column), 1, LAGS).pValue());
      }
      table.addColumns(p);
    }
    return table;
  }

  private DoubleColumn column(String title, ToDoubleFunction<String> value) {
    return DoubleColumn.create(title, forecasts.keySet().stream().mapToDouble(value).toArray());
  }

  private double[] loss(String name, String ticker) {
    double[] actual = days.actual(ticker);
    double[] forecast = forecasts.get(name).get(ticker);
    double[] loss = new double[actual.length];
    for (int i = 0; i < loss.length; i++) {
      loss[i] = (actual[i] - forecast[i]) * (actual[i] - forecast[i]);
    }
    return loss;
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
