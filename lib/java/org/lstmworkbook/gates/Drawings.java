package org.lstmworkbook.gates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The workbook's drawings, as vector graphics in one style; colours are Okabe and Ito's, which the
 * colour-blind can tell apart. The same colour means the same thing in all: orange memory,
 * vermilion forget, green input, purple candidate, blue output.
 */
public final class Drawings {

  private Drawings() {}

  /** The LSTM cell, each part named as in the equations and in {@link LstmCell}. */
  public static Drawing cell() {
    return drawing("An LSTM cell", "cell.svg");
  }

  /** The same cell with only those parts lit that decide what is added: input gate, candidate. */
  public static Drawing learn() {
    return litCell("learn", "The input gate and the candidate");
  }

  /** The same cell with only those parts lit that decide what is kept: the forget gate. */
  public static Drawing forget() {
    return litCell("forget", "The forget gate");
  }

  /** The same cell with only those parts lit that make the new memory: a sum. */
  public static Drawing remember() {
    return litCell("remember", "The memory");
  }

  /** The same cell with only those parts lit that make the output: the output gate. */
  public static Drawing use() {
    return litCell("use", "The output gate");
  }

  /** The plain recurrent cell of {@link PlainRnn}. */
  public static Drawing plainRnn() {
    return drawing("A plain recurrent cell", "plain-rnn.svg");
  }

  /** A recurrent network, folded and unrolled in time. */
  public static Drawing unrolled() {
    return drawing("A recurrent network unrolled in time", "unrolled.svg");
  }

  /** Windows cut from a series, with their targets. */
  public static Drawing windows() {
    return drawing("Windows on a series", "windows.svg");
  }

  /** Back-propagation through time, whole and truncated. */
  public static Drawing backPropagation() {
    return drawing("Back-propagation through time, and its truncation", "back-propagation.svg");
  }

  /** One to many, many to one, many to many. */
  public static Drawing sequenceKinds() {
    return drawing("Kinds of sequences", "sequence-kinds.svg");
  }

  /** The eleven steps in their order, and the lessons beside them. */
  public static Drawing courseMap() {
    return drawing("The map of the course", "course-map.svg");
  }

  /** The cell with all parts pale but those whose {@code data-part} names this verb. */
  private static Drawing litCell(String verb, String title) {
    Drawing cell = cell();
    return new Drawing(
        title,
        cell.svg()
            .replace("<title>" + cell.title(), "<title>" + title)
            .replace("class=\"wb-drawing\"", "class=\"wb-drawing only-" + verb + "\""));
  }

  private static Drawing drawing(String title, String file) {
    return new Drawing(title, text(file).replace("/* drawing.css */", text("drawing.css")));
  }

  /** A text file that lies beside this class. */
  static String text(String name) {
    try (var stream = Drawings.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
