package org.lstmworkbook.prepare;

import tech.tablesaw.api.Table;

/**
 * Splits of a stock, read from its prices: on such a day the quotient of adjusted and traded close
 * jumps. A dividend moves it, too, but by no more than the dividend's share of the price, a percent
 * or so; a split by a half at least.
 *
 * <p>Volume counts shares. Where one share becomes two, the same trade is twice as many: before
 * volumes of two days are compared, they have to count the same shares.
 */
public final class Splits {

  /**
   * The smallest jump of the quotient, up or down, that is taken for a split: above any usual
   * dividend (Microsoft's special one of 2004: 1.11), below a five-for-four split.
   */
  public static final double MIN_RATIO = 1.2;

  private Splits() {}

  /**
   * Into how many shares one of the day before was split: 1 on all days without a split, below 1
   * where shares were put together.
   *
   * @param prices the columns {@code close} and {@code adj_close}, in date order, all positive
   * @return one number a row; the first is 1
   * @throws org.lstmworkbook.UserException if a column is missing or holds no numbers
   */
  public static double[] of(Table prices) {
    double[] close = Columns.numbers(prices, "close");
    double[] adjusted = Columns.numbers(prices, "adj_close");
    double[] shares = new double[close.length];
    for (int t = 0; t < shares.length; t++) {
      double jump = t == 0 ? 1 : adjusted[t] / close[t] / (adjusted[t - 1] / close[t - 1]);
      shares[t] = jump >= MIN_RATIO || jump <= 1 / MIN_RATIO ? jump : 1;
    }
    return shares;
  }
}
