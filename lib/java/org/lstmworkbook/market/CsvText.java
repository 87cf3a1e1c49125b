package org.lstmworkbook.market;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.lstmworkbook.UserException;

/**
 * The text of a CSV file: UTF-8, UTF-16 if it begins with a byte-order mark, or else Windows-1252,
 * as spreadsheets in the west of Europe write it.
 *
 * @param text without the byte-order mark
 * @param charset what it was read as
 */
record CsvText(String text, Charset charset) {

  static final Charset WINDOWS = Charset.forName("windows-1252");

  private static final String MARK = "(?:\u00EF\u00BB\u00BF)?\\s*";

  /** How a file begins that holds no table of text, and what to do about it. */
  private static final Map<Pattern, String> OTHERS =
      Map.of(
          Pattern.compile("\u001F\u008B|7z\u00BC\u00AF|BZh\\d1AY|\u00FD7zXZ|Rar!"),
          "is a packed file. Unpack it, and name the CSV file in it.",
          Pattern.compile("PK\u0003\u0004"),
          "is an Excel workbook or a zip archive. Save its sheet as CSV, or unpack it.",
          Pattern.compile("\u00D0\u00CF\u0011\u00E0"),
          "is an Excel workbook. Save its sheet as CSV.",
          Pattern.compile("PAR1"),
          "is a Parquet file. Save it as CSV.",
          Pattern.compile("%PDF"),
          "is a PDF document. Download the prices as CSV.",
          Pattern.compile(MARK + "(?:\\{|\\[\\s*[\\[{])"),
          "is JSON: a table in a program's own form, or a service's refusal. Download the prices as"
              + " CSV.",
          Pattern.compile(MARK + "<(?:!doctype|html|head|body|table|\\?xml)", CASE_INSENSITIVE),
          "is a web page: what a site said instead of sending a file, or a table that was saved as"
              + " a page. Open it in a browser to see, or in a spreadsheet to save it as CSV.");

  private static final int BEGINNING = 100;

  /**
   * Reads the whole file.
   *
   * @throws UserException if it is missing, a folder, unreadable, empty, no text, or text of
   *     another kind, such as a web page
   */
  static CsvText read(Path file) {
    byte[] bytes = bytes(file);
    String start = new String(bytes, 0, Math.min(BEGINNING, bytes.length), ISO_8859_1);
    OTHERS.forEach(
        (beginning, what) -> {
          if (beginning.matcher(start).lookingAt()) {
            throw new UserException(file + " " + what);
          }
        });
    CsvText read = decoded(file, bytes, start);
    if (read.text.indexOf('\0') >= 0) {
      throw new UserException(
          file
              + " is not plain text: it may be UTF-16 without a mark, or of a program's own form."
              + " Save it as CSV in UTF-8.");
    }
    if (read.text.isBlank()) {
      throw new UserException(
          file
              + " is empty. Its first line must name the columns: "
              + String.join(",", DailyPrices.COLUMNS)
              + ".");
    }
    return read;
  }

  private static CsvText decoded(Path file, byte[] bytes, String start) {
    if (start.startsWith("\u00FE\u00FF") || start.startsWith("\u00FF\u00FE")) {
      if (bytes.length % 2 != 0) {
        throw new UserException(
            file + " is UTF-16 and ends in the middle of a character. Save it again in UTF-8.");
      }
      return new CsvText(new String(bytes, StandardCharsets.UTF_16), StandardCharsets.UTF_16);
    }
    int mark = start.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return new CsvText(text, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      return new CsvText(new String(bytes, WINDOWS), WINDOWS);
    }
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserException(file + " is a folder. Name a CSV file in it.");
    }
    if (!Files.exists(file)) {
      throw new UserException(
          file + " does not exist (looked for " + file.toAbsolutePath() + "). Check the name.");
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserException(file + " cannot be read. Check its permissions.", e);
    }
  }
}
