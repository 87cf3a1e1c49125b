package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
