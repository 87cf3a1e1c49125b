package org.lstmworkbook.prepare;

import java.time.LocalDate;
import org.lstmworkbook.UserException;

/**
 * Step 5: the rows to learn from, to choose by, and to be judged on, in the order of time. Never
 * shuffled: a network that has seen Tuesday and Thursday knows too much about Wednesday.
 *
 * <p>No gap is left between the parts: {@link Windows#forecasting} gives a part the windows whose
 * days ahead lie in it, so no two parts share a day that is forecast. The days that such a window
 * looks back on may lie in the part before; on the day of the forecast they are known to everybody.
 */
public record Split(RowRange train, RowRange validation, RowRange test) {

  /**
   * @throws UserException if two parts share a row or are not in order
   */
  public Split {
    if (train.to() > validation.from() || validation.to() > test.from()) {
      throw new UserException(
          "The parts must follow each other in time, but are %s, %s, %s."
              .formatted(train, validation, test));
    }
  }

  /**
   * Training rows are those before {@code validationFrom}, validation rows those from there to
   * before {@code testFrom}, test rows the rest.
   *
   * @throws UserException if a part would be empty: names it, the dates, and the cure
   */
  public static Split byDate(FeatureMatrix m, LocalDate validationFrom, LocalDate testFrom) {
    if (!validationFrom.isBefore(testFrom)) {
      throw new UserException(
          "Validation must begin before the test, but begins on %s and the test on %s."
              .formatted(validationFrom, testFrom));
    }
    int validation = m.firstRowFrom(validationFrom);
    int test = m.firstRowFrom(testFrom);
    return new Split(
        part(m, "training", 0, validation, "before " + validationFrom),
        part(m, "validation", validation, test, validationFrom + " to before " + testFrom),
        part(m, "test", test, m.rows(), "from " + testFrom));
  }

  private static RowRange part(FeatureMatrix m, String part, int from, int to, String dates) {
    if (from == to) {
      throw new UserException(
          "The %s part (%s) is empty: the rows go from %s to %s. Choose dates inside."
              .formatted(part, dates, m.date(0), m.date(m.rows() - 1)));
    }
    return new RowRange(from, to, m.date(from));
  }
}
