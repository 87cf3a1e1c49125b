package org.lstmworkbook.engine.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.OtherJvm;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Bars;
import org.lstmworkbook.engine.plots.Plot.Dash;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Plot.Series;
import org.lstmworkbook.engine.plots.Plot.Style;
import org.lstmworkbook.engine.plots.Plot.Symbol;
import org.lstmworkbook.engine.plots.Plot.Trace;

class PictureWriterTest {

  private static final Axis NUMBERS = new Axis("number (unit)", Scale.LINEAR, List.of());
  private static final int BLUE = Style.line(0).colour().getRGB();

  static long colours(Plot plot) {
    var image = PictureWriter.write(plot);
    int size = image.getWidth() * image.getHeight();
    return IntStream.range(0, size).map(i -> pixel(image, i)).distinct().count();
  }

  private static int pixel(BufferedImage image, int i) {
    return image.getRGB(i % image.getWidth(), i / image.getWidth());
  }

  private static Plot plot(boolean equalAxes, Trace... traces) {
    return Plot.of("Title", new Panel(NUMBERS, NUMBERS, equalAxes, List.of(traces)));
  }

  /** Left, top, right and bottom of all that is blue, and how many pixels are. */
  private static int[] blue(Plot plot) {
    var image = PictureWriter.write(plot);
    int[] pixels =
        IntStream.range(0, image.getWidth() * image.getHeight())
            .filter(i -> pixel(image, i) == BLUE)
            .toArray();
    var x = IntStream.of(pixels).map(i -> i % image.getWidth()).summaryStatistics();
    var y = IntStream.of(pixels).map(i -> i / image.getWidth()).summaryStatistics();
    return new int[] {x.getMin(), y.getMin(), x.getMax(), y.getMax(), pixels.length};
  }

  private static Series circle() {
    double[] turn = IntStream.rangeClosed(0, 360).mapToDouble(Math::toRadians).toArray();
    double[] x = DoubleStream.of(turn).map(Math::cos).toArray();
    double[] y = DoubleStream.of(turn).map(Math::sin).toArray();
    return new Series("", x, y, Style.line(0), List.of());
  }

  @Test
  void givenACircle_whenAxesAreEqual_thenItIsRound() {
    int[] round = blue(plot(true, circle()));
    int[] wide = blue(plot(false, circle()));

    assertEquals(round[2] - round[0], round[3] - round[1], 3);
    assertTrue(wide[2] - wide[0] > 2 * (wide[3] - wide[1]));
  }

  /** By how much of its square each fills: a circle π/4, a diamond half, and so on. */
  @Test
  void givenASymbol_whenDrawn_thenItHasTheShapeOfItsName() {
    var filled =
        Map.of(
            Symbol.CIRCLE,
            Math.PI / 4,
            Symbol.SQUARE,
            1.0,
            Symbol.TRIANGLE,
            0.5,
            Symbol.DIAMOND,
            0.5,
            Symbol.CROSS,
            5 / 9.0);
    filled.forEach(
        (symbol, share) -> {
          var style = new Style(Style.line(0).colour(), Dash.NONE, 0, symbol, 90);
          double[] one = {1};
          int[] blue = blue(plot(false, new Series("", one, one, style, List.of())));
          double square = (blue[2] - blue[0] + 1.0) * (blue[3] - blue[1] + 1);
          assertEquals(share, blue[4] / square, 0.05, symbol.name());
        });
  }

  @Test
  void givenBarsFromOne_whenDrawn_thenALowerOneHangsDown() {
    var names = new Axis("", Scale.CATEGORY, List.of("a"));
    double[] place = {0};
    int[] hanging =
        blue(
            Plot.of(
                "",
                new Panel(
                    names,
                    NUMBERS,
                    false,
                    List.of(
                        new Bars("", place, new double[] {0.5}, 1, Double.NaN, new Color(BLUE))))));
    assertTrue(hanging[1] < 60, "it begins at the top of the panel, at " + hanging[1]);
  }

  @Test
  void givenAPng_whenReadByAnother_thenItIsThePictureInRoundedShades() throws IOException {
    var plot = plot(false, circle());
    var drawn = PictureWriter.write(plot);
    var read = ImageIO.read(new ByteArrayInputStream(plot.png()));

    assertEquals(drawn.getWidth(), read.getWidth());
    for (int i = 0; i < drawn.getWidth() * drawn.getHeight(); i++) {
      assertEquals(pixel(drawn, i) & 0xFF, pixel(read, i) & 0xFF, 8, "pixel " + i);
    }
  }

  /** What the picture below is on each machine: it needs neither its fonts nor its libraries. */
  @Test
  void givenNoFontsAtAll_whenDrawn_thenThePictureIsTheSame() throws Exception {
    String here = Program.checksum();
    var noFonts = Map.of("JAVA_TOOL_OPTIONS", "-Dsun.font.fontmanager=no.such.Manager");
    assertTrue(OtherJvm.output(Program.class, noFonts).contains("picture " + here));
    assertEquals("27a6e022", here);
  }

  /** Prints the checksum of a picture's pixels. */
  static final class Program {

    static String checksum() {
      var image = PictureWriter.write(plot(true, circle()));
      var checksum = new CRC32();
      IntStream.range(0, image.getWidth() * image.getHeight())
          .map(i -> pixel(image, i))
          .forEach(rgb -> IntStream.of(0, 8, 16).forEach(bits -> checksum.update(rgb >> bits)));
      return Long.toHexString(checksum.getValue());
    }

    public static void main(String[] arguments) {
      System.out.println("picture " + checksum());
    }
  }

  @Test
  void givenACharacterThatIsNotThere_whenDrawn_thenASquareStandsForIt() {
    assertEquals(Glyphs.width("□", 10), Glyphs.width("漢", 10));
  }
}
