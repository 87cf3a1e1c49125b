package org.lstmworkbook.engine.bigquery;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.commons.lang3.StringUtils;
import org.lstmworkbook.market.DailyPrices;
import org.lstmworkbook.market.PriceCsv;

/** A program that asks for prices, and says which jars it runs with; it closes nothing. */
final class RequestPrices {

  private RequestPrices() {}

  public static void main(String[] args) {
    System.out.println(jarOf(Gson.class));
    System.out.println(jarOf(StringUtils.class));
    EmbeddedBigQuery endpoint =
        EmbeddedBigQuery.start(
            "market",
            () ->
                PriceCsv.readAll(Path.of("data-samples", "daily_prices.csv"))
                    .setName("daily_prices"));
    int rows =
        DailyPrices.request(
                endpoint.client(), "FB", LocalDate.of(2012, 1, 1), LocalDate.of(2013, 12, 31))
            .rowCount();
    System.out.println(rows + " rows");
  }

  private static Path jarOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .getFileName();
  }
}
