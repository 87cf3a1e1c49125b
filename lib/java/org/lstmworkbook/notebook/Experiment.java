package org.lstmworkbook.notebook;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.PriceCsv;
import org.lstmworkbook.model.QuantileForecaster;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.prepare.PriceFeatures;

/**
 * What a run of the eleven steps is about: one ticker, a span of days, and the few settings that a
 * reader may want to change. Every notebook begins with the same experiment, so that step 10 tests
 * what step 9 trained.
 *
 * <p>The defaults can be replaced from outside: {@code ./workbook run --ticker AAPL --epochs 5}
 * sets the environment variables that {@link #current()} reads.
 *
 * @param ticker the stock's symbol, as in the table {@code market.daily_prices}
 * @param from first trading date asked for
 * @param to last trading date asked for
 * @param window days of the past that the network sees at once (its look-back)
 * @param horizon how many trading days ahead it forecasts, 1 to 10
 * @param epochs the most passes over the training windows
 * @param seed the one seed behind every random choice
 * @param features the columns that the network sees, in order; the first is the daily return, and
 *     the target is among them
 */
public record Experiment(
    String ticker,
    LocalDate from,
    LocalDate to,
    int window,
    int horizon,
    int epochs,
    long seed,
    List<String> features) {

  /** The columns that the network sees where none of them stands still. */
  static final List<String> FEATURES =
      List.of("log_return", "log_range", "log_volume_change", "weekday_sin", "weekday_cos");

  private static final Experiment DEFAULT =
      new Experiment(
          "IBM", LocalDate.of(2000, 3, 1), LocalDate.of(2013, 3, 1), 60, 1, 40, 42L, FEATURES);

  /** Refuses what no run could use, by name. */
  public Experiment {
    require(
        ticker.length() <= PriceCsv.LONGEST_TICKER,
        "the ticker \"%s …\" has %d letters: it may have %d"
            .formatted(
                ticker.substring(0, Math.min(ticker.length(), PriceCsv.LONGEST_TICKER)),
                ticker.length(),
                PriceCsv.LONGEST_TICKER));
    require(!ticker.isBlank(), "the ticker is empty: name one, for example IBM");
    require(from.isBefore(to), "the first date " + from + " is not before the last date " + to);
    require(window >= 2, "the window is " + window + " days: it needs at least 2");
    require(
        horizon >= 1 && horizon <= QuantileForecaster.DAYS,
        "the horizon is %d days: it can be 1 to %d".formatted(horizon, QuantileForecaster.DAYS));
    features = List.copyOf(features);
    require(
        !features.isEmpty()
            && withTarget(FEATURES, horizon).containsAll(features)
            && features.get(0).equals(FEATURES.get(0))
            && features.contains(PriceFeatures.returns(horizon)),
        "the features are " + features + ": take some of " + FEATURES + ", the first among them");
    require(epochs >= 1, "epochs is " + epochs + ": at least 1 is needed to train at all");
  }

  /** The experiment of this run: the defaults, and what the environment replaces. */
  public static Experiment current() {
    return from(System.getenv());
  }

  static Experiment from(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    int horizon =
        settings.get("WORKBOOK_HORIZON", Integer::valueOf, DEFAULT.horizon, "a whole number");
    return new Experiment(
        settings.get("WORKBOOK_TICKER", Function.identity(), DEFAULT.ticker, "a symbol like IBM"),
        settings.get("WORKBOOK_FROM", LocalDate::parse, DEFAULT.from, "a date like 2000-03-01"),
        settings.get("WORKBOOK_TO", LocalDate::parse, DEFAULT.to, "a date like 2013-03-01"),
        settings.get("WORKBOOK_WINDOW", Integer::valueOf, DEFAULT.window, "a whole number"),
        horizon,
        settings.get("WORKBOOK_EPOCHS", Integer::valueOf, DEFAULT.epochs, "a whole number"),
        settings.get("WORKBOOK_SEED", Long::valueOf, DEFAULT.seed, "a whole number"),
        withTarget(
            settings.get(
                "WORKBOOK_FEATURES",
                names -> List.of(names.split(",", -1)),
                DEFAULT.features,
                "names of features"),
            horizon));
  }

  /** A network reads what it forecasts; a return over several days is a feature of its own. */
  private static List<String> withTarget(List<String> features, int horizon) {
    return Stream.concat(features.stream(), Stream.of(PriceFeatures.returns(horizon)))
        .distinct()
        .toList();
  }

  /** The feature to forecast: the log return over the horizon. */
  public String target() {
    return PriceFeatures.returns(horizon);
  }

  /** First day of the validation part: after 70 % of the time. */
  public LocalDate validationFrom() {
    return after(0.70);
  }

  /**
   * First day of the test part: after 80 % of the time. No statistic is ever taken from here on.
   */
  public LocalDate testFrom() {
    return after(0.80);
  }

  /** What steps 2 to 5 make of the prices. */
  public PreparedPrices.Plan plan() {
    return new PreparedPrices.Plan(
        features, target(), window, horizon, validationFrom(), testFrom());
  }

  /**
   * Another question about the same days: the next day's value of a feature.
   *
   * @param days days in a window
   * @param columns what the network sees, in order; the first is forecast
   */
  public PreparedPrices.Plan plan(int days, String... columns) {
    return new PreparedPrices.Plan(
        List.of(columns), columns[0], days, 1, validationFrom(), testFrom());
  }

  /** Where step 9 puts the trained forecaster, and steps 10 and 11 look for it. */
  public Path forecasterFile() {
    return ProjectPaths.build().resolve("forecasters/" + name() + ".forecaster.zip");
  }

  /** Where step 9 saves the training after each epoch. */
  public Path checkpointFile() {
    return ProjectPaths.build().resolve("checkpoints/" + name() + ".checkpoint.zip");
  }

  /** Where step 9 saves the training of the second network, for quantiles, after each epoch. */
  public Path quantileCheckpointFile() {
    return ProjectPaths.build().resolve("checkpoints/" + name() + "-quantiles.checkpoint.zip");
  }

  /** A ticker in a file's name. None leads out of the folder, no two share one: ..%2Fx for ../x. */
  public static String fileName(String ticker) {
    return URLEncoder.encode(ticker, StandardCharsets.UTF_8).replace("*", "%2A");
  }

  private String name() {
    return "%s-epochs-%d-seed-%d".formatted(fileName(ticker), epochs, seed)
        + (window == DEFAULT.window ? "" : "-window-" + window)
        + (horizon == DEFAULT.horizon ? "" : "-horizon-" + horizon);
  }

  private LocalDate after(double share) {
    return from.plusDays(Math.round(share * ChronoUnit.DAYS.between(from, to)));
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new UserException("This experiment cannot run: " + message + ".");
    }
  }

  private record Settings(Map<String, String> environment) {
    <T> T get(String name, Function<String, T> parser, T otherwise, String expected) {
      Optional<String> text = Optional.ofNullable(environment.get(name)).filter(t -> !t.isBlank());
      try {
        return text.map(String::strip).map(parser).orElse(otherwise);
      } catch (NumberFormatException | DateTimeException e) {
        throw new UserException(
            name + " is \"" + text.orElseThrow() + "\", but should be " + expected + ".", e);
      }
    }
  }
}
