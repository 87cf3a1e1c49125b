package org.lstmworkbook.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.plots.Plot;
import org.lstmworkbook.engine.plots.Plot.Labels;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Style;
import org.lstmworkbook.engine.plots.Plot.Trace;
import tech.tablesaw.api.Table;

/**
 * A plot of a table's rows as lines across upright axes, one a column, see {@link
 * Plots#parallelCoordinates}. Each axis goes from its column's least value, at the bottom, to its
 * largest. The line of the lowest score is the darkest and the widest; the colours are cividis,
 * which the colour-blind read as others do.
 *
 * <p>Made of plain lines, so that it has a picture, too.
 */
public final class ParallelCoordinates {

  private static final MathContext DIGITS = new MathContext(3);

  private record Axis(String column, DoubleUnaryOperator scale) {}

  private final String title;
  private final Table rows;
  private final Axis score;
  private final List<Axis> axes = new ArrayList<>();

  ParallelCoordinates(String title, Table rows, String score) {
    this.title = title;
    this.rows = rows;
    this.score = axis(score, DoubleUnaryOperator.identity());
  }

  /** The next axis to the right: a column of numbers. */
  public ParallelCoordinates axis(String column) {
    axes.add(axis(column, DoubleUnaryOperator.identity()));
    return this;
  }

  /** The next axis, on which equal steps are equal factors; its numbers are above 0. */
  public ParallelCoordinates logAxis(String column) {
    axes.add(axis(column, Math::log));
    return this;
  }

  private Axis axis(String column, DoubleUnaryOperator scale) {
    if (!rows.containsColumn(column)) {
      throw new UserException(
          "There is no column %s to make an axis of; there are %s."
              .formatted(column, String.join(", ", rows.columnNames())));
    }
    return new Axis(column, scale);
  }

  /** The plot, with the score as its last axis: end a cell with it. */
  public Plot figure() {
    if (rows.isEmpty()) {
      throw new UserException("The plot \"" + title + "\" has no row to draw.");
    }
    var all = new ArrayList<>(axes);
    all.add(score);
    double[] scores = numbers(score.column);
    int[] worstFirst =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer row) -> scores[row]).reversed())
            .mapToInt(row -> row)
            .toArray();
    var traces = new ArrayList<Trace>();
    traces.add(uprights(all.size()));
    for (int place = 0; place < worstFirst.length; place++) {
      traces.add(line(all, worstFirst[place], place, worstFirst.length - 1));
    }
    traces.add(labels(all));
    var hidden = new Plot.Axis("", Scale.HIDDEN, List.of());
    return Plot.of(title, new Panel(hidden, hidden, false, traces));
  }

  private Series line(List<Axis> all, int row, int place, int last) {
    double[] heights = all.stream().mapToDouble(axis -> height(axis, row)).toArray();
    var hover =
        all.stream()
            .map(axis -> words(axis.column) + " " + digits(numbers(axis.column)[row]))
            .toList();
    double rank = last == 0 ? 1 : (double) place / last;
    String name = place == last ? "lowest " : place == 0 ? "highest " : "";
    return new Series(
        name.isEmpty() ? "" : name + words(score.column),
        IntStream.range(0, all.size()).asDoubleStream().toArray(),
        heights,
        Style.ranked(rank, place == last ? 4 : 2),
        hover);
  }

  /** Where a row's value lies on an axis, 0 … 1; NaN, a gap, if it is not finite. */
  private double height(Axis axis, int row) {
    double[] places =
        Arrays.stream(numbers(axis.column))
            .map(axis.scale)
            .map(place -> Double.isFinite(place) ? place : Double.NaN)
            .toArray();
    var range = Arrays.stream(places).filter(Double::isFinite).summaryStatistics();
    double span = range.getMax() - range.getMin();
    return span == 0 ? places[row] - range.getMin() + 0.5 : (places[row] - range.getMin()) / span;
  }

  private static Series uprights(int count) {
    double[] x = new double[3 * count];
    double[] y = new double[3 * count];
    for (int axis = 0; axis < count; axis++) {
      Arrays.fill(x, 3 * axis, 3 * axis + 3, axis);
      y[3 * axis + 1] = 1;
      y[3 * axis + 2] = Double.NaN;
    }
    return new Series("", x, y, Style.ink(1), List.of());
  }

  /** Each axis's name and ends; and two empty texts that leave room at both sides. */
  private Labels labels(List<Axis> all) {
    var x = new ArrayList<Double>(List.of(-0.5, all.size() - 0.5));
    var y = new ArrayList<Double>(List.of(0.5, 0.5));
    var text = new ArrayList<String>(List.of(" ", " "));
    for (int i = 0; i < all.size(); i++) {
      var range =
          Arrays.stream(numbers(all.get(i).column)).filter(Double::isFinite).summaryStatistics();
      Collections.addAll(
          text, words(all.get(i).column), digits(range.getMax()), digits(range.getMin()));
      Collections.addAll(y, 1.2, 1.07, -0.07);
      x.addAll(Collections.nCopies(3, (double) i));
    }
    return new Labels(
        x.stream().mapToDouble(Double::doubleValue).toArray(),
        y.stream().mapToDouble(Double::doubleValue).toArray(),
        text);
  }

  private double[] numbers(String column) {
    return rows.numberColumn(column).asDoubleArray();
  }

  private static String words(String column) {
    return column.replace('_', ' ');
  }

  private static String digits(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
        : "none";
  }
}
