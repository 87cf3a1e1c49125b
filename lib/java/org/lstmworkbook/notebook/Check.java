package org.lstmworkbook.notebook;

import java.util.Locale;

/**
 * The checks of exercises. Java's {@code assert} is never evaluated in a notebook, so that a check
 * written with it could not fail; these throw, and say in a sentence what is wrong and what to try.
 */
public final class Check {

  private Check() {}

  /**
   * Checks that something is so.
   *
   * @param condition what must be true
   * @param hint what is wrong and what to try, if it is not
   * @throws CheckFailed if it is not
   */
  public static void that(boolean condition, String hint) {
    if (!condition) {
      throw new CheckFailed(hint);
    }
  }

  /**
   * Checks that a number is right to within {@code tolerance}; NaN is never right.
   *
   * @param name what the number is
   * @param actual the number that came out
   * @param expected the number that is right
   * @param tolerance the largest difference that is allowed, 0 or more
   * @param hint what to try
   * @throws CheckFailed if it is not
   */
  public static void close(
      String name, double actual, double expected, double tolerance, String hint) {
    that(
        Math.abs(actual - expected) <= tolerance,
        String.format(
            Locale.ROOT,
            "%s is %.6g, but should be %.6g (to within %.1g). %s",
            name,
            actual,
            expected,
            tolerance,
            hint));
  }
}
