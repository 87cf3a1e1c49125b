package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.api.BoxPlot;
import tech.tablesaw.plotly.api.Histogram;
import tech.tablesaw.plotly.api.LinePlot;
import tech.tablesaw.plotly.api.ScatterPlot;
import tech.tablesaw.plotly.api.TimeSeriesPlot;
import tech.tablesaw.plotly.api.VerticalBarPlot;
import tech.tablesaw.plotly.components.Figure;

class FigureViewTest {

  private static final int DAYS = 60;
  private static final List<LocalDate> DATES =
      IntStream.range(0, DAYS).mapToObj(LocalDate.of(2010, 1, 1)::plusDays).toList();
  private static final double[] NUMBERS = IntStream.range(0, DAYS).asDoubleStream().toArray();
  private static final double[] WAVE = Arrays.stream(NUMBERS).map(n -> Math.sin(n / 6)).toArray();

  private static final Table TABLE =
      Table.create(
          DateColumn.create("day", DATES),
          DoubleColumn.create("n", NUMBERS),
          DoubleColumn.create("wave", WAVE),
          StringColumn.create(
              "half", IntStream.range(0, DAYS).mapToObj(i -> "h" + i / 30).toList()));

  static Stream<Figure> figuresWithAPicture() {
    double[] above = Arrays.stream(WAVE).map(w -> w + 1).toArray();
    var plot = Plots.of("A plot", "day", "wave (US dollars)");
    return Stream.of(
        plot.band("95 %", DATES, WAVE, above)
            .line("wave", DATES, WAVE)
            .points("above", DATES, above)
            .verticalLine("test begins", DATES.get(30))
            .horizontalLine("mean", 0)
            .figure(),
        Plots.of("Log", "n", "w").line("above", NUMBERS, above).logX().logY().figure(),
        Plots.of("Histogram", "w", "days").histogram("a", WAVE).histogram("b", above).figure(),
        Plots.of("Bars", "who", "MAE")
            .bars("test", List.of("a", "b"), new double[] {1, 2})
            .figure(),
        Plots.heatmap(
            "Heat", "day", "unit", "c", DATES, List.of(1, 2), new double[][] {WAVE, above}),
        LinePlot.create("Tablesaw's", TABLE, "n", "wave"),
        TimeSeriesPlot.create("Tablesaw's", TABLE, "day", "wave", "half"),
        ScatterPlot.create("Tablesaw's", TABLE, "n", "wave", "half"),
        Histogram.create("Tablesaw's", TABLE, "wave"),
        VerticalBarPlot.create("Tablesaw's", TABLE.countBy("half"), "half", "Count"));
  }

  @ParameterizedTest
  @MethodSource("figuresWithAPicture")
  void givenAFigure_whenShown_thenOneBundleOfPlotlyAPictureAndText(Figure figure)
      throws IOException {
    var bundle = FigureView.bundle(figure);

    assertEquals(
        List.of(FigureView.PLOTLY, "image/png", "text/plain"), List.copyOf(bundle.keySet()));
    new ObjectMapper().writeValueAsString(bundle.get(FigureView.PLOTLY));
    var picture =
        ImageIO.read(
            new ByteArrayInputStream(Base64.getDecoder().decode((String) bundle.get("image/png"))));
    assertTrue(picture.getWidth() >= 600 && picture.getHeight() >= 400);
    var colours =
        IntStream.range(0, picture.getWidth() * picture.getHeight())
            .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
            .distinct()
            .count();
    assertTrue(colours > 10, colours + " colours");
  }

  @Test
  void givenAKindWithoutPicture_whenShown_thenItIsStillInteractive() {
    var bundle = FigureView.bundle(BoxPlot.create("Boxes", TABLE, "half", "wave"));

    assertEquals(List.of(FigureView.PLOTLY, "text/plain"), List.copyOf(bundle.keySet()));
    assertEquals("Plot: Boxes (no picture for a plot of [box])", bundle.get("text/plain"));
  }

  @Test
  void givenLongLines_whenShown_thenPointsAreThinnedAndPeaksStay() {
    int size = 100_000;
    double[] x = IntStream.range(0, size).asDoubleStream().toArray();
    double[] y = new double[size];
    y[54_321] = 7;
    y[76_543] = -7;
    var plot = FigureView.plot(Plots.of("Peaks", "x", "y").line("peaks", x, y).figure());

    double[] drawn = PlotlyTree.numbers(PlotlyTree.traces(plot).get(0), "y");
    assertTrue(drawn.length <= PlotPoints.MOST, drawn.length + " points");
    assertEquals(7, Arrays.stream(drawn).max().orElseThrow());
    assertEquals(-7, Arrays.stream(drawn).min().orElseThrow());
  }

  @Test
  void givenThreeThousandDays_whenShown_thenTheBundleIsSmall() throws IOException {
    double[] x = IntStream.range(0, 3_270).asDoubleStream().toArray();
    double[] y = Arrays.stream(x).map(n -> 100 + 20 * Math.sin(n / 97) + Math.sin(n * n)).toArray();
    var dates = IntStream.range(0, 3_270).mapToObj(LocalDate.of(2000, 3, 1)::plusDays).toList();
    var plot = Plots.of("Prices", "day", "US dollars").line("close", dates, y).line("2", dates, x);

    var json =
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(FigureView.bundle(plot.figure()));
    assertTrue(json.length() < 110_000, "a sixth of what a notebook may weigh: " + json.length());
  }

  @Test
  void givenTheSamePlot_whenShownTwice_thenTheBundlesAreEqual() {
    var figure = Plots.of("Same", "x", "y").line("wave", NUMBERS, WAVE).figure();

    assertEquals(FigureView.bundle(figure), FigureView.bundle(figure));
  }

  @Test
  void givenAHistogram_whenShown_thenPictureAndPlotHaveTheSameRoundBins() {
    var plot = FigureView.plot(Plots.of("H", "x", "n").histogram("n", NUMBERS).figure());

    var trace = PlotlyTree.traces(plot).get(0);
    assertEquals(Map.of("start", 0.0, "end", 60.0, "size", 2.0), trace.get("xbins"));
    int[] counts = HistogramBins.of(trace).counts(NUMBERS);
    assertEquals(30, counts.length);
    assertTrue(Arrays.stream(counts).allMatch(count -> count == 2));
    assertFalse(trace.containsKey("nbinsx"));
  }

  @Test
  void givenBandsWithinBands_whenShown_thenEachHasAShadeOfItsOwn() {
    double[] above = Arrays.stream(WAVE).map(w -> w + 1).toArray();
    var plot = Plots.of("Fan", "day", "US dollars");
    List.of("95 %", "80 %", "50 %").forEach(name -> plot.band(name, NUMBERS, WAVE, above));

    var shades =
        PlotlyTree.traces(FigureView.plot(plot.figure())).stream()
            .filter(trace -> trace.get("showlegend") != Boolean.FALSE)
            .map(trace -> trace.get("fillcolor"))
            .distinct()
            .toList();
    assertEquals(3, shades.size(), shades.toString());
  }
}
