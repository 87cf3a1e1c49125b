package org.lstmworkbook.evaluate;

import java.util.function.ToDoubleBiFunction;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.lstmworkbook.UserException;

/**
 * The simple methods that any forecast must beat before it is worth a word (Hyndman and
 * Athanasopoulos, Forecasting: Principles and Practice, chapter 5). All but EWMA need no fitting.
 */
public final class Baselines {

  private Baselines() {}

  /** The value stays as it is: for prices, the forecast that is hardest to beat. */
  public static ForecastMethod persistence() {
    return of("persistence", 1, (known, horizon) -> known.last());
  }

  /** The value goes on by its average step: a line from the first known day through the last. */
  public static ForecastMethod drift() {
    return of(
        "drift",
        2,
        (known, horizon) ->
            known.last() + horizon * (known.last() - known.value(0)) / (known.length() - 1));
  }

  /**
   * The value is as it was one season before the day to forecast.
   *
   * @param period days of a season: 5 is a week on an exchange, 7 for coins
   */
  public static ForecastMethod seasonalNaive(int period) {
    positive("the period", period);
    return of(
        "seasonal naive (" + period + ")",
        period,
        (known, horizon) -> known.value(known.length() - period + (horizon - 1) % period));
  }

  /** The value is the mean of the last days. */
  public static ForecastMethod movingAverage(int days) {
    positive("the number of days", days);
    return of("moving average (" + days + ")", days, (known, horizon) -> meanOfLast(known, days));
  }

  /**
   * Exponentially weighted moving average, or simple exponential smoothing: level ← level +
   * α·(value − level), beginning at the first value; the forecast is the level. α, between 0 and 1,
   * is the one with the least squared one-step error in training.
   */
  public static ForecastMethod ewma() {
    return new ForecastMethod() {
      @Override
      public String name() {
        return "EWMA";
      }

      @Override
      public Fitted fit(Series past, int horizon) {
        requireDays(name(), past, 3);
        double alpha =
            new BrentOptimizer(1e-8, 1e-10)
                .optimize(
                    new UnivariateObjectiveFunction(a -> smoothingError(past, a)),
                    GoalType.MINIMIZE,
                    new SearchInterval(1e-4, 1, 0.25),
                    new MaxEval(500))
                .getPoint();
        return known -> level(known, alpha);
      }
    };
  }

  private static double level(Series known, double alpha) {
    double level = known.value(0);
    for (int day = 1; day < known.length(); day++) {
      level += alpha * (known.value(day) - level);
    }
    return level;
  }

  private static double smoothingError(Series past, double alpha) {
    double level = past.value(0);
    double sum = 0;
    for (int day = 1; day < past.length(); day++) {
      double error = past.value(day) - level;
      sum += error * error;
      level += alpha * error;
    }
    return sum;
  }

  static double meanOfLast(Series known, int days) {
    double sum = 0;
    for (int day = known.length() - days; day < known.length(); day++) {
      sum += known.value(day);
    }
    return sum / days;
  }

  static void requireDays(String method, Series past, int days) {
    if (past.length() < days) {
      throw new UserException(
          "%s needs at least %s known days, but there are %s: begin the test later"
              .formatted(method, days, past.length()));
    }
  }

  private static void positive(String what, int number) {
    if (number < 1) {
      throw new UserException(what + " must be at least 1, but is " + number);
    }
  }

  /** A rule that makes a forecast of the known days, at least so many, and the horizon. */
  private static ForecastMethod of(
      String name, int days, ToDoubleBiFunction<Series, Integer> rule) {
    return new ForecastMethod() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Fitted fit(Series past, int horizon) {
        requireDays(name, past, days);
        return known -> rule.applyAsDouble(known, horizon);
      }
    };
  }
}
