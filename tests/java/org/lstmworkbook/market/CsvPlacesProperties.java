package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.lstmworkbook.UserException;
import tech.tablesaw.api.Table;

class CsvPlacesProperties {

  /**
   * Notes with quotes, commas and line breaks move the rows; the row with x must still be found.
   */
  @Property(tries = 100)
  void givenNotesOfAnyText_whenARowIsBad_thenItsLineIsRight(
      @ForAll @Size(min = 2, max = 6)
          List<@StringLength(max = 8) @CharRange(from = 'a', to = 'c') String> letters,
      @ForAll @IntRange(max = 5) int bad)
      throws IOException {
    int badRow = bad % letters.size();
    StringBuilder text = new StringBuilder("note," + String.join(",", DailyPrices.COLUMNS) + "\n");
    int badLine = 0;
    for (int i = 0; i < letters.size(); i++) {
      if (i == badRow) {
        badLine = 1 + (int) text.chars().filter(c -> c == '\n').count();
      }
      String note = letters.get(i).replace('a', '\n').replace('b', ',').replace("c", "\"\"");
      text.append('"').append(note).append("\",A,").append(LocalDate.of(2020, 1, 1).plusDays(i));
      text.append(i == badRow ? ",1,1,1,x,1,0\n" : ",1,1,1,1,1,0\n");
    }
    Path file = Files.createTempFile("prices", ".csv");
    try {
      Files.writeString(file, text);
      var error = assertThrows(UserException.class, () -> PriceCsv.read(file, null));
      assertTrue(
          error.getMessage().contains(", line " + badLine + ", column close: \"x\""),
          error.getMessage() + "\n" + text);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 50)
  void givenAnyFinitePositivePrice_whenWrittenAndRead_thenTheSameBits(
      @ForAll @DoubleRange(min = 0, minIncluded = false, max = 1e12) double price)
      throws IOException {
    Path file = Files.createTempFile("prices", ".csv");
    try {
      String row = ",%1$s,%1$s,%1$s,%1$s,%1$s,7\n".formatted(price);
      Files.writeString(
          file,
          String.join(",", DailyPrices.COLUMNS) + "\nA,2020-01-01" + row + "A,2020-01-02" + row);
      Table prices = PriceCsv.read(file, "A");
      assertEquals(price, prices.doubleColumn("close").getDouble(1), "no rounding: exact");
    } finally {
      Files.delete(file);
    }
  }
}
