package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChartBuilder;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.plots.Plot;
import org.lstmworkbook.engine.plots.Plot.Band;
import org.lstmworkbook.engine.plots.Plot.Bars;
import org.lstmworkbook.engine.plots.Plot.Heatmap;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Symbol;
import org.lstmworkbook.engine.plots.Plot.Trace;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.api.PiePlot;

class PlotsTest {

  private static final double[] XS = {1, 2, 3};
  private static final List<LocalDate> DAYS =
      List.of(LocalDate.of(2010, 1, 4), LocalDate.of(2010, 1, 5), LocalDate.of(2010, 1, 6));

  private static PlotBuilder plot() {
    return Plots.of("Title", "x", "y");
  }

  private static List<Trace> traces(Plot plot) {
    return plot.panels().get(0).traces();
  }

  private static String refusal(Runnable mistake) {
    return assertThrows(UserException.class, mistake::run).getMessage();
  }

  @Test
  void givenBandsWithinBands_whenBuilt_thenEachHasAShadeOfItsOwnBelowTheLines() {
    var builder = plot().line("median", XS, XS);
    List.of("95 %", "80 %", "50 %").forEach(name -> builder.band(name, XS, XS, XS));
    var traces = traces(builder.figure());

    assertEquals(
        List.of("95 %", "80 %", "50 %", "median"), traces.stream().map(Trace::name).toList());
    assertEquals(
        3, traces.stream().limit(3).map(t -> ((Band) t).colour().getAlpha()).distinct().count());
  }

  @Test
  void givenALineOfOnePoint_whenBuilt_thenItIsAPoint() {
    var series = traces(plot().line("first epoch", new double[] {1}, new double[] {2}).figure());
    assertNotEquals(Symbol.NONE, ((Series) series.get(0)).style().symbol());
  }

  @Test
  void givenSeveralHistograms_whenBuilt_thenTheyShareRoundBins() {
    var traces = traces(plot().histogram("a", XS).histogram("b", new double[] {41}).figure());

    assertEquals(1, ((Bars) traces.get(0)).width());
    assertArrayEquals(((Bars) traces.get(0)).xs(), ((Bars) traces.get(1)).xs());
    assertEquals(1, ((Bars) traces.get(1)).tops()[40]);
  }

  @Test
  void givenDates_whenBuilt_thenTheAxisIsOfDatesAndALogAxisStaysOne() {
    assertEquals(Scale.DATE, plot().line("a", DAYS, XS).figure().panels().get(0).x().scale());
    assertEquals(Scale.LOG, plot().line("a", XS, XS).logX().figure().panels().get(0).x().scale());
  }

  @Test
  void givenAHeatmap_whenBuilt_thenItsScaleIsItsOwnOrAGivenOne() {
    double[][] z = {{0.2, 0.9}, {-0.4, 0.1}};
    var names = List.of("a", "b");
    var own = (Heatmap) traces(Plots.heatmap("c(t)", "x", "y", "u", names, names, z)).get(0);
    var given =
        (Heatmap) traces(Plots.heatmap("c(t)", "x", "y", "u", names, names, z, 0, 1)).get(0);

    assertEquals(-0.9, own.from());
    assertEquals(1, given.to());
    assertEquals(
        "The heatmap \"c(t)\" has a scale from 1.0 to 0.0: give the lower end first.",
        refusal(() -> Plots.heatmap("c(t)", "x", "y", "u", names, names, z, 1, 0)));
    assertEquals(
        "The heatmap \"c(t)\" needs 1 rows of 2 values, as its y and x say: give z as [y][x].",
        refusal(() -> Plots.heatmap("c(t)", "x", "y", "u", names, List.of("a"), z)));
  }

  @Test
  void givenAMistake_whenBuilt_thenASentenceSaysWhatToDo() {
    assertEquals(
        "The plot \"Title\" has nothing to draw: add a line first.",
        refusal(() -> plot().horizontalLine("zero", 0).figure()));
    assertEquals(
        "\"a\" has 3 values to the right and 2 upwards: give one of each for every point.",
        refusal(() -> plot().line("a", XS, new double[2])));
    assertEquals(
        "The plot \"Title\" has dates to the right, and now numbers: draw them in two plots.",
        refusal(() -> plot().line("a", DAYS, XS).line("b", XS, XS)));
  }

  @Test
  void givenAnXChart_whenShown_thenItIsAPicture() {
    var chart = new XYChartBuilder().title("Mine").build();
    chart.addSeries("a", XS, XS);
    var bundle = PlotView.bundle(chart);

    assertEquals("Plot: Mine", bundle.get("text/plain"));
    assertTrue(bundle.get("image/png").toString().startsWith("iVBORw0KGgo"));
  }

  @Test
  void givenAKindWithoutPicture_whenShown_thenItIsLiveAndTheTextSaysWhy() {
    Table halves =
        Table.create(StringColumn.create("half", "a", "b"), DoubleColumn.create("Count", 1, 2));
    var bundle = PlotView.bundle(PiePlot.create("Pie", halves, "half", "Count"));

    assertEquals(List.of(PlotView.PLOTLY, "text/plain"), List.copyOf(bundle.keySet()));
    assertEquals("Plot: Pie (no picture: it would need the kind pie)", bundle.get("text/plain"));
  }
}
