package org.lstmworkbook.evaluate;

import java.util.Locale;

/**
 * How a p-value is written, everywhere in the workbook: to four decimals, and one below the last of
 * them as such. No p is 0.
 */
public final class PValue {

  private static final double SMALLEST = 0.0001;

  private PValue() {}

  /** For a table: {@code 0.0538} or {@code < 0.0001}. */
  public static String text(double p) {
    return p < SMALLEST ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  /** For a sentence: {@code p = 0.0538} or {@code p < 0.0001}. */
  public static String equation(double p) {
    return p < SMALLEST ? "p " + text(p) : "p = " + text(p);
  }
}
