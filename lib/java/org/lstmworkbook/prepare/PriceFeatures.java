package org.lstmworkbook.prepare;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * Prices as changes. A price level drifts out of the range seen in training; its daily change does
 * not, so the network learns from changes, and its forecast is turned back into dollars at the end.
 */
public final class PriceFeatures {

  private PriceFeatures() {}

  /**
   * A copy with the columns below, without the first row, which has no day before it.
   *
   * <ul>
   *   <li>{@code log_return} = ln(adj_close / adj_close the day before): the adjusted close, so
   *       that a split or a dividend is not mistaken for a fall
   *   <li>{@code log_range} = ln(high / low) of the day: how far the price travelled
   *   <li>{@code log_volume_change} = ln((volume + 1) / (volume the day before + 1)), the day
   *       before's in shares of the day ({@link Splits}): the 1 keeps a day without trades finite
   *       and changes nothing on others
   * </ul>
   *
   * @param prices the columns of {@code market.DailyPrices}, in date order, all prices positive
   * @throws UserException if a column is missing or holds no numbers, or if there are fewer than
   *     two rows
   */
  public static Table withReturns(Table prices) {
    return withReturns(prices, 1);
  }

  /**
   * As {@link #withReturns(Table)}, and for a horizon above one day also {@code log_return_H} =
   * ln(adj_close / adj_close H days before): the target of a forecast H days ahead, since on the
   * day t + H it is the whole way from t to there. The first H rows are dropped.
   *
   * @param horizon H, in trading days, at least 1
   */
  public static Table withReturns(Table prices, int horizon) {
    if (horizon < 1) {
      throw new UserException("A horizon is at least 1 day, but was " + horizon + ".");
    }
    if (prices.rowCount() <= horizon) {
      throw new UserException(
          "Returns over %d day(s) need at least %d rows, but the table has %d."
              .formatted(horizon, horizon + 1, prices.rowCount()));
    }
    double[] close = Columns.numbers(prices, "adj_close");
    double[] high = Columns.numbers(prices, "high");
    double[] low = Columns.numbers(prices, "low");
    double[] volume = Columns.numbers(prices, "volume");
    double[] splits = Splits.of(prices);
    Table table = prices.dropRange(0, horizon);
    put(table, returns(1), horizon, t -> Math.log(close[t] / close[t - 1]));
    put(table, "log_range", horizon, t -> Math.log(high[t] / low[t]));
    put(
        table,
        "log_volume_change",
        horizon,
        t -> Math.log1p(volume[t]) - Math.log1p(volume[t - 1] * splits[t]));
    if (horizon > 1) {
      put(table, returns(horizon), horizon, t -> Math.log(close[t] / close[t - horizon]));
    }
    return table;
  }

  /** The name of the column that holds the log return over so many days. */
  public static String returns(int horizon) {
    return horizon == 1 ? "log_return" : "log_return_" + horizon;
  }

  private static void put(Table table, String name, int firstRow, IntToDoubleFunction value) {
    IntStream rows = IntStream.range(firstRow, firstRow + table.rowCount());
    Columns.put(table, DoubleColumn.create(name, rows.mapToDouble(value).toArray()));
  }
}
