package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.engine.bigquery.EmbeddedBigQuery;
import org.lstmworkbook.market.PriceCsv;
import tech.tablesaw.api.Table;

class PriceSourceTest {

  @Test
  void givenNothingNamed_whenDescribed_thenTheSamplesInThisProcess() {
    assertEquals(
        "BigQuery endpoint inside this process, serving daily_prices.csv",
        PriceSource.describe(Map.of()));
  }

  @Test
  void givenAProject_whenDescribed_thenThatProject() {
    assertTrue(PriceSource.describe(Map.of("GOOGLE_CLOUD_PROJECT", "p-1")).endsWith("p-1"));
    assertTrue(
        PriceSource.describe(Map.of("GOOGLE_CLOUD_PROJECT", "p-1", "WORKBOOK_PROJECT", "p-2"))
            .endsWith("p-2"));
  }

  @Test
  void givenAFileOfTheReaders_whenAProjectIsNamedToo_thenTheFile() {
    assertEquals(
        "BigQuery endpoint inside this process, serving mine.csv",
        PriceSource.describe(
            Map.of("WORKBOOK_DATA", "/tmp/mine.csv", "GOOGLE_CLOUD_PROJECT", "p-1")));
  }

  @Test
  void givenABigQueryWithoutTheModel_whenAskedForARival_thenItSaysSoAndThereIsNone() {
    Path samples = Path.of("data-samples", "daily_prices.csv");
    PrintStream console = System.out;
    var said = new ByteArrayOutputStream();
    try (EmbeddedBigQuery endpoint =
        EmbeddedBigQuery.start("market", () -> PriceCsv.readAll(samples).setName("daily_prices"))) {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      Table prices = PriceCsv.read(samples, "IBM");
      List<LocalDate> days = List.of(LocalDate.of(2013, 3, 1));

      assertTrue(PriceSource.aiForecast(endpoint.client(), prices, days, 1).isEmpty());
    } finally {
      System.setOut(console);
    }
    String words = said.toString(StandardCharsets.UTF_8);
    assertTrue(words.startsWith("AI.FORECAST gets no row: The function AI.FORECAST is"), words);
  }
}
