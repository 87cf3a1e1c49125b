package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.plots.Plot;
import org.lstmworkbook.engine.plots.Plot.Labels;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Trace;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class ParallelCoordinatesTest {

  private static final Table TRIALS =
      Table.create(
          IntColumn.create("hidden", 8, 16, 32),
          DoubleColumn.create("learning_rate", 0.0001, 0.001, 0.01),
          DoubleColumn.create("loss", 0.3, 0.1, 0.2));

  @Test
  void givenThreeTrials_whenDrawn_thenALineEachFromTheWorstToTheBestOnAxesOfTheirOwn() {
    var lines = lines(figure(TRIALS));

    assertArrayEquals(new double[] {0, 0, 1}, lines.get(0).ys(), "the highest loss comes first");
    assertEquals(1.0, lines.get(1).ys()[0]);
    assertEquals(1 / 3.0, lines.get(2).ys()[0], 1e-9, "16 of 8 … 32");
    assertEquals(0.5, lines.get(2).ys()[1], 1e-9, "by its logarithm");
    assertEquals(List.of("hidden 16", "learning rate 0.001", "loss 0.1"), lines.get(2).hover());
    assertEquals(
        List.of("highest loss", "", "lowest loss"), lines.stream().map(Trace::name).toList());
    assertEquals(0x00224E, lines.get(2).style().colour().getRGB() & 0xFFFFFF);
    assertNotEquals(lines.get(0).style().colour(), lines.get(1).style().colour());
    var labels = (Labels) traces(figure(TRIALS)).get(4);
    assertEquals(
        List.of(
            " ", " ", "hidden", "32", "8", "learning rate", "0.01", "0.0001", "loss", "0.3", "0.1"),
        labels.words());
  }

  @Test
  void givenADivergedTrial_whenDrawn_thenItsLineHasNoScoreAndTheOthersKeepTheirs() {
    Table trials = TRIALS.copy();
    trials.doubleColumn("loss").set(0, Double.POSITIVE_INFINITY);
    var lines = lines(figure(trials));

    assertEquals(Double.NaN, lines.get(0).ys()[2]);
    assertEquals(1.0, lines.get(1).ys()[2]);
    assertEquals(0.0, lines.get(2).ys()[2]);
  }

  @Test
  void givenOneTrial_whenDrawn_thenItRunsThroughTheMiddle() {
    assertArrayEquals(new double[] {0.5, 0.5, 0.5}, lines(figure(TRIALS.first(1))).get(0).ys());
  }

  @Test
  void givenAColumnThatIsNotThere_whenNamed_thenRefusedInWords() {
    var plot = Plots.parallelCoordinates("Trials", TRIALS, "loss");
    var error = assertThrows(UserException.class, () -> plot.axis("layers"));
    assertEquals(
        "There is no column layers to make an axis of; there are hidden, learning_rate, loss.",
        error.getMessage());
    assertThrows(UserException.class, () -> Plots.parallelCoordinates("Trials", TRIALS, "score"));
    assertThrows(UserException.class, () -> figure(TRIALS.emptyCopy()));
  }

  private static Plot figure(Table trials) {
    return Plots.parallelCoordinates("Trials", trials, "loss")
        .axis("hidden")
        .logAxis("learning_rate")
        .figure();
  }

  private static List<Trace> traces(Plot plot) {
    return plot.panels().get(0).traces();
  }

  /** The trials' lines, which say on hovering what they are. */
  private static List<Series> lines(Plot plot) {
    return traces(plot).stream()
        .filter(Series.class::isInstance)
        .map(Series.class::cast)
        .filter(series -> !series.hover().isEmpty())
        .toList();
  }
}
