package org.lstmworkbook.market;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of a CSV file: UTF-8, UTF-16 if it begins with a byte-order mark, or else Windows-1252,
 * as spreadsheets in the west of Europe write it.
 *
 * @param text without the byte-order mark
 * @param charset what it was read as
 */
record CsvText(String text, Charset charset) {

  private static final Charset WINDOWS = Charset.forName("windows-1252");

  /**
   * Reads the whole file.
   *
   * @throws PriceDataException if it is missing, a folder, unreadable, empty, or no text
   */
  static CsvText read(Path file) {
    CsvText read = decoded(file, bytes(file));
    if (read.text.indexOf('\0') >= 0) {
      throw new PriceDataException(
          file
              + " is not plain text: it may be UTF-16 without a mark, a spreadsheet or an archive."
              + " Save it as CSV in UTF-8.");
    }
    if (read.text.isBlank()) {
      throw new PriceDataException(
          file
              + " is empty. Its first line must name the columns: "
              + String.join(",", DailyPrices.COLUMNS)
              + ".");
    }
    return read;
  }

  private static CsvText decoded(Path file, byte[] bytes) {
    if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
      if (bytes.length % 2 != 0) {
        throw new PriceDataException(
            file + " is UTF-16 and ends in the middle of a character. Save it again in UTF-8.");
      }
      return new CsvText(new String(bytes, StandardCharsets.UTF_16), StandardCharsets.UTF_16);
    }
    int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return new CsvText(text, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      return new CsvText(new String(bytes, WINDOWS), WINDOWS);
    }
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
    byte[] expected = new byte[mark.length];
    for (int i = 0; i < mark.length; i++) {
      expected[i] = (byte) mark[i];
    }
    return bytes.length >= mark.length && Bytes.indexOf(bytes, expected) == 0;
  }
}
