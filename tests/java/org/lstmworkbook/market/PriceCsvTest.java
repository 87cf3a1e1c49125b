package org.lstmworkbook.market;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class PriceCsvTest {

  private static final String HEADER = "ticker,trade_date,open,high,low,close,adj_close,volume\n";
  private static final String DAY_1 = "IBM,2000-03-01,102.0,105.5,100.06,100.25,73.66,10807800\n";
  private static final String DAY_2 = "IBM,2000-03-02,100.5,105.44,99.5,103.12,75.77,11192900\n";
  private static final Path SAMPLES = Path.of("data-samples", "daily_prices.csv");

  @TempDir Path folder;

  @Test
  void givenTheSamples_whenOneTickerIsRead_thenTypedColumnsInOrder() {
    Table prices = PriceCsv.read(SAMPLES, "IBM");

    assertEquals(DailyPrices.COLUMNS, prices.columnNames());
    assertEquals(3270, prices.rowCount());
    assertEquals(LocalDate.of(2000, 3, 1), prices.dateColumn("trade_date").get(0));
    assertEquals(100.25, prices.doubleColumn("close").getDouble(0));
    assertEquals(10_807_800L, prices.longColumn("volume").getLong(0));
  }

  @Test
  void givenRowsOutOfOrder_whenRead_thenSortedByDay() throws IOException {
    Table prices = PriceCsv.read(file(HEADER + DAY_2 + DAY_1), null);

    assertEquals(
        List.of(LocalDate.of(2000, 3, 1), LocalDate.of(2000, 3, 2)),
        prices.dateColumn("trade_date").asList());
    assertEquals(100.25, prices.doubleColumn("close").getDouble(0));
  }

  @Test
  void givenAByteOrderMarkWindowsLinesAndNoTradeOnADay_whenRead_thenAccepted() throws IOException {
    String quiet = "IBM,2000-03-03,103,103,103,103,75.7,0";
    Table prices =
        PriceCsv.read(file("\uFEFF" + (HEADER + DAY_1 + quiet).replace("\n", "\r\n")), "IBM");

    assertEquals(2, prices.rowCount());
    assertEquals(0L, prices.longColumn("volume").getLong(1));
  }

  @Test
  void givenOtherColumnsInAnyOrderAndCase_whenRead_thenFoundByName() throws IOException {
    Table prices =
        PriceCsv.read(
            file(
                """
                Note,Trade_Date,Volume,Adj_Close,Close,Low,High,Open,Ticker
                "a, ""b""
                c",2000-03-01,5,73.66,100.25,100.06,105.5,102.0,IBM
                ,2000-03-02,6,75.77,103.12,99.5,105.44,100.5,IBM
                """),
            null);

    assertEquals(DailyPrices.COLUMNS, prices.columnNames());
    assertEquals(73.66, prices.doubleColumn("adj_close").getDouble(0));
  }

  @ParameterizedTest(name = "{0} in column {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "01/03/2000 | trade_date | \"01/03/2000\" is not a date. Write it as 2000-03-01.",
        "2000-02-30 | trade_date | \"2000-02-30\" is not a date",
        "''         | trade_date | there is no value",
        "''         | ticker     | there is no value",
        "-3.2       | close      | -3.2 is not a price",
        "0          | low        | 0.0 is not a price",
        "NaN        | adj_close  | \"NaN\" is not a number",
        "Infinity   | high       | \"Infinity\" is not a number",
        "1e999      | high       | Infinity is not a price",
        "1f         | open       | \"1f\" is not a number",
        "null       | open       | \"null\" is not a number",
        "''         | open       | there is no value",
        "-1         | volume     | -1 shares is below 0",
        "1.5        | volume     | \"1.5\" is not a whole number of shares",
        "1e30       | volume     | \"1e30\" is not a whole number of shares",
        "99         | high       | the high 99.0 is below the low 99.5",
      })
  void givenABadCell_whenRead_thenItsLineAndColumnAreNamed(
      String value, String column, String expected) throws IOException {
    String[] cells = DAY_2.strip().split(",", -1);
    cells[DailyPrices.COLUMNS.indexOf(column)] = value;

    String message = refused(file(HEADER + DAY_1 + String.join(",", cells)), null);

    assertTrue(message.contains(", line 3, column " + column + ": "), message);
    assertTrue(message.contains(expected), message);
  }

  @Test
  void givenQuotedLineBreaksAndBlankLines_whenACellIsBad_thenTheLineIsStillRight()
      throws IOException {
    String note = HEADER.strip() + ",note\n";
    String message =
        refused(
            file(
                note
                    + "\n"
                    + DAY_1.strip()
                    + ",\"two\nlines\"\n\n\n"
                    + DAY_2.strip().replace("103.12", "x")
                    + ",\n"),
            null);

    assertTrue(message.contains("line 7, column close: \"x\""), message);
  }

  @ParameterizedTest(name = "without {0}")
  @CsvSource({"ticker", "trade_date", "open", "high", "low", "close", "adj_close", "volume"})
  void givenAMissingColumn_whenRead_thenItIsNamed(String column) throws IOException {
    String header = ("," + HEADER.strip()).replace("," + column, "").substring(1) + "\n";

    String message = refused(file(header + DAY_1 + DAY_2), null);

    assertTrue(message.contains("line 1: there is no column " + column + " among"), message);
  }

  @Test
  void givenADayTwice_whenRead_thenBothLinesAreNamed() throws IOException {
    String message = refused(file(HEADER + DAY_1 + DAY_2 + DAY_1), null);

    assertTrue(message.contains("line 4, column trade_date: 2000-03-01 comes twice"), message);
    assertTrue(message.contains("line 2. Keep one row a day."), message);
  }

  @Test
  void givenTooFewRows_whenRead_thenRefused() throws IOException {
    assertTrue(refused(file(HEADER), null).contains("has a header but no rows"));
    assertTrue(
        refused(file(HEADER + DAY_1), null)
            .contains("prices.csv holds the prices of 1 trading day(s)"));
    assertTrue(refused(file(""), null).contains("is empty"));
    assertTrue(refused(file(" \n \n"), null).contains("is empty"));
  }

  @Test
  void givenARowOfAnotherLength_whenRead_thenItsLineIsNamed() throws IOException {
    assertTrue(
        refused(file(HEADER + DAY_1 + "IBM,2000-03-02,100.5,105.44"), null)
            .contains(
                "line 3 has 4 values where the header names 8 columns. The row is cut short"));
    assertTrue(
        refused(file(HEADER + DAY_1 + DAY_2.replace("11192900", "11,192,900")), null)
            .contains(
                "line 3 has 10 values where the header names 8 columns. Write numbers without"));
  }

  @Test
  void givenAnotherDelimiter_whenRead_thenItIsNamed() throws IOException {
    assertTrue(
        refused(file((HEADER + DAY_1).replace(',', ';')), null)
            .contains("line 1: the columns are separated by semicolons"));
    assertTrue(
        refused(file((HEADER + DAY_1).replace(',', '\t')), null)
            .contains("line 1: the columns are separated by tabs"));
  }

  @Test
  void givenAnotherEncoding_whenRead_thenRefused() throws IOException {
    String text = HEADER + DAY_1 + DAY_2.replace("IBM", "Müller");

    assertTrue(refused(file(text, UTF_16), null).contains("is UTF-16, not UTF-8"));
    assertTrue(refused(file(text, UTF_16LE), null).contains("is not plain text"));
    assertTrue(
        refused(file(text, ISO_8859_1), null).contains("line 3: the byte 0xFC is not UTF-8"));
  }

  @Test
  void givenSeveralTickers_whenNoneOrAnUnknownOneIsNamed_thenThoseThereAreListed() {
    assertTrue(
        refused(SAMPLES, null).contains("holds the tickers AAPL, FB, GOOG, IBM, MSFT. Name the"));
    assertTrue(
        refused(SAMPLES, "IBX").contains("no ticker IBX. It holds AAPL, FB, GOOG, IBM, MSFT"));
  }

  @Test
  void givenNoFile_whenRead_thenItSaysWhatIsThere() throws IOException {
    assertTrue(refused(folder.resolve("no.csv"), null).contains("no.csv does not exist"));
    assertTrue(refused(folder, null).contains("is a folder"));
  }

  @Test
  void givenAllTickers_whenOneOfThemBreaksARule_thenTheFileIsRefused() throws IOException {
    String apple = DAY_1.replace("IBM", "AAPL");
    Path file = file(HEADER + DAY_1 + apple + DAY_2 + apple);

    var error = assertThrows(PriceDataException.class, () -> PriceCsv.readAll(file));

    assertTrue(error.getMessage().contains("line 5, column trade_date"), error.getMessage());
  }

  @Test
  void givenTheSamples_whenAllAreRead_thenSortedByTickerAndDay() {
    Table all = PriceCsv.readAll(SAMPLES);

    assertEquals(12_154, all.rowCount());
    assertEquals(DailyPrices.COLUMNS, all.columnNames());
    assertEquals("AAPL", all.stringColumn("ticker").get(0));
    assertEquals("MSFT", all.stringColumn("ticker").get(12_153));
  }

  @Test
  void givenAGoodFile_whenCheckedFromTheCommandLine_thenOneLineOfJson() {
    assertEquals(
        "0 {\"ticker\":\"IBM\",\"rows\":3270,\"first\":\"2000-03-01\",\"last\":\"2013-03-01\"}",
        run(SAMPLES.toString(), "IBM"));
    assertEquals(
        "0 {\"ticker\":\"IBM\",\"rows\":21,\"first\":\"2009-04-01\",\"last\":\"2009-04-30\"}",
        run(SAMPLES.toString(), "IBM", "2009-04-01", "2009-04-30"));
  }

  @Test
  void givenRowsOutOfOrder_whenCheckedFromTheCommandLine_thenANoteSaysSo() throws IOException {
    String ordered = run(file(HEADER + DAY_1 + DAY_2).toString());
    String mixed = run(file(HEADER + DAY_2 + DAY_1).toString());

    assertTrue(ordered.endsWith("\"last\":\"2000-03-02\"}"), ordered);
    assertTrue(mixed.contains("\"note\":\"the rows were not in order"), mixed);
  }

  @Test
  void givenBadArguments_whenCheckedFromTheCommandLine_thenOneSentence() {
    assertTrue(run().startsWith("2 Usage"));
    assertTrue(run(SAMPLES.toString()).startsWith("2 data-samples"));
    assertTrue(
        run(SAMPLES.toString(), "IBM", "yesterday").contains("2 \"yesterday\" is not a date"));
    assertTrue(
        run(SAMPLES.toString(), "IBM", "2014-01-01", "2015-01-01")
            .contains("the file's days are 2000-03-01 to 2013-03-01"));
    assertTrue(run("\0").startsWith("2 "));
  }

  private static String run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        PriceCsv.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    assertTrue(out.size() == 0 || err.size() == 0, "either an answer or an error");
    return code + " " + (out.toString(UTF_8) + err.toString(UTF_8)).strip();
  }

  private static String refused(Path file, String ticker) {
    var error = assertThrows(PriceDataException.class, () -> PriceCsv.read(file, ticker));
    assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    return error.getMessage();
  }

  private Path file(String text) throws IOException {
    return file(text, UTF_8);
  }

  private Path file(String text, Charset charset) throws IOException {
    return Files.writeString(folder.resolve("prices.csv"), text, charset);
  }
}
