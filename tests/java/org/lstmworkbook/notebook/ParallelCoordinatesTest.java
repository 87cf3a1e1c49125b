package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

class ParallelCoordinatesTest {

  private static final Table TRIALS =
      Table.create(
          IntColumn.create("hidden", 8, 16, 32),
          DoubleColumn.create("learning_rate", 0.0001, 0.001, 0.01),
          DoubleColumn.create("loss", 0.3, 0.1, 0.2));

  @Test
  void givenThreeTrials_whenDrawn_thenALineEachFromTheWorstToTheBestOnAxesOfTheirOwn() {
    var plot = FigureView.plot(figure(TRIALS));
    var lines = lines(plot);

    assertEquals(List.of(0.0, 0.0, 1.0), lines.get(0).get("y"), "the highest loss comes first");
    assertEquals(1.0, ((List<?>) lines.get(1).get("y")).get(0));
    assertEquals(1 / 3.0, (Double) ((List<?>) lines.get(2).get("y")).get(0), 1e-9, "16 of 8 … 32");
    assertEquals(0.5, (Double) ((List<?>) lines.get(2).get("y")).get(1), 1e-9, "by its logarithm");
    assertEquals(List.of("hidden 16", "learning rate 0.001", "loss 0.1"), lines.get(2).get("text"));
    assertEquals("lowest loss", lines.get(2).get("name"));
    assertEquals(false, lines.get(1).get("showlegend"));
    assertEquals("#00224E", PlotlyTree.at(lines.get(2), "line").get("color"));
    assertNotEquals(
        PlotlyTree.at(lines.get(0), "line").get("color"),
        PlotlyTree.at(lines.get(1), "line").get("color"));
    var labels = PlotlyTree.traces(plot).get(4).get("text");
    assertEquals(
        List.of(
            " ", " ", "hidden", "32", "8", "learning rate", "0.01", "0.0001", "loss", "0.3", "0.1"),
        labels);
    assertTrue(
        PlotlyTree.traces(plot).stream().allMatch(trace -> "scatter".equals(trace.get("type"))),
        "the site's Plotly knows no other trace for this");
  }

  @Test
  void givenADivergedTrial_whenDrawn_thenItsLineHasNoScoreAndTheOthersKeepTheirs() {
    Table trials = TRIALS.copy();
    trials.doubleColumn("loss").set(0, Double.POSITIVE_INFINITY);
    var bundle = FigureView.bundle(figure(trials));
    var lines = lines(FigureView.plot(figure(trials)));

    assertEquals(Double.NaN, ((List<?>) lines.get(0).get("y")).get(2));
    assertEquals(1.0, ((List<?>) lines.get(1).get("y")).get(2));
    assertEquals(0.0, ((List<?>) lines.get(2).get("y")).get(2));
    assertTrue(bundle.containsKey("image/png"));
  }

  @Test
  void givenOneTrial_whenDrawn_thenItRunsThroughTheMiddle() {
    var plot = FigureView.plot(figure(TRIALS.first(1)));
    assertEquals(List.of(0.5, 0.5, 0.5), lines(plot).get(0).get("y"));
    assertFalse(FigureView.bundle(figure(TRIALS.first(1))).get("text/plain").toString().isEmpty());
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

  private static Figure figure(Table trials) {
    return Plots.parallelCoordinates("Trials", trials, "loss")
        .axis("hidden")
        .logAxis("learning_rate")
        .figure();
  }

  private static List<Map<String, Object>> lines(Map<String, Object> plot) {
    return PlotlyTree.traces(plot).stream()
        .filter(trace -> trace.get("text") instanceof List<?> && trace.get("mode").equals("lines"))
        .toList();
  }
}
