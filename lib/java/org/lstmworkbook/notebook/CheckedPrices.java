package org.lstmworkbook.notebook;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * Prices of a file, without a query, and the run that they allow.
 *
 * @param experiment the choices, with the days and features that the file decides
 * @param prices the rows of its days, checked
 */
public record CheckedPrices(Experiment experiment, Table prices) {

  /**
   * The run that {@code ./workbook run --data} would make of a file.
   *
   * @param environment the choices, in the variables that {@link Experiment} reads
   * @throws org.lstmworkbook.UserException if the rows cannot be used; it says why
   */
  public static CheckedPrices of(Path file, Map<String, String> environment) {
    PriceCheck check = new PriceCheck(file, environment);
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(check.answer(null).environment());
    return new CheckedPrices(Experiment.from(all), check.rows());
  }
}
