package org.lstmworkbook.evaluate;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.lstmworkbook.prepare.Windows;
import tech.tablesaw.api.Table;

/**
 * The days of one part in dollars, and the scoreboard of all that forecast them. A forecast log
 * return r stands for the price (last known close) · eʳ, and the truth is moved by the return that
 * came, so a dividend or a split on the way is no error.
 */
public final class PriceScores {

  private final double[] adjusted;
  private final int[] rows;
  private final int horizon;
  private final double scale;
  private final double[] lastKnown;
  private final double[] returns;

  private PriceScores(double[] close, double[] adjusted, int training, Windows part) {
    this.rows =
        IntStream.range(0, part.size()).map(i -> part.lastRow(i) + part.horizon()).toArray();
    this.adjusted = Arrays.copyOf(adjusted, rows[rows.length - 1] + 1);
    this.horizon = part.horizon();
    this.lastKnown =
        IntStream.range(0, part.size()).mapToDouble(i -> close[part.lastRow(i)]).toArray();
    this.returns = part.unscaledTargets();
    this.scale =
        StatUtils.mean(
            IntStream.range(1, training)
                .mapToDouble(
                    day -> close[day - 1] * Math.abs(adjusted[day] / adjusted[day - 1] - 1))
                .toArray());
  }

  /**
   * The days that the windows of a part forecast.
   *
   * @param numbers the rows that the windows were made of, with {@code close} and {@code adj_close}
   * @param part scaled windows whose target is the log return over their horizon
   */
  public static PriceScores of(Table numbers, Windows part) {
    int training =
        part.matrix().firstRowFrom(part.matrix().scaler().orElseThrow().fittedTo().plusDays(1));
    return new PriceScores(
        numbers.doubleColumn("close").asDoubleArray(),
        numbers.doubleColumn("adj_close").asDoubleArray(),
        training,
        part);
  }

  /** The close that is known when each forecast is made, in dollars. */
  public double[] lastKnown() {
    return lastKnown.clone();
  }

  /** The truth of each day, in dollars: the last known close moved by the return that came. */
  public double[] actual() {
    return dollars(returns);
  }

  /** Forecast log returns, one a day, as prices in dollars. */
  public double[] dollars(double[] logReturns) {
    return IntStream.range(0, lastKnown.length)
        .mapToDouble(i -> lastKnown[i] * Math.exp(logReturns[i]))
        .toArray();
  }

  /**
   * Everyone on the same days: persistence, a forecaster, and {@link PriceBaselines}.
   *
   * @param forecaster its name
   * @param logReturns its forecasts
   * @param refitEvery days after which the baselines learn anew from all days gone by
   */
  public Scoreboard scoreboard(String forecaster, double[] logReturns, int refitEvery) {
    Scoreboard scores = Scoreboard.of("$", scale, horizon, lastKnown, actual());
    scores.add(forecaster, dollars(logReturns));
    Map<String, double[]> baselines =
        PriceBaselines.logReturns(adjusted, rows[0], horizon, refitEvery);
    baselines.forEach((name, forecasts) -> scores.add(name, dollars(ofOurDays(forecasts))));
    return scores;
  }

  /** The baselines walk through all days; days after a hole in the rows are not scored. */
  private double[] ofOurDays(double[] ofAllDays) {
    return IntStream.of(rows).mapToDouble(row -> ofAllDays[row - rows[0]]).toArray();
  }
}
