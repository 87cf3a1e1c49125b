package org.lstmworkbook.evaluate;

import java.time.LocalDate;
import java.util.function.UnaryOperator;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.Split;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/**
 * Refuses a test whose numbers have already been seen: the commonest reason for a forecast too good
 * to be true.
 */
public final class Leakage {

  private Leakage() {}

  /**
   * Checks that the scaler of these rows was fitted on training rows only. One that has seen the
   * test years tells the network how high the price will go.
   *
   * @param scaled rows as {@link MinMaxScaler#transform} gives them
   * @param split the parts they are judged by
   * @throws UserException if the rows are not scaled, or their scaler was fitted on a validation or
   *     test row; names the dates
   */
  public static void refuse(FeatureMatrix scaled, Split split) {
    MinMaxScaler scaler =
        scaled
            .scaler()
            .orElseThrow(
                () -> new UserException("These rows are not scaled: there is no scaler to check."));
    split.train().refuseOther(scaled);
    LocalDate lastTraining = scaled.date(split.train().to() - 1);
    if (scaler.fittedTo().isAfter(lastTraining)) {
      throw new UserException(
          "The scaler was fitted on rows up to %s, but training ends on %s: it knows the smallest and the largest values of days it is judged on. Fit it again with MinMaxScaler.fit(matrix, split.train())."
              .formatted(scaler.fittedTo(), lastTraining));
    }
  }

  /**
   * Checks that the features of a day know nothing of later days. They are made twice, from all
   * rows and from the rows up to a day only; where a number differs, it came from the future. A
   * centred average is found so, and a scaler that has seen all rows, and a column moved by a row
   * in the wrong direction.
   *
   * @param prices rows in date order, with a column trade_date
   * @param features makes columns of numbers beside trade_date
   * @param lastKnown the day after which nothing is known yet
   * @throws UserException if a number differs or a day is missing: names the column and the day
   */
  public static void refuseFuture(
      Table prices, UnaryOperator<Table> features, LocalDate lastKnown) {
    Table then = features.apply(upTo(lastKnown, prices));
    Table later = upTo(lastKnown, features.apply(prices));
    if (then.rowCount() != later.rowCount()) {
      throw new UserException(
          "With the days after %s there are %d rows of features up to that day, without them %d: the last ones wait for the future."
              .formatted(lastKnown, later.rowCount(), then.rowCount()));
    }
    for (NumericColumn<?> column : then.numericColumns()) {
      NumericColumn<?> again = later.numberColumn(column.name());
      for (int row = 0; row < column.size(); row++) {
        if (Double.compare(column.getDouble(row), again.getDouble(row)) != 0) {
          throw new UserException(
              "Feature %s of %s is %s, but becomes %s once the days after %s are known: it looks into the future."
                  .formatted(
                      column.name(),
                      then.dateColumn("trade_date").get(row),
                      column.getDouble(row),
                      again.getDouble(row),
                      lastKnown));
        }
      }
    }
  }

  private static Table upTo(LocalDate day, Table table) {
    return table.where(table.dateColumn("trade_date").isOnOrBefore(day));
  }
}
