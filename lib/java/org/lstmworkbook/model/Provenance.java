package org.lstmworkbook.model;

import java.time.LocalDate;
import java.util.Map;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.Windows;

/**
 * Where a forecaster comes from: enough to train it again and compare.
 *
 * @param ticker the stock
 * @param from first trading date it was trained on
 * @param to last trading date that it has seen, validation included
 * @param dataSha256 of these rows' names, dates and scaled numbers
 * @param seed of initial weights, dropout and shuffling
 * @param versions of this library, DL4J and Java
 */
public record Provenance(
    String ticker,
    LocalDate from,
    LocalDate to,
    String dataSha256,
    long seed,
    Map<String, String> versions) {

  /**
   * The origin of a network that was trained and validated on these windows.
   *
   * @param validation windows of the validation part, scaled
   * @throws UserException if the windows are not scaled
   */
  public static Provenance of(Windows validation, String ticker, long seed) {
    FeatureMatrix matrix = validation.matrix();
    MinMaxScaler scaler =
        matrix.scaler().orElseThrow(() -> new UserException("The windows are not scaled."));
    int to = validation.rows().to();
    RowRange seen = new RowRange(matrix.firstRowFrom(scaler.fittedFrom()), to);
    return new Provenance(
        ticker,
        scaler.fittedFrom(),
        matrix.date(to - 1),
        matrix.sha256(seen),
        seed,
        Versions.current());
  }
}
