package org.lstmworkbook.evaluate;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.TradingDays;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.Windows;
import tech.tablesaw.api.Table;

/**
 * The days of one part in dollars, and the scoreboard of all that forecast them. A forecast log
 * return r stands for the price (last known close) · eʳ, and the truth is moved by the return that
 * came, so a dividend or a split on the way is no error.
 */
public final class PriceScores {

  /** Trading days after which the baselines of a scoreboard learn anew: about a quarter. */
  public static final int REFIT_EVERY = 66;

  /** Windows hold 32-bit numbers: a return differs from its prices' by less than this. */
  private static final double ROUNDING = 1e-6;

  private final double[] adjusted;
  private final int[] rows;
  private final int horizon;
  private final int week;
  private final double scale;
  private final double[] lastKnown;
  private final double[] returns;

  private PriceScores(Table prices, Windows part) {
    int[] found = rows(prices, part.matrix());
    double[] close = select(prices, "close", found);
    double[] all = select(prices, "adj_close", found);
    this.rows =
        IntStream.range(0, part.size()).map(i -> part.lastRow(i) + part.horizon()).toArray();
    this.adjusted = Arrays.copyOf(all, rows[rows.length - 1] + 1);
    this.horizon = part.horizon();
    this.week = TradingDays.of(prices.dateColumn("trade_date").asList()).week().size();
    this.lastKnown =
        IntStream.range(0, part.size()).mapToDouble(i -> close[part.lastRow(i)]).toArray();
    this.returns = part.unscaledTargets();
    refuseOtherReturns(part);
    int training =
        part.matrix().firstRowFrom(part.matrix().scaler().orElseThrow().fittedTo().plusDays(1));
    this.scale =
        StatUtils.mean(
            IntStream.range(1, training)
                .mapToDouble(day -> close[day - 1] * Math.abs(all[day] / all[day - 1] - 1))
                .toArray());
  }

  /**
   * The days that the windows of a part forecast.
   *
   * @param prices rows with {@code trade_date}, {@code close} and {@code adj_close}; they are
   *     paired with the windows by date, so more days than the windows hold do no harm
   * @param part scaled windows whose target is the log return over their horizon
   * @throws UserException if a day of the windows has no row, or the windows' returns are not those
   *     of these prices; names the day
   */
  public static PriceScores of(Table prices, Windows part) {
    return new PriceScores(prices, part);
  }

  /** The table's row of each day of a matrix. */
  private static int[] rows(Table prices, FeatureMatrix matrix) {
    List<LocalDate> dates = prices.dateColumn("trade_date").asList();
    Map<LocalDate, Integer> byDate = new HashMap<>();
    for (int row = 0; row < dates.size(); row++) {
      byDate.put(dates.get(row), row);
    }
    int[] rows = new int[matrix.rows()];
    for (int i = 0; i < rows.length; i++) {
      Integer row = byDate.get(matrix.date(i));
      if (row == null) {
        throw new UserException(
            "The windows hold the day %s, but the prices have no row for it: score them with the table that they were made of."
                .formatted(matrix.date(i)));
      }
      rows[i] = row;
    }
    return rows;
  }

  private static double[] select(Table prices, String column, int[] rows) {
    double[] values = prices.doubleColumn(column).asDoubleArray();
    return IntStream.of(rows).mapToDouble(row -> values[row]).toArray();
  }

  /** Another stock's prices have the same days, but not the same returns. */
  private void refuseOtherReturns(Windows part) {
    for (int i = 0; i < returns.length; i++) {
      double moved = Math.log(adjusted[rows[i]] / adjusted[rows[i] - horizon]);
      if (!(Math.abs(moved - returns[i]) <= ROUNDING)) {
        throw new UserException(
            "On %s the windows' %s is %.6f, but these prices moved by %.6f in log return: score with the prices that the windows were made of, and take their return over the horizon as the target."
                .formatted(part.targetDate(i), part.target(), returns[i], moved));
      }
    }
  }

  /** The close that is known when each forecast is made, in dollars. */
  public double[] lastKnown() {
    return lastKnown.clone();
  }

  /** The truth of each day, in dollars: the last known close moved by the return that came. */
  public double[] actual() {
    return dollars(returns);
  }

  /**
   * Forecast log returns, one a day, as prices in dollars.
   *
   * @throws UserException if there are more or fewer of them than days
   */
  public double[] dollars(double[] logReturns) {
    if (logReturns.length != lastKnown.length) {
      throw new UserException(
          "There are %d days to score, but %d forecasts: forecast the windows that these scores are of."
              .formatted(lastKnown.length, logReturns.length));
    }
    return IntStream.range(0, lastKnown.length)
        .mapToDouble(i -> lastKnown[i] * Math.exp(logReturns[i]))
        .toArray();
  }

  /**
   * Everyone on the same days: persistence, a forecaster, and {@link PriceBaselines}, which learn
   * anew every {@value #REFIT_EVERY} days.
   *
   * @param forecaster its name
   * @param logReturns its forecasts
   */
  public Scoreboard scoreboard(String forecaster, double[] logReturns) {
    return scoreboard(forecaster, logReturns, REFIT_EVERY);
  }

  /** The same with another stride. */
  Scoreboard scoreboard(String forecaster, double[] logReturns, int refitEvery) {
    Scoreboard scores = Scoreboard.of("$", scale, horizon, lastKnown, actual());
    scores.add(forecaster, dollars(logReturns));
    Map<String, double[]> baselines =
        PriceBaselines.logReturns(adjusted, rows[0], horizon, refitEvery, week);
    baselines.forEach((name, forecasts) -> scores.add(name, dollars(ofOurDays(forecasts))));
    return scores;
  }

  /** The baselines walk through all days; days after a hole in the rows are not scored. */
  private double[] ofOurDays(double[] ofAllDays) {
    return IntStream.of(rows).mapToDouble(row -> ofAllDays[row - rows[0]]).toArray();
  }
}
