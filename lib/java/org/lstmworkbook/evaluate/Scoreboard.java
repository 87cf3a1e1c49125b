package org.lstmworkbook.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.files.AtomicFile;
import org.lstmworkbook.engine.files.SavedFileException;
import org.lstmworkbook.model.Score;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Forecasters side by side, on the same days. The first row is always persistence, "tomorrow is
 * like today": a forecaster that does not beat it has found nothing.
 *
 * <pre>{@code
 * var scores = Scoreboard.of("$", 1, lastCloses, nextCloses).add("LSTM", forecasts);
 * scores.toTable();
 * }</pre>
 */
public final class Scoreboard {

  private static final double CONFIDENCE = 0.95;

  private final String unit;
  private final double scale;
  private final int horizon;
  private final double[] lastKnown;
  private final double[] actual;
  private final List<Row> rows = new ArrayList<>();

  private record Row(
      String forecaster,
      double mae,
      double rmse,
      double mase,
      Double pValue,
      Proportion direction) {}

  private Scoreboard(String unit, double scale, int horizon, double[] lastKnown, double[] actual) {
    this.unit = unit;
    this.scale = scale;
    this.horizon = horizon;
    this.lastKnown = lastKnown.clone();
    this.actual = actual.clone();
  }

  /**
   * Starts a scoreboard with persistence.
   *
   * @param unit what the numbers are in, for the columns' names: "$"
   * @param lastKnown for each test day, the value known when its forecast is made
   * @param actual for each test day, the value that came
   * @param horizon days ahead of the forecasts
   * @throws UserException if the arrays are empty, differ in length or hold NaN
   */
  public static Scoreboard of(String unit, int horizon, double[] lastKnown, double[] actual) {
    return new Scoreboard(unit, 0, horizon, lastKnown, actual).add("persistence", lastKnown);
  }

  /**
   * The same with {@link Metrics#mase MASE}, and one column more: the chance of such a difference
   * from persistence ({@link DieboldMariano}, squared errors) if there were none.
   *
   * @param scale what MASE divides by: how far the value moved on an average training day
   * @param horizon days ahead of the forecasts
   */
  public static Scoreboard of(
      String unit, double scale, int horizon, double[] lastKnown, double[] actual) {
    if (!(scale > 0)) {
      throw new UserException(
          "The scale of MASE is how much the training values change from day to day, and was %s."
              .formatted(scale));
    }
    return new Scoreboard(unit, scale, horizon, lastKnown, actual).add("persistence", lastKnown);
  }

  /**
   * Adds a forecaster's row.
   *
   * @param forecast for each test day, in the scoreboard's unit
   * @return this scoreboard
   * @throws UserException if the name is taken, or the forecasts do not match the test days or hold
   *     NaN
   */
  public Scoreboard add(String forecaster, double[] forecast) {
    if (rows.stream().anyMatch(row -> row.forecaster().equals(forecaster))) {
      throw new UserException(
          "the scoreboard has a row named '" + forecaster + "' already: choose another name");
    }
    rows.add(
        new Row(
            forecaster,
            Metrics.mae(actual, forecast),
            Metrics.rmse(actual, forecast),
            scale > 0 ? Metrics.mae(actual, forecast) / scale : Double.NaN,
            scale > 0 ? pValue(forecast) : null,
            Metrics.directionAccuracy(lastKnown, actual, forecast)));
    return this;
  }

  /** Null for persistence's own forecasts, and where the test cannot allow for the overlap. */
  private Double pValue(double[] forecast) {
    if (Arrays.equals(forecast, lastKnown)) {
      return null;
    }
    DieboldMariano test =
        DieboldMariano.test(
            Metrics.squaredErrors(actual, forecast),
            Metrics.squaredErrors(actual, lastKnown),
            horizon);
    return test.horizon() == horizon ? test.pValue() : null;
  }

  /**
   * Returns the scores as a table, in the order of {@link #add}: forecaster, MAE and RMSE in the
   * unit, MASE and p where there is a scale, direction in percent with the ends of its 95 % Wilson
   * interval, and the days that count for it. Direction is missing for a forecaster that names
   * none.
   */
  public Table toTable() {
    Table table =
        Table.create(
            "scoreboard",
            StringColumn.create("forecaster", rows.stream().map(Row::forecaster)),
            column("MAE " + unit, Row::mae),
            column("RMSE " + unit, Row::rmse));
    if (scale > 0) {
      table.addColumns(
          column("MASE", Row::mase),
          column("p", row -> row.pValue() == null ? Double.NaN : row.pValue()));
    }
    int[] days = rows.stream().mapToInt(row -> row.direction().trials()).toArray();
    return table.addColumns(
        column("direction %", row -> 100 * row.direction().share()),
        column("from %", row -> 100 * end(row.direction(), ConfidenceInterval::getLowerBound)),
        column("to %", row -> 100 * end(row.direction(), ConfidenceInterval::getUpperBound)),
        IntColumn.create("of days", days));
  }

  private double end(Proportion direction, ToDoubleFunction<ConfidenceInterval> end) {
    return direction.trials() == 0
        ? Double.NaN
        : end.applyAsDouble(direction.wilson(CONFIDENCE, horizon));
  }

  private DoubleColumn column(String name, ToDoubleFunction<Row> value) {
    return DoubleColumn.create(name, rows.stream().mapToDouble(value).toArray());
  }

  /**
   * Returns the scores for the file of a forecaster; the scoreboard's unit is the dollar, and it
   * has a scale.
   *
   * @param part "validation" or "test"
   */
  public List<Score> scores(String part) {
    return rows.stream()
        .map(
            row ->
                new Score(
                    part,
                    row.forecaster(),
                    row.mae(),
                    row.rmse(),
                    row.mase(),
                    row.pValue(),
                    row.direction().hits(),
                    row.direction().trials()))
        .toList();
  }

  /**
   * Writes {@link #toTable} as CSV. The file appears whole or not at all.
   *
   * @throws SavedFileException if it cannot be written
   */
  public void writeCsv(Path file) {
    AtomicFile.replace(file, toTable().write().toString("csv"));
  }
}
