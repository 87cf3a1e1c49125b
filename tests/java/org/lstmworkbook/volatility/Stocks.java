package org.lstmworkbook.volatility;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lstmworkbook.market.PriceCsv;
import tech.tablesaw.api.Table;

/** The sample prices of a few stocks. */
final class Stocks {

  private Stocks() {}

  static Map<String, Table> before(LocalDate end, String... tickers) {
    Map<String, Table> prices = new LinkedHashMap<>();
    for (String ticker : tickers) {
      Table all = PriceCsv.read(Path.of("data-samples/daily_prices.csv"), ticker);
      prices.put(ticker, all.where(all.dateColumn("trade_date").isBefore(end)));
    }
    return prices;
  }

  /** The same prices, but from a row on each day's high is a tenth higher. */
  static Map<String, Table> withAnotherFuture(Map<String, Table> prices, LocalDate from) {
    Map<String, Table> changed = new LinkedHashMap<>();
    prices.forEach(
        (ticker, table) -> {
          Table copy = table.copy();
          for (int row = 0; row < copy.rowCount(); row++) {
            if (!copy.dateColumn("trade_date").get(row).isBefore(from)) {
              copy.doubleColumn("high").set(row, 1.1 * copy.doubleColumn("high").getDouble(row));
            }
          }
          changed.put(ticker, copy);
        });
    return changed;
  }
}
