package org.lstmworkbook.market;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * What is wrong without looking wrong: a split that nobody adjusted the prices for, and a row whose
 * date is far from all others.
 */
public final class PriceJumps {

  /** How far the open may be from the ratio of a split: the news of a night. */
  private static final double NIGHT = 0.05;

  /** How far the close may be: the news of a night and a day. */
  private static final double NIGHT_AND_DAY = 0.15;

  /** So many rows behind a hole of a year may be a series that went on; fewer are a slip. */
  private static final int STRAY = 5;

  private static final int YEAR = 365;

  private record Ratio(int more, int one) {
    double log() {
      return Math.log((double) more / one);
    }
  }

  private static final List<Ratio> USUAL =
      Stream.of(
              new int[][] {
                {3, 2}, {2, 1}, {5, 2}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}, {8, 1}, {10, 1},
                {15, 1}, {20, 1}, {25, 1}, {30, 1}, {40, 1}, {50, 1}, {100, 1}
              })
          .map(pair -> new Ratio(pair[0], pair[1]))
          .toList();

  private PriceJumps() {}

  /**
   * Nights on which the price changed by the ratio of a usual split, and the adjusted close with
   * it. The open tells a split from a crash: a split happens while the exchange is closed.
   *
   * @param prices checked, in order of the days
   * @param place names a row for the reader, as "line 17"
   */
  static List<String> splits(Table prices, IntFunction<String> place) {
    double[] open = prices.doubleColumn("open").asDoubleArray();
    double[] close = prices.doubleColumn("close").asDoubleArray();
    double[] adjusted = prices.doubleColumn("adj_close").asDoubleArray();
    List<String> found = new ArrayList<>();
    for (int row = 1; row < close.length; row++) {
      double night = Math.log(open[row] / close[row - 1]);
      double change = Math.log(close[row] / close[row - 1]);
      double explained = change - Math.log(adjusted[row] / adjusted[row - 1]);
      Optional<Ratio> ratio = usual(night, change);
      if (ratio.isPresent() && Math.abs(explained) < NIGHT) {
        found.add(split(prices, row, place.apply(row), ratio.get(), change));
      }
    }
    return found;
  }

  private static Optional<Ratio> usual(double night, double change) {
    return USUAL.stream()
        .filter(ratio -> Math.abs(Math.abs(night) - ratio.log()) < NIGHT)
        .filter(ratio -> Math.abs(Math.abs(change) - ratio.log()) < NIGHT_AND_DAY)
        .findFirst();
  }

  private static String split(Table prices, int row, String place, Ratio ratio, double change) {
    LocalDate day = prices.dateColumn("trade_date").get(row);
    boolean fall = change < 0;
    double factor = (double) ratio.more / ratio.one;
    return "%s: on %s the price goes from %s to %s, as in a %d:%d split, and adj_close is not adjusted for it. Download adjusted prices, or %s the prices before that day by %s; if the price really moved so far, add --real-jumps."
        .formatted(
            place,
            day,
            prices.doubleColumn("close").get(row - 1),
            prices.doubleColumn("close").get(row),
            fall ? ratio.more : ratio.one,
            fall ? ratio.one : ratio.more,
            fall ? "divide" : "multiply",
            factor == Math.rint(factor) ? String.valueOf((int) factor) : String.valueOf(factor));
  }

  /** Rows at the beginning or the end that stand alone, more than a year from the others. */
  static List<String> strays(Table prices, IntFunction<String> place) {
    List<LocalDate> days = prices.dateColumn("trade_date").asList();
    List<String> found = new ArrayList<>();
    for (int row = 1; row < days.size(); row++) {
      long gap = DAYS.between(days.get(row - 1), days.get(row));
      boolean last = days.size() - row < STRAY;
      if (gap > YEAR && (row < STRAY || last) && days.size() > 2 * STRAY) {
        int alone = last ? row : row - 1;
        found.add(
            "%s: %s stands alone, %,d days from the next row. Correct the date, or remove the row."
                .formatted(place.apply(alone), days.get(alone), gap));
      }
    }
    return found;
  }
}
