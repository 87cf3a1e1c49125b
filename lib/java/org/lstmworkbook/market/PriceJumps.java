package org.lstmworkbook.market;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * What is wrong without looking wrong: a split that nobody adjusted the prices for, and a row whose
 * date is far from all others.
 */
public final class PriceJumps {

  /** How far the open may be from a split of 2:1 or less: the news of a night. */
  private static final double NIGHT = 0.05;

  /** The same for larger ones, as a share of their logarithm: no news looks like them. */
  private static final double SHARE = 0.15;

  /** How much further the day may carry the close. */
  private static final double DAY = 0.1;

  /** A log return: +22 % or -18 %. */
  private static final double LARGE = 0.2;

  /** So many rows behind a hole of a year may be a series that went on; fewer are a slip. */
  private static final int STRAY = 5;

  private static final int YEAR = 365;

  private record Ratio(int more, int one) {
    double log() {
      return Math.log((double) more / one);
    }

    double night() {
      return more <= 2 * one ? NIGHT : SHARE * log();
    }

    /** From a log return, up or down. */
    double distance(double logReturn) {
      return Math.abs(Math.abs(logReturn) - log());
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
   * Nights on which the adjusted price changed by the ratio of a usual split. The open tells a
   * split from a crash: a split happens while the exchange is closed. What happened in a hole
   * ({@link TradingDays#holes}) is no jump: no window spans it.
   *
   * @param prices checked, in order of the days
   * @param place names a row for the reader, as "line 17"
   */
  static List<String> splits(Table prices, IntFunction<String> place) {
    double[] open = prices.doubleColumn("open").asDoubleArray();
    double[] close = prices.doubleColumn("close").asDoubleArray();
    double[] adjusted = prices.doubleColumn("adj_close").asDoubleArray();
    List<Integer> holes = holes(prices);
    List<String> found = new ArrayList<>();
    for (int row = 1; row < close.length; row++) {
      double change = Math.log(adjusted[row] / adjusted[row - 1]);
      double adjustment = change - Math.log(close[row] / close[row - 1]);
      double night = Math.log(open[row] / close[row - 1]) + adjustment;
      Optional<Ratio> ratio = usual(night, change);
      if (ratio.isPresent() && !holes.contains(row)) {
        found.add(split(prices, row, place.apply(row), ratio.get(), change));
      }
    }
    return found;
  }

  private static List<Integer> holes(Table prices) {
    return TradingDays.of(prices.dateColumn("trade_date").asList()).holes();
  }

  private static Optional<Ratio> usual(double night, double change) {
    return USUAL.stream()
        .filter(ratio -> ratio.distance(night) < ratio.night())
        .filter(ratio -> ratio.distance(change) < ratio.night() + DAY)
        .min(Comparator.comparingDouble(ratio -> ratio.distance(night)));
  }

  private static String split(Table prices, int row, String place, Ratio ratio, double change) {
    LocalDate day = prices.dateColumn("trade_date").get(row);
    boolean fall = change < 0;
    double factor = (double) ratio.more / ratio.one;
    return "%s: on %s the adjusted price goes from %s to %s, as in a %d:%d split that it is not adjusted for. Download adjusted prices, or %s the prices before that day by %s; if the price really moved so far, add --real-jumps."
        .formatted(
            place,
            day,
            Dollars.plain(prices.doubleColumn("adj_close").get(row - 1)),
            Dollars.plain(prices.doubleColumn("adj_close").get(row)),
            fall ? ratio.more : ratio.one,
            fall ? ratio.one : ratio.more,
            fall ? "divide" : "multiply",
            factor == Math.rint(factor) ? String.valueOf((int) factor) : String.valueOf(factor));
  }

  /**
   * The changes of the adjusted price from a row to the next that are above a fifth, in words: some
   * splits are as small, and some news is as large. Those in a hole are left out, as above.
   */
  public static Optional<String> large(Table prices) {
    double[] adjusted = prices.doubleColumn("adj_close").asDoubleArray();
    List<Integer> holes = holes(prices);
    List<String> all =
        IntStream.range(1, adjusted.length)
            .filter(row -> !holes.contains(row))
            .filter(row -> Math.abs(Math.log(adjusted[row] / adjusted[row - 1])) > LARGE)
            .mapToObj(
                row ->
                    "%+.0f %% on %s"
                        .formatted(
                            100 * (adjusted[row] / adjusted[row - 1] - 1),
                            prices.dateColumn("trade_date").get(row)))
            .toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Large changes from a row to the next: %s. If a split made one, the prices are not adjusted for it"
                .formatted(Problems.names(all)));
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
