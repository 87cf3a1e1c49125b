package org.lstmworkbook.prepare;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.TradingDays;
import tech.tablesaw.api.Table;

/**
 * The numbers of all rows in one array, a row after the other (row-major): value (row, feature)
 * lies at row · features + feature. Every window is a view into such an array. Cannot be changed.
 */
public final class FeatureMatrix {

  private final List<String> names;
  private final List<LocalDate> dates;
  private final float[] values;
  private final MinMaxScaler scaler;
  private final FeatureMatrix unscaled;
  private final List<Integer> holes;

  private FeatureMatrix(
      List<String> names,
      List<LocalDate> dates,
      float[] values,
      MinMaxScaler scaler,
      FeatureMatrix unscaled) {
    this.names = names;
    this.dates = dates;
    this.values = values;
    this.scaler = scaler;
    this.unscaled = unscaled == null ? this : unscaled;
    this.holes = TradingDays.of(dates).holes();
  }

  /**
   * Takes columns out of a table, in this order.
   *
   * @param table has a date column {@code trade_date}, in date order
   * @param columns names of columns of numbers: the features
   * @throws UserException if there is no row or no column, a column is missing or holds no numbers,
   *     or a value is missing, NaN or infinite: names the column, the row and the date
   */
  public static FeatureMatrix of(Table table, List<String> columns) {
    if (table.rowCount() == 0 || columns.isEmpty()) {
      throw new UserException(
          "No numbers to learn from: %d rows and %d columns."
              .formatted(table.rowCount(), columns.size()));
    }
    List<String> names = List.copyOf(columns);
    if (names.stream().distinct().count() < names.size()) {
      throw new UserException("A feature is named twice: " + String.join(", ", names));
    }
    List<LocalDate> dates = Columns.dates(table);
    float[] values = new float[dates.size() * names.size()];
    for (int feature = 0; feature < names.size(); feature++) {
      double[] numbers = Columns.numbers(table, names.get(feature));
      for (int row = 0; row < numbers.length; row++) {
        float value = (float) numbers[row];
        if (!Float.isFinite(value)) {
          throw new UserException(
              "Feature %s is %s in row %d (%s). Mend or drop that row first."
                  .formatted(
                      names.get(feature),
                      Float.isNaN(value) ? "missing or not a number" : "infinite",
                      row + 1,
                      dates.get(row)));
        }
        values[row * names.size() + feature] = value;
      }
    }
    return new FeatureMatrix(names, dates, values, null, null);
  }

  /** The same with the columns one by one. */
  public static FeatureMatrix of(Table table, String... columns) {
    return of(table, List.of(columns));
  }

  /** The same rows with scaled numbers, and the scaler that made them. */
  FeatureMatrix scaled(float[] scaledValues, MinMaxScaler by) {
    return new FeatureMatrix(names, dates, scaledValues, by, this);
  }

  /**
   * The first rows only, in an array of their own: what comes after them cannot be reached from it.
   *
   * @throws UserException if there are fewer
   */
  public FeatureMatrix first(int count) {
    if (count < 1 || count > rows()) {
      throw new UserException("There are no first %d of %d rows.".formatted(count, rows()));
    }
    return new FeatureMatrix(
        names,
        List.copyOf(dates.subList(0, count)),
        Arrays.copyOf(values, count * features()),
        scaler,
        unscaled == this ? null : unscaled.first(count));
  }

  /** How many rows (trading days) there are. */
  public int rows() {
    return dates.size();
  }

  /** How many features a row has. */
  public int features() {
    return names.size();
  }

  /** The features' names, in the order of the columns. */
  public List<String> names() {
    return names;
  }

  /** The trading date of a row. */
  public LocalDate date(int row) {
    return dates.get(row);
  }

  /** The rows that follow a long hole in the days: see {@link TradingDays#holes}. */
  public List<Integer> holes() {
    return holes;
  }

  /** The value at a row and a feature, both counted from 0. */
  public float value(int row, int feature) {
    return values[row * features() + feature];
  }

  /** The scaler that made these numbers; empty while they are in their own units. */
  public Optional<MinMaxScaler> scaler() {
    return Optional.ofNullable(scaler);
  }

  /** The same rows in their own units, to the last bit; these themselves if they are not scaled. */
  public FeatureMatrix unscaled() {
    return unscaled;
  }

  /**
   * The place of a feature in a row.
   *
   * @throws UserException if there is no such feature
   */
  public int indexOf(String feature) {
    int index = names.indexOf(feature);
    if (index < 0) {
      throw new UserException(
          "There is no feature %s; there are %s.".formatted(feature, String.join(", ", names)));
    }
    return index;
  }

  /** The first row on or after a date; {@link #rows()} if there is none. */
  public int firstRowFrom(LocalDate date) {
    int found = Collections.binarySearch(dates, date);
    return found >= 0 ? found : -found - 1;
  }

  /** SHA-256, in hex, of the names and of these rows' dates and numbers: what was learned from. */
  public String sha256(RowRange rows) {
    Hasher digest = Hashing.sha256().newHasher();
    digest.putString(String.join("\n", names), StandardCharsets.UTF_8);
    for (int r = rows.from(); r < rows.to(); r++) {
      digest.putLong(dates.get(r).toEpochDay());
      for (int feature = 0; feature < features(); feature++) {
        digest.putFloat(value(r, feature));
      }
    }
    return digest.hash().toString();
  }

  /** The array itself, for the views in this package; nobody writes to it. */
  float[] values() {
    return values;
  }
}
