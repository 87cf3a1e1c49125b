package org.lstmworkbook.engine.bigquery;

import java.math.BigDecimal;

/** A sum of numbers without any rounding. */
final class ExactSum {

  /** The sum is {@code high + low + rest}. */
  private double high;

  private double low;
  private BigDecimal rest = BigDecimal.ZERO;

  void add(BigDecimal number) {
    rest = rest.add(number);
  }

  /**
   * What two numbers do not hold, which is seldom anything, makes BigDecimal slow.
   *
   * @param number a finite one
   */
  void add(double number) {
    double sum = high + number;
    double error = error(high, number, sum);
    double errors = low + error;
    double left = error(low, error, errors);
    if (Double.isFinite(sum) && Double.isFinite(error) && Double.isFinite(left)) {
      high = sum;
      low = errors;
      if (left != 0) {
        rest = rest.add(new BigDecimal(left));
      }
    } else {
      rest = rest.add(new BigDecimal(number));
    }
  }

  /**
   * What rounding took from a sum, exactly: Knuth, The Art of Computer Programming, volume 2,
   * section 4.2.2, theorem B.
   */
  private static double error(double one, double other, double sum) {
    double ofOther = sum - one;
    return (one - (sum - ofOther)) + (other - ofOther);
  }

  BigDecimal value() {
    return rest.add(new BigDecimal(high)).add(new BigDecimal(low));
  }
}
