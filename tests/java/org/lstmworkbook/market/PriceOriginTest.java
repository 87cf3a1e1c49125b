package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class PriceOriginTest {

  private static final LocalDate FROM = LocalDate.of(2012, 5, 18);
  private static final LocalDate TO = LocalDate.of(2013, 3, 1);

  private final Table prices = PriceCsv.read(Path.of("data-samples", "daily_prices.csv"), "FB");
  private final PriceOrigin then = origin(prices);

  @Test
  void givenAQueryAndItsAnswer_whenNoted_thenTextParametersAndRowsAreThere() {
    assertTrue(then.sql().contains("FROM market.daily_prices"), then.sql());
    assertEquals(
        Map.of("ticker", "FB", "from", "2012-05-18", "to", "2013-03-01"), then.parameters());
    assertEquals(196, then.rows());
    assertEquals(64, then.sha256().length());
    assertEquals(196, then.checksums().size());
    assertEquals(then, origin(prices.copy()));
  }

  @Test
  void givenAPriceChangedInItsLastBit_whenCompared_thenThatDayIsNamed() {
    Table changed = prices.copy();
    double close = changed.doubleColumn("close").get(7);
    changed.doubleColumn("close").set(7, Math.nextUp(close));

    PriceOrigin now = origin(changed);

    assertNotEquals(then.sha256(), now.sha256());
    LocalDate day = prices.dateColumn("trade_date").get(7);
    assertEquals("1 changed (%s)".formatted(day), then.differenceTo(now));
  }

  @Test
  void givenDaysMissingAndAdded_whenCompared_thenSaidInWords() {
    PriceOrigin later = origin(prices.dropRange(0, 7));

    assertEquals(
        "7 missing (2012-05-18, 2012-05-21, 2012-05-22, 2012-05-23, 2012-05-24, … to 2012-05-29)",
        then.differenceTo(later));
    assertEquals("1 added (2012-05-18)", origin(prices.dropRange(0, 1)).differenceTo(then));
    assertEquals("no day's checksum tells which", then.differenceTo(then));
  }

  private static PriceOrigin origin(Table table) {
    return PriceOrigin.of("a test", DailyPrices.query("FB", FROM, TO), table);
  }
}
