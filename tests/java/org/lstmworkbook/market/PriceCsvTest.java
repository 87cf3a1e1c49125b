package org.lstmworkbook.market;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lstmworkbook.UserException;
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
        "01/03/2000 | trade_date | \"01/03/2000\" may be two days: no date of the file tells",
        "2000-02-30 | trade_date | \"2000-02-30\" is not a date. Write it as 2000-03-01.",
        "''         | trade_date | there is no date",
        "-3.2       | close      | -3.2 is not a price",
        "0          | low        | 0.0 is not a price",
        "NaN        | adj_close  | there is no price",
        "Infinity   | high       | \"Infinity\" is not a number",
        "1e999      | high       | Infinity is not a price",
        "1f         | open       | \"1f\" is not a number",
        "null       | open       | there is no price",
        "''         | open       | there is no price",
        "-1         | volume     | -1 shares is below 0",
        "many       | volume     | \"many\" is not a number of shares",
        "1e30       | volume     | \"1e30\" is not a number of shares",
        "1e999999999 | volume    | \"1e999999999\" is not a number of shares",
        "99         | high       | the high 99.0 is below the low 99.5",
        "110        | close      | the close 110.0 is above the high 105.44",
        "90         | open       | the open 90.0 is below the low 99.5",
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
  @CsvSource({"trade_date", "open", "high", "low", "close"})
  void givenAMissingColumn_whenRead_thenItIsNamed(String column) throws IOException {
    String header = ("," + HEADER.strip()).replace("," + column, ",other").substring(1) + "\n";

    String message = refused(file(header + DAY_1 + DAY_2), null);

    assertTrue(message.contains("line 1: there is no column " + column + " among"), message);
  }

  @Test
  void givenNeitherTickerNorAdjustedCloseNorVolume_whenRead_thenTheFilesNameTheCloseAndZero()
      throws IOException {
    Path file =
        file("Date,Open,High,Low,Close\n2000-03-01,102,105.5,100,101\n2000-03-02,100,105,99,103\n");

    Table prices = PriceCsv.read(file, null);

    assertEquals("prices", prices.stringColumn("ticker").get(0));
    assertEquals(103, prices.doubleColumn("adj_close").getDouble(1));
    assertEquals(0L, prices.longColumn("volume").getLong(1));
    assertEquals("SAP", PriceCsv.read(file, "SAP").stringColumn("ticker").get(0));
    assertEquals(
        List.of(
            "Date → trade_date",
            "no ticker: \"prices\" is used",
            "no adjusted close: close is used",
            "no volume: 0 is used"),
        PriceCsv.open(file, null).notes("prices"));
  }

  @Test
  void givenManyFaults_whenRead_thenTheFirstTenAndTheirCountAtOnce() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int day = 1; day <= 28; day++) {
      text.append("A,2001-01-%02d,10,11,9,%s,10,5\n".formatted(day, day % 2 == 0 ? "x" : "12"));
    }
    text.append("A,2001-02-30,10,11,9,10,10,5\nA,2001\n");

    String message = refused(file(text.toString()), null);

    assertTrue(message.contains("cannot be used, for 30 reasons:"), message);
    assertTrue(message.contains("\n  line 31 has 2 values"), message);
    assertTrue(message.contains("\n  line 3, column close: \"x\" is not a number"), message);
    assertTrue(message.endsWith("\n  and 20 more"), message);
    assertEquals(12, message.lines().count());
  }

  @Test
  void givenThreeHeaderRows_whenRead_thenTheyAreNamedWithTheCure() throws IOException {
    String message =
        refused(
            file(
                """
                Price,Close,High,Low,Open,Volume
                Ticker,A,A,A,A,A
                Date,,,,,
                2001-01-02,1,1,1,1,1
                """),
            null);

    assertTrue(message.contains("lines 1 to 3 are 3 header rows"), message);
    assertTrue(message.contains("multi_level_index=False"), message);
  }

  @Test
  void givenACommaThatMayMeanTwoThings_whenRead_thenRefused() throws IOException {
    String message =
        refused(file("Date;Open;High;Low;Close\n2001-01-02;1,234;1,236;1,233;1,235\n"), null);

    assertTrue(message.contains("may be 1.234 or 1234"), message);
  }

  @Test
  void givenASplitThatNobodyAdjusted_whenJumpsAreLookedAt_thenDayRatioAndCure() throws IOException {
    String before = "A,2001-01-02,400,404,396,400,400,5\n";
    String split = "A,2001-01-03,101,103,99,102,%s,5\n";
    String crash = "A,2001-01-03,398,399,99,100,100,5\n";

    PriceCsv unadjusted = PriceCsv.open(file(HEADER + before + split.formatted("102")), null);
    String message =
        assertThrows(UserException.class, () -> unadjusted.refuseJumps("A", false)).getMessage();

    assertTrue(
        message.contains("line 3: on 2001-01-03 the adjusted price goes from 400.0"), message);
    assertTrue(message.contains("a 4:1 split"), message);
    assertTrue(message.contains("divide the prices before that day by 4"), message);
    unadjusted.refuseJumps("A", true);
    PriceCsv.open(file(HEADER + before + split.formatted("408")), null).refuseJumps("A", false);
    PriceCsv.open(file(HEADER + before + crash), null).refuseJumps("A", false);
  }

  @ParameterizedTest(name = "{0} days without a row")
  @CsvSource({"14, false", "15, true", "34, true"})
  void givenASplitWithinAHole_whenJumpsAreLookedAt_thenItIsNoJumpAsNoWindowSpansIt(
      int without, boolean hole) throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int row = 0; row < 20; row++) {
      int close = row < 10 ? 400 : 100;
      text.append(
          "A,%s,%2$d,%2$d,%2$d,%2$d,%2$d,5\n"
              .formatted(
                  LocalDate.of(2001, 1, 1).plusDays(row < 10 ? row : row + without - 1), close));
    }
    PriceCsv csv = PriceCsv.open(file(text.toString()), null);
    List<LocalDate> days = csv.prices("A").dateColumn("trade_date").asList();

    assertEquals(hole ? List.of(10) : List.of(), TradingDays.of(days).holes());
    assertEquals(hole, PriceJumps.large(csv.prices("A")).isEmpty());
    if (hole) {
      csv.refuseJumps("A", false);
    } else {
      assertThrows(UserException.class, () -> csv.refuseJumps("A", false));
    }
  }

  @Test
  void givenASplitOfTheAdjustedCloseOnly_whenJumpsAreLookedAt_thenRefused() throws IOException {
    String day = "A,2001-01-0%d,100,101,99,100,%s,5\n";
    PriceCsv csv = PriceCsv.open(file(HEADER + day.formatted(2, 25) + day.formatted(3, 100)), null);

    String message =
        assertThrows(UserException.class, () -> csv.refuseJumps("A", false)).getMessage();

    assertTrue(message.contains("from 25.0 to 100.0, as in a 1:4 split"), message);
  }

  @Test
  void givenALargeChangeThatIsNoUsualSplit_whenPut_thenItIsSaid() throws IOException {
    String day = "A,2001-01-0%d,100,101,60,%s,%s,5\n";
    Table prices =
        PriceCsv.read(file(HEADER + day.formatted(2, 100, 100) + day.formatted(3, 61, 61)), "A");

    assertTrue(PriceJumps.large(prices).orElseThrow().contains("-39 % on 2001-01-03"));
  }

  @Test
  void givenDaysWrittenInTwoWays_whenRead_thenRefusedWithBoth() throws IOException {
    String message =
        refused(
            file(
                """
                Date,Open,High,Low,Close
                01/02/2001,1,1,1,1
                01/13/2001,1,1,1,1
                2001-04-02,1,1,1,1
                """),
            null);

    assertTrue(
        message.contains("written in 2 ways (line 2 01/02/2001, line 4 2001-04-02)"), message);
  }

  @Test
  void givenBarsWithinTheDay_whenRead_thenRefusedInOneSentence() throws IOException {
    StringBuilder text = new StringBuilder("Datetime,Open,High,Low,Close\n");
    for (int hour = 0; hour < 20; hour++) {
      text.append("2001-01-%02d %02d:00:00,1,1,1,1\n".formatted(1 + hour / 10, hour));
    }

    assertTrue(refused(file(text.toString()), null).contains("20 rows of 2 days"));
  }

  @Test
  void givenNoHeader_whenRead_thenRefusedWithTheLineToAdd() throws IOException {
    String message = refused(file("2001.01.02,00:00,1,1,1,1,5\n"), null);

    assertTrue(message.contains("has no header: no line names columns, and line 1"), message);
  }

  @Test
  void givenATickerInTwoCases_whenOneIsNamedOrNone_thenRefused() throws IOException {
    Path file = file(HEADER + DAY_1 + DAY_2.replace("IBM", "ibm"));

    assertTrue(refused(file, "IBM").contains("writes the ticker as IBM and as ibm"));
    assertTrue(refused(file, null).contains("writes the ticker as IBM and as ibm"));
  }

  @Test
  void givenUnquotedCommasInEveryRow_whenNoTickerIsNamed_thenRefused() throws IOException {
    String message = refused(file("Date,Open,High,Low,Close\n2001-01-02,1,5,1,6,1,4,1,5\n"), null);

    assertTrue(message.contains("line 2 has 9 values where the header names 5"), message);
  }

  @Test
  void givenTheSamples_whenJumpsAreLookedAt_thenTheirSplitsAreExplained() {
    PriceCsv samples = PriceCsv.open(SAMPLES, null);

    samples.tickers().forEach(ticker -> samples.refuseJumps(ticker, false));
  }

  @Test
  void givenARowFarFromAllOthers_whenJumpsAreLookedAt_thenItIsNamed() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int day = 1; day <= 20; day++) {
      text.append("A,2001-01-%02d,10,11,9,10,10,5\n".formatted(day));
    }
    PriceCsv csv = PriceCsv.open(file(text + "A,2033-06-14,10,11,9,10,10,5\n"), null);

    String message =
        assertThrows(UserException.class, () -> csv.refuseJumps("A", false)).getMessage();

    assertTrue(message.contains("line 22: 2033-06-14 stands alone"), message);
  }

  @Test
  void givenADayTwice_whenRead_thenBothLinesAreNamed() throws IOException {
    String message = refused(file(HEADER + DAY_1 + DAY_2 + DAY_1), null);

    assertTrue(message.contains("line 4, column trade_date: 2000-03-01 comes twice"), message);
    assertTrue(message.contains("first in line 2. Keep one row a day."), message);
  }

  @Test
  void givenTooFewRows_whenRead_thenRefused() throws IOException {
    assertTrue(refused(file(HEADER), null).contains("has a header but no rows"));
    assertTrue(
        refused(file(HEADER + DAY_1), null).contains("holds the prices of 1 trading day(s)"));
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
  void givenNoText_whenRead_thenRefused() throws IOException {
    assertTrue(refused(file(HEADER + DAY_1, UTF_16LE), null).contains("is not plain text"));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'\u001F\u008B'      | is a packed file. Unpack it",
        "BZh91AY&SY           | is a packed file. Unpack it",
        "\u00FD7zXZ          | is a packed file. Unpack it",
        "7z\u00BC\u00AF      | is a packed file. Unpack it",
        "'PK\u0003\u0004'    | is an Excel workbook or a zip archive. Save its sheet as CSV, or",
        "\u00D0\u00CF\u0011\u00E0 | is an Excel workbook. Save its sheet as CSV",
        "PAR1                | is a Parquet file",
        "%PDF-1.4            | is a PDF document",
        "{\"Note\": \"Thank you\"} | is JSON",
        "[[1546300800000,\"1\"]] | is JSON",
        "<!DOCTYPE html><p>Date,Open,High,Low,Close | is a web page",
        "\u00EF\u00BB\u00BF<html>  | is a web page",
        "404 Not Found       | has no header: no line names columns, and line 1 begins with",
        "Date Open High Low Close Volume | has no header",
      })
  void givenAFileOfAnotherKind_whenRead_thenItIsCalledByItsNameWithTheCure(
      String beginning, String expected) throws IOException {
    String message = refused(file(beginning + "\n", ISO_8859_1), null);

    assertTrue(message.contains(expected), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen",
        "Datum,Open,Hoog,Laag,Slot,Volume",
        "Datum,Eröffnung,Tageshoch,Tagestief,Schluss,Stück",
        "日期,开盘,最高,最低,收盘,成交量",
        "日付,始値,高値,安値,終値,出来高",
        "날짜,시가,고가,저가,종가,거래량",
      })
  void givenAHeaderInAnotherLanguage_whenRead_thenEachColumnIsFound(String header)
      throws IOException {
    Table prices =
        PriceCsv.read(file(header + "\n2001-01-02,2,4,1,3,7\n2001-01-03,2,4,1,3,7"), "A");

    assertEquals("2001-01-02,2.0,4.0,1.0,3.0,3.0,7", firstRow(prices));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Stücke,Volumen                               | 7",
        "Volume BTC,Volume USD                        | 7",
        "Volume USD,Volume BTC                        | 9",
        "Volume,Quote asset volume                    | 7",
        "Volume USD,Note                              | 7",
        "Volume Weighted Average Price,No. of Shares  | 9",
        "Volume Weighted Average Price,Volume SMA     | 0",
        "Dividends,Turnover                           | 0",
      })
  void givenSeveralColumnsLikeAVolume_whenRead_thenTheOneThatCountsShares(
      String names, String volume) throws IOException {
    String header = "Date,Open,High,Low,Close," + names;

    Table prices =
        PriceCsv.read(file(header + "\n2001-01-02,2,4,1,3,7,9\n2001-01-03,2,4,1,3,7,9"), "A");

    assertEquals("2001-01-02,2.0,4.0,1.0,3.0,3.0," + volume, firstRow(prices));
  }

  @Test
  void givenCommasThatNoCellExplains_whenRead_thenTakenForThousandsAndSaid() throws IOException {
    String header = "Date,Open,High,Low,Close\n";
    String row = ",\"1,100\",\"1,101\",\"1,099\",\"1,100\"\n";
    PriceCsv csv = PriceCsv.open(file(header + "2001-01-02" + row + "2001-01-03" + row), "A");

    assertEquals(1100, csv.prices("A").doubleColumn("close").getDouble(0));
    assertTrue(csv.notes("A").contains("a comma between thousands: 1,234 is 1234"));
  }

  @Test
  void givenACommaBehindZero_whenRead_thenItStandsBeforeTheFractions() throws IOException {
    String header = "Date,Open,High,Low,Close\n";
    String row = ",\"0,100\",\"0,101\",\"0,099\",\"0,100\"\n";

    Table prices = PriceCsv.read(file(header + "2001-01-02" + row + "2001-01-03" + row), "A");

    assertEquals(0.1, prices.doubleColumn("close").getDouble(0));
  }

  @Test
  void givenAnEastAsianEncoding_whenRead_thenRefusedWithTheCure() throws IOException {
    Path file = folder.resolve("krx.csv");
    Files.write(file, "일자,시가,고가,저가,종가\n".getBytes(Charset.forName("EUC-KR")));

    assertTrue(refused(file, null).contains("save it again in UTF-8"));
  }

  private static String firstRow(Table prices) {
    return prices.first(1).removeColumns("ticker").write().toString("csv").lines().toList().get(1);
  }

  @Test
  void givenAHeaderThatEndsInCommasAndComesAgainAndADividendInWords_whenRead_thenTheRowsOnly()
      throws IOException {
    String dividend = "IBM,2000-03-02,0.25 Dividend,,,,,\n";

    String header = HEADER.strip() + ",,\n";

    Table prices = PriceCsv.read(file(header + DAY_1 + dividend + header + DAY_2), "IBM");

    assertEquals(2, prices.rowCount());
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

    var error = assertThrows(UserException.class, () -> PriceCsv.readAll(file));

    assertTrue(error.getMessage().contains("line 5, column trade_date"), error.getMessage());
    assertEquals(2, PriceCsv.read(file, "IBM").rowCount());
  }

  @Test
  void givenTheSamples_whenAllAreRead_thenSortedByTickerAndDay() {
    Table all = PriceCsv.readAll(SAMPLES);

    assertEquals(12_154, all.rowCount());
    assertEquals(DailyPrices.COLUMNS, all.columnNames());
    assertEquals("AAPL", all.stringColumn("ticker").get(0));
    assertEquals("MSFT", all.stringColumn("ticker").get(12_153));
  }

  private static String refused(Path file, String ticker) {
    var error = assertThrows(UserException.class, () -> PriceCsv.read(file, ticker));
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
