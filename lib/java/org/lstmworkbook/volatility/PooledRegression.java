package org.lstmworkbook.volatility;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.lstmworkbook.evaluate.LeastSquares;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * One straight line for all stocks: tomorrow's log volatility, relative to its month, from some of
 * {@link VolatilityFeatures#NAMES}.
 *
 * @param inputs which of them
 */
record PooledRegression(List<String> inputs, LeastSquares fitted) {

  /**
   * From the volatility of the day, the week, the quarter and the year (Corsi's HAR, 2009, in
   * relative terms). What it leaves over is what there is for a network to learn.
   */
  static PooledRegression har(Collection<Table> past) {
    return fit(past, List.of("day", "week", "quarter", "month_to_year"));
  }

  /** Fits by least squares on all days of all tables; each table is one stock's. */
  static PooledRegression fit(Collection<Table> past, List<String> inputs) {
    List<double[]> rows = new ArrayList<>();
    List<Double> targets = new ArrayList<>();
    for (Table table : past) {
      DoubleColumn volatility = table.doubleColumn("log_volatility");
      DoubleColumn month = table.doubleColumn("month");
      for (int day = 0; day + 1 < table.rowCount(); day++) {
        rows.add(row(table, inputs, day));
        targets.add(volatility.getDouble(day + 1) - month.getDouble(day));
      }
    }
    return new PooledRegression(
        inputs,
        LeastSquares.fit(
            rows.toArray(double[][]::new),
            targets.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /** The log volatility expected for the day after a row. */
  double forecast(Table table, int day) {
    return fitted.forecast(table.doubleColumn("month").getDouble(day), row(table, inputs, day));
  }

  private static double[] row(Table table, List<String> inputs, int day) {
    return inputs.stream().mapToDouble(name -> table.doubleColumn(name).getDouble(day)).toArray();
  }
}
