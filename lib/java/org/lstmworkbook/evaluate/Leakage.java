package org.lstmworkbook.evaluate;

import java.time.LocalDate;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.Split;

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
    LocalDate lastTraining = scaled.date(split.train().to() - 1);
    if (scaler.fittedTo().isAfter(lastTraining)) {
      throw new UserException(
          "The scaler was fitted on rows up to %s, but training ends on %s: it knows the smallest and the largest values of days it is judged on. Fit it again with MinMaxScaler.fit(matrix, split.train())."
              .formatted(scaler.fittedTo(), lastTraining));
    }
  }
}
