package org.lstmworkbook.market;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a CSV file, which must be UTF-8. */
final class CsvText {

  private static final String CURE = "Save it as CSV in UTF-8.";

  private CsvText() {}

  /**
   * Reads the whole file. A byte-order mark is dropped.
   *
   * @throws PriceDataException if it is missing, a folder, unreadable, empty, or not UTF-8
   */
  static String read(Path file) {
    byte[] bytes = bytes(file);
    if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
      throw new PriceDataException(file + " is UTF-16, not UTF-8. " + CURE);
    }
    if (Bytes.contains(bytes, (byte) 0)) {
      throw new PriceDataException(
          file + " is not plain text: it may be UTF-16, a spreadsheet or an archive. " + CURE);
    }
    int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer out = CharBuffer.allocate(in.remaining());
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult end = decoder.decode(in, out, true);
    if (end.isError()) {
      throw new PriceDataException(
          "%s, line %d: the byte 0x%02X is not UTF-8; the file may be Latin-1 or Windows-1252. %s"
              .formatted(file, line(bytes, in.position()), bytes[in.position()], CURE));
    }
    String text = out.flip().toString();
    if (text.isBlank()) {
      throw new PriceDataException(
          file + " is empty. Its first line must name the columns: " + columns() + ".");
    }
    return text;
  }

  static String columns() {
    return String.join(",", DailyPrices.COLUMNS);
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw new PriceDataException(file + " is a folder. Name a CSV file in it.");
    }
    if (!Files.exists(file)) {
      throw new PriceDataException(
          file + " does not exist (looked for " + file.toAbsolutePath() + "). Check the name.");
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PriceDataException(file + " cannot be read. Check its permissions.", e);
    }
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static int line(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
