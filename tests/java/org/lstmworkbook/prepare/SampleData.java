package org.lstmworkbook.prepare;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.lstmworkbook.market.PriceCsv;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** Rows for tests: the real sample prices, and small tables of known numbers. */
public final class SampleData {

  public static final List<String> FEATURES =
      List.of("log_return", "log_range", "log_volume_change", "weekday_sin", "weekday_cos");

  public static final LocalDate VALIDATION_FROM = LocalDate.parse("2009-04-01");
  public static final LocalDate TEST_FROM = LocalDate.parse("2010-08-01");

  private static final LocalDate MONDAY = LocalDate.parse("2020-01-06");

  private SampleData() {}

  /** The real daily prices of a ticker. */
  public static Table prices(String ticker) {
    return PriceCsv.read(Path.of("data-samples", "daily_prices.csv"), ticker);
  }

  /** The real prices as numbers, unscaled. */
  public static FeatureMatrix matrix(String ticker) {
    Table table = PriceFeatures.withReturns(Timestamps.withNumbers(prices(ticker)));
    return FeatureMatrix.of(table, FEATURES);
  }

  /** The real prices, prepared to forecast the next day's log return. */
  public static PreparedPrices prepared(String ticker, int window) {
    return PreparedPrices.of(
        prices(ticker),
        new PreparedPrices.Plan(FEATURES, "log_return", window, 1, VALIDATION_FROM, TEST_FROM));
  }

  /** Windows over the real prices, scaled by their training rows. */
  public static Windows windows(String ticker, int length) {
    FeatureMatrix matrix = matrix(ticker);
    return Windows.over(scaler(matrix).transform(matrix), "log_return", length, 1);
  }

  /** A scaler fitted on the training rows. */
  public static MinMaxScaler scaler(FeatureMatrix matrix) {
    return MinMaxScaler.fit(matrix, split(matrix).train());
  }

  public static Split split(FeatureMatrix matrix) {
    return Split.byDate(matrix, VALIDATION_FROM, TEST_FROM);
  }

  /** One column of numbers, on consecutive days from Monday 2020-01-06 on. */
  public static Table table(String name, double... values) {
    DateColumn dates = DateColumn.create("trade_date");
    IntStream.range(0, values.length).forEach(i -> dates.append(MONDAY.plusDays(i)));
    return Table.create(dates, DoubleColumn.create(name, values));
  }

  /** Columns f0, f1, … of random numbers between −1 and 1. */
  public static FeatureMatrix random(int rows, int features, long seed) {
    Random random = new Random(seed);
    Table table = table("f0", random.doubles(rows, -1, 1).toArray());
    for (int f = 1; f < features; f++) {
      table.addColumns(DoubleColumn.create("f" + f, random.doubles(rows, -1, 1).toArray()));
    }
    return FeatureMatrix.of(
        table, IntStream.range(0, features).mapToObj(f -> "f" + f).toArray(String[]::new));
  }
}
