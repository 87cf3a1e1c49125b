package org.lstmworkbook.engine.plots;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lstmworkbook.engine.plots.Plot.Bars;
import org.lstmworkbook.engine.plots.Plot.Boxes;
import org.lstmworkbook.engine.plots.Plot.Candles;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Trace;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.api.AreaPlot;
import tech.tablesaw.plotly.api.BoxPlot;
import tech.tablesaw.plotly.api.BubblePlot;
import tech.tablesaw.plotly.api.CandlestickPlot;
import tech.tablesaw.plotly.api.Histogram;
import tech.tablesaw.plotly.api.LinePlot;
import tech.tablesaw.plotly.api.OHLCPlot;
import tech.tablesaw.plotly.api.PiePlot;
import tech.tablesaw.plotly.api.ScatterPlot;
import tech.tablesaw.plotly.api.TimeSeriesPlot;
import tech.tablesaw.plotly.api.VerticalBarPlot;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.PieTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;

/** The figures of Tablesaw's guide. */
class TablesawFigureTest {

  private static final int DAYS = 60;
  private static final Table TABLE =
      Table.create(
          DateColumn.create(
              "day",
              IntStream.range(0, DAYS).mapToObj(LocalDate.of(2010, 1, 1)::plusDays).toList()),
          column("n", 0),
          column("open", 10),
          column("high", 12),
          column("low", 9),
          column("close", 11),
          StringColumn.create(
              "half", IntStream.range(0, DAYS).mapToObj(i -> "h" + i / 30).toList()));

  private static DoubleColumn column(String name, double first) {
    return DoubleColumn.create(
        name, IntStream.range(0, DAYS).mapToDouble(i -> first + i).toArray());
  }

  static Stream<Figure> figuresWithAPicture() {
    return Stream.of(
        LinePlot.create("Line", TABLE, "n", "close"),
        AreaPlot.create("Area", TABLE, "n", "close"),
        TimeSeriesPlot.create("Time", TABLE, "day", "close", "half"),
        ScatterPlot.create("Scatter", TABLE, "n", "close", "half"),
        BubblePlot.create("Bubbles", TABLE, "n", "close", "low"),
        Histogram.create("Histogram", TABLE, "close"),
        BoxPlot.create("Boxes", TABLE, "half", "close"),
        CandlestickPlot.create("Candles", TABLE, "day", "open", "high", "low", "close"),
        OHLCPlot.create("OHLC", TABLE, "day", "open", "high", "low", "close"),
        VerticalBarPlot.create("Bars", TABLE.countBy("half"), "half", "Count"));
  }

  @ParameterizedTest
  @MethodSource("figuresWithAPicture")
  void givenAFigureOfTheGuide_whenRead_thenItIsJsonAndHasAPicture(Figure figure)
      throws IOException {
    var tablesaws = TablesawFigure.of(figure);

    new ObjectMapper().writeValueAsString(tablesaws.json());
    assertTrue(PictureWriterTest.colours(tablesaws.plot()) > 5);
    assertEquals(tablesaws.title(), tablesaws.plot().title());
  }

  private static Trace first(Figure figure) {
    return TablesawFigure.of(figure).plot().panels().get(0).traces().get(0);
  }

  @Test
  void givenCandles_whenRead_thenTheirPricesAreOnDates() {
    var figure = CandlestickPlot.create("Candles", TABLE, "day", "open", "high", "low", "close");
    var candles = (Candles) first(figure);

    assertArrayEquals(TABLE.doubleColumn("high").asDoubleArray(), candles.high());
    assertEquals(24 * 60 * 60 * 1000, candles.xs()[1] - candles.xs()[0]);
    assertEquals(Scale.DATE, TablesawFigure.of(figure).plot().panels().get(0).x().scale());
  }

  @Test
  void givenBoxes_whenRead_thenOneGroupForEachCategory() {
    var boxes = (Boxes) first(BoxPlot.create("Boxes", TABLE, "half", "close"));

    assertEquals(2, boxes.groups().size());
    assertEquals(41, boxes.groups().get(1)[0]);
  }

  @Test
  void givenBubbles_whenRead_thenEachHasItsSize() {
    var plot = TablesawFigure.of(BubblePlot.create("B", TABLE, "n", "close", "low")).plot();
    var traces = plot.panels().get(0).traces();

    assertEquals(DAYS, traces.size());
    assertEquals(10, ((Series) traces.get(1)).style().size());
  }

  @Test
  void givenAHistogram_whenShown_thenPictureAndPlotHaveTheSameRoundBins() {
    var figure = Histogram.create("Histogram", TABLE, "n");

    var trace = (Map<?, ?>) ((List<?>) TablesawFigure.of(figure).json().get("data")).get(0);
    assertEquals(Map.of("start", 0.0, "end", 60.0, "size", 2.0), trace.get("xbins"));
    var bars = (Bars) first(figure);
    assertEquals(30, bars.tops().length);
    assertTrue(IntStream.range(0, 30).allMatch(bin -> bars.tops()[bin] == 2));
  }

  @Test
  void givenAKindWithoutPicture_whenRead_thenItIsStillLiveAndTheKindIsNamed() {
    Table halves = TABLE.countBy("half");
    var pie = TablesawFigure.of(PiePlot.create("Pie", halves, "half", "Count"));

    assertTrue(pie.json().get("data").toString().contains("type=pie"));
    var error = assertThrows(UnsupportedOperationException.class, pie::plot);
    assertEquals("it would need the kind pie", error.getMessage());
  }

  @Test
  void givenAMixture_whenRead_thenWhatIsKnownIsDrawnAndTheTitleNamesTheRest() {
    double[] numbers = {1, 2};
    var pie = PieTrace.builder(new String[] {"a", "b"}, numbers).build();
    var points = ScatterTrace.builder(numbers, numbers).build();
    var mixed = new Figure(Layout.builder("Both").build(), points, pie);

    assertEquals("Both (not in the picture: pie)", TablesawFigure.of(mixed).plot().title());
    assertEquals(1, TablesawFigure.of(mixed).plot().panels().get(0).traces().size());
  }

  @Test
  void givenSignsOfHtml_whenRead_thenTheTitleIsAsWritten() {
    assertEquals(
        "S&P's \"500\"",
        TablesawFigure.of(LinePlot.create("S&P's \"500\"", TABLE, "n", "low")).title());
  }
}
