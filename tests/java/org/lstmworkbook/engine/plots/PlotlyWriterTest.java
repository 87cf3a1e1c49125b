package org.lstmworkbook.engine.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Bars;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Reference;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Style;
import org.lstmworkbook.engine.plots.Plot.Trace;

class PlotlyWriterTest {

  private static JsonNode json(Scale across, boolean equalAxes, Trace... traces) {
    var x = new Axis("x", across, List.of("a", "b"));
    var panel = new Panel(x, new Axis("y", Scale.LINEAR, List.of()), equalAxes, List.of(traces));
    return new ObjectMapper().valueToTree(Plot.of("Title", panel).json());
  }

  private static Series line(String name, double... ys) {
    double[] xs = IntStream.range(0, ys.length).asDoubleStream().toArray();
    return new Series(name, xs, ys, Style.line(0), List.of());
  }

  @Test
  void givenThreeThousandDays_whenWritten_thenTheyArePackedSmall() {
    double[] days = IntStream.range(0, 3_000).mapToDouble(i -> i * 86_400_000.0).toArray();
    double[] prices = Arrays.stream(days).map(Math::sin).toArray();
    var json = json(Scale.DATE, false, new Series("a", days, prices, Style.line(0), List.of()));

    assertEquals("f8", json.at("/data/0/x/dtype").asText());
    assertTrue(json.toPrettyString().length() < 27_000, "" + json.toPrettyString().length());
  }

  @Test
  void givenALongLine_whenWritten_thenPointsAreThinnedAndPeaksStay() throws Exception {
    double[] ys = new double[100_000];
    ys[54_321] = 7;
    ys[76_543] = -7;
    var packed = json(Scale.LINEAR, false, line("peaks", ys)).at("/data/0/y/bdata").asText();
    var floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(packed))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();

    assertTrue(floats.capacity() <= Downsampling.MAX_POINTS);
    var values = IntStream.range(0, floats.capacity()).mapToDouble(floats::get).summaryStatistics();
    assertEquals(7, values.getMax());
    assertEquals(-7, values.getMin());
  }

  @Test
  void givenAGap_whenWritten_thenItIsNullAndNoNaN() {
    assertEquals(
        "[1.0,null]",
        json(Scale.LINEAR, false, line("a", 1, Double.NaN)).at("/data/0/y").toString());
  }

  @Test
  void givenAReferenceLine_whenWritten_thenItCrossesAllThatIsDrawn() {
    var json =
        json(
            Scale.LINEAR,
            false,
            line("a", 3, 5, 4),
            new Reference("here", 1, true),
            new Reference("there", 4.5, false));

    assertEquals("[1.0,1.0]", json.at("/data/1/x").toString());
    assertEquals("[3.0,5.0]", json.at("/data/1/y").toString());
    assertEquals("[0.0,2.0]", json.at("/data/2/x").toString());
  }

  @Test
  void givenOneName_whenWritten_thenNoLegendAndTwoThenOne() {
    assertFalse(json(Scale.LINEAR, false, line("a", 1, 2)).at("/layout/showlegend").asBoolean());
    assertTrue(
        json(Scale.LINEAR, false, line("a", 1), line("b", 2)).at("/layout/showlegend").asBoolean());
  }

  @Test
  void givenALegendOfManyRows_whenWritten_thenTheMarginHasRoomForIt() {
    var many =
        IntStream.range(0, 12)
            .mapToObj(i -> line("a rather long name " + i, 1))
            .toArray(Trace[]::new);
    assertEquals(74 + 26 * 4, json(Scale.LINEAR, false, many).at("/layout/margin/b").asInt());
  }

  @Test
  void givenMeasuredSizes_whenWrittenOnALogAxis_thenTheseAreMarked() {
    var series =
        new Series("a", new double[] {8, 16, 32}, new double[] {1, 2, 3}, Style.line(0), List.of());
    assertEquals(
        "[\"8\",\"16\",\"32\"]",
        json(Scale.LOG, false, series).at("/layout/xaxis/ticktext").toString());
  }

  @Test
  void givenAFewEpochs_whenWritten_thenNoHalvesAreMarked() {
    assertEquals(1, json(Scale.LINEAR, false, line("a", 3, 2)).at("/layout/xaxis/dtick").asInt());
    assertTrue(
        json(Scale.LINEAR, false, line("many", new double[100]))
            .at("/layout/xaxis/dtick")
            .isMissingNode());
  }

  @Test
  void givenEqualAxes_whenWritten_thenTheVerticalOneFollows() {
    assertEquals(
        "x", json(Scale.LINEAR, true, line("a", 1, 2)).at("/layout/yaxis/scaleanchor").asText());
  }

  @Test
  void givenBarsFromOne_whenWritten_thenTheyBeginThereAndEndWhereTheyShould() {
    double[] tops = {1.5, 0.5};
    var json =
        json(
            Scale.CATEGORY,
            false,
            new Bars("a", new double[] {0, 1}, tops, 1, Double.NaN, Color.RED));

    assertEquals(1, json.at("/data/0/base").asDouble());
    assertEquals("[0.5,-0.5]", json.at("/data/0/y").toString());
    assertEquals("[\"a\",\"b\"]", json.at("/data/0/x").toString());
  }
}
