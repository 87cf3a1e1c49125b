package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** What data-samples/README.md says of the file is true of the file. */
class DataSamplesTest {

  private static final Path CSV = Path.of("data-samples", "daily_prices.csv");
  private static final Pattern TICKER_ROW =
      Pattern.compile("(?m)^\\| (\\w+) \\| (\\d+) \\| (\\S+) \\| (\\S+) \\|$");

  private final String readme = Files.readString(Path.of("data-samples", "README.md"));
  private final Table prices = PriceCsv.readAll(CSV);

  DataSamplesTest() throws IOException {}

  @Test
  void givenTheReadmesTable_whenComparedWithTheFile_thenRowsAndDaysAgree() {
    Map<String, String> said =
        TICKER_ROW
            .matcher(readme)
            .results()
            .collect(
                Collectors.toMap(
                    row -> row.group(1),
                    row -> row.group(2) + " " + row.group(3) + " " + row.group(4)));
    Map<String, String> held = new TreeMap<>();
    for (Table each : prices.splitOn("ticker").asTableList()) {
      held.put(
          each.stringColumn("ticker").get(0),
          each.rowCount()
              + " "
              + each.dateColumn("trade_date").min()
              + " "
              + each.dateColumn("trade_date").max());
    }

    assertEquals(held, new TreeMap<>(said));
    assertTrue(readme.contains("%,d rows".formatted(prices.rowCount())));
  }

  @Test
  void givenTheReadmesHash_whenComparedWithTheFile_thenEqual()
      throws IOException, NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(CSV));

    assertTrue(readme.contains("SHA-256: `" + HexFormat.of().formatHex(hash) + "`"));
  }

  @Test
  void givenTheReadmesSplits_whenReturnsAreCompared_thenTheCloseFallsByHalfAndAdjCloseDoesNot() {
    for (List<String> split :
        List.of(
            List.of("AAPL", "2000-06-21"),
            List.of("AAPL", "2005-02-28"),
            List.of("MSFT", "2003-02-18"))) {
      Table stock = prices.where(prices.stringColumn("ticker").isEqualTo(split.get(0)));
      int row = stock.dateColumn("trade_date").asList().indexOf(LocalDate.parse(split.get(1)));
      assertEquals(0.5, change(stock, "close", row), 0.06, split + ": half, give or take a day");
      assertEquals(1.0, change(stock, "adj_close", row), 0.12, split + ": an ordinary day");
    }
  }

  @Test
  void givenTheReadmesLongestGap_whenComparedWithTheFile_thenSevenDaysInSeptember2001() {
    Table ibm = prices.where(prices.stringColumn("ticker").isEqualTo("IBM"));
    List<LocalDate> days = ibm.dateColumn("trade_date").asList();
    int longest =
        IntStream.range(1, days.size())
            .boxed()
            .max((a, b) -> Long.compare(gap(days, a), gap(days, b)))
            .orElseThrow();

    assertEquals(7, gap(days, longest));
    assertEquals(LocalDate.of(2001, 9, 17), days.get(longest));
  }

  private static long gap(List<LocalDate> days, int row) {
    return ChronoUnit.DAYS.between(days.get(row - 1), days.get(row));
  }

  private static double change(Table stock, String column, int row) {
    return stock.doubleColumn(column).getDouble(row)
        / stock.doubleColumn(column).getDouble(row - 1);
  }
}
