package org.lstmworkbook.notebook;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.bigquery.EmbeddedBigQuery;
import org.lstmworkbook.market.AiForecast;
import org.lstmworkbook.market.DailyPrices;
import org.lstmworkbook.market.PriceCsv;
import org.lstmworkbook.market.PriceOrigin;
import org.lstmworkbook.prepare.Windows;
import org.lstmworkbook.query.CloudBigQuery;
import tech.tablesaw.api.Table;

/**
 * The one place that chooses where BigQuery is. In this order:
 *
 * <ol>
 *   <li>a file of the reader's own ({@code WORKBOOK_DATA}), served by the embedded endpoint;
 *   <li>a Google Cloud project ({@code WORKBOOK_PROJECT} or {@code GOOGLE_CLOUD_PROJECT});
 *   <li>the sample prices in {@code data-samples}, served by the embedded endpoint.
 * </ol>
 */
public final class PriceSource {
  private static EmbeddedBigQuery embedded;

  private PriceSource() {}

  /** A BigQuery client whose default dataset is {@code market}. One endpoint serves all calls. */
  public static synchronized BigQuery connect() {
    Optional<String> project = project(System.getenv());
    if (project.isPresent()) {
      return CloudBigQuery.connect(project.get());
    }
    if (embedded == null) {
      Path file = file(System.getenv());
      embedded =
          EmbeddedBigQuery.start("market", () -> PriceCsv.readAll(file).setName("daily_prices"));
    }
    return embedded.client();
  }

  /**
   * Step 1 at once: the daily rows of an experiment's stock, checked.
   *
   * @return the columns of {@link DailyPrices#COLUMNS}
   */
  public static Table prices(Experiment experiment) {
    return DailyPrices.request(connect(), experiment.ticker(), experiment.from(), experiment.to());
  }

  /**
   * One more rival for step 10, where a Google Cloud project is named: {@link AiForecast}. If
   * BigQuery does not give it, that is printed, and the step goes on.
   *
   * @param prices the rows of {@link #prices}
   * @param part the days to forecast
   * @return for each of them the forecast log return, or nothing
   */
  public static Optional<double[]> aiForecast(Table prices, Windows part) {
    List<LocalDate> lastDays = IntStream.range(0, part.size()).mapToObj(part::lastDate).toList();
    return project(System.getenv())
        .flatMap(name -> aiForecast(connect(), prices, lastDays, part.horizon()));
  }

  static Optional<double[]> aiForecast(
      BigQuery bigquery, Table prices, List<LocalDate> lastDays, int horizon) {
    try {
      return Optional.of(AiForecast.logReturns(bigquery, prices, lastDays, horizon));
    } catch (BigQueryException | UserException refused) {
      System.out.println("AI.FORECAST gets no row: " + refused.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Where an experiment's prices came from, for the forecaster's file.
   *
   * @param prices the rows of {@link #prices}
   */
  public static PriceOrigin origin(Experiment experiment, Table prices) {
    return PriceOrigin.of(
        describe(),
        DailyPrices.query(experiment.ticker(), experiment.from(), experiment.to()),
        prices);
  }

  /** One sentence that says which source {@link #connect()} takes. */
  public static String describe() {
    return describe(System.getenv());
  }

  static String describe(Map<String, String> environment) {
    return project(environment)
        .map(name -> "BigQuery, Google Cloud project " + name)
        .orElseGet(
            () ->
                "BigQuery endpoint inside this process, serving %s"
                    .formatted(file(environment).getFileName()));
  }

  private static Optional<String> project(Map<String, String> environment) {
    if (named(environment, "WORKBOOK_DATA").isPresent()) {
      return Optional.empty();
    }
    return Stream.of("WORKBOOK_PROJECT", "GOOGLE_CLOUD_PROJECT")
        .flatMap(name -> named(environment, name).stream())
        .findFirst();
  }

  private static Path file(Map<String, String> environment) {
    return named(environment, "WORKBOOK_DATA")
        .map(Path::of)
        .orElseGet(() -> ProjectPaths.home().resolve("data-samples/daily_prices.csv"));
  }

  private static Optional<String> named(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(t -> !t.isEmpty());
  }
}
