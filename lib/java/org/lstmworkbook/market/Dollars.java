package org.lstmworkbook.market;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Prices as a reader writes them: no exponent, and no 0.00 for a coin of a ten-millionth. */
public final class Dollars {

  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private Dollars() {}

  /** All digits of a finite price: 0.00001795, not 1.795E-5. */
  public static String plain(double price) {
    return BigDecimal.valueOf(price).toPlainString();
  }

  /**
   * A price with so many decimals, or with four digits where these would leave fewer than two: with
   * two decimals 12.5 is 12.50, and 0.00001795 stays.
   *
   * @param price in dollars, finite
   */
  public static String rounded(double price, int decimals) {
    BigDecimal exact = BigDecimal.valueOf(price);
    BigDecimal rounded = exact.setScale(decimals, RoundingMode.HALF_UP);
    return (price == 0 || rounded.precision() > 1 ? rounded : exact.round(FOUR_DIGITS))
        .toPlainString();
  }
}
