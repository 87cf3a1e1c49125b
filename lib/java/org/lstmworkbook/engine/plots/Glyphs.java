package org.lstmworkbook.engine.plots;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Text as filled outlines, which lie beside this class. A picture so needs no font of the machine,
 * which a server often lacks, and has the same letters on each. A character that is not among them
 * (Latin, Greek, the signs of formulas are) is drawn as an empty square.
 */
final class Glyphs {

  private record Glyph(double advance, Path2D outline) {}

  private static final double EM = 2048;
  private static final int MISSING = '□';
  private static final Pattern SEGMENT = Pattern.compile("[MLQZ][-\\d ]*");
  private static final Map<Integer, Glyph> ALL = read();

  private Glyphs() {}

  /** Pixels from the first letter's left to the last one's right, at {@code size} pixels. */
  static double width(String text, double size) {
    return text.codePoints().mapToDouble(c -> glyph(c).advance).sum() * size / EM;
  }

  /** Writes with the current colour; {@code x} is the left end, {@code y} the base line. */
  static void draw(Graphics2D graphics, String text, double x, double y, double size) {
    var place = new AffineTransform(size / EM, 0, 0, size / EM, x, y);
    text.codePoints()
        .forEach(
            c -> {
              graphics.fill(glyph(c).outline.createTransformedShape(place));
              place.translate(glyph(c).advance, 0);
            });
  }

  private static Glyph glyph(int character) {
    return ALL.getOrDefault(character, ALL.get(MISSING));
  }

  private static Map<Integer, Glyph> read() {
    var glyphs = new HashMap<Integer, Glyph>();
    var file = Glyphs.class.getResourceAsStream("glyphs.txt");
    try (var lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.substring(2).split(" ", 2);
        glyphs.put(line.codePointAt(0), new Glyph(Double.parseDouble(parts[0]), outline(parts[1])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return glyphs;
  }

  /** From SVG's notation of a path: M, L, Q and Z. */
  private static Path2D outline(String path) {
    var outline = new Path2D.Double();
    SEGMENT.matcher(path).results().forEach(segment -> append(outline, segment.group()));
    return outline;
  }

  private static void append(Path2D outline, String segment) {
    int[] xy =
        Stream.of(segment.substring(1).split(" ", -1))
            .filter(number -> !number.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    switch (segment.charAt(0)) {
      case 'M' -> outline.moveTo(xy[0], xy[1]);
      case 'L' -> outline.lineTo(xy[0], xy[1]);
      case 'Q' -> outline.quadTo(xy[0], xy[1], xy[2], xy[3]);
      default -> outline.closePath();
    }
  }
}
