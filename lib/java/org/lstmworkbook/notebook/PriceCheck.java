package org.lstmworkbook.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.files.AtomicFile;
import org.lstmworkbook.market.PriceCsv;
import org.lstmworkbook.market.PriceJumps;
import org.lstmworkbook.market.TradingDays;
import org.lstmworkbook.model.QuantileForecaster;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.PriceFeatures;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.Split;
import org.lstmworkbook.prepare.Timestamps;
import org.lstmworkbook.prepare.Windows;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.Table;

/**
 * Looks at a file of prices before anything else runs, so that what cannot be used is refused then,
 * and says what was understood of it.
 */
public final class PriceCheck {

  /** Step 3 shows a batch of 64 windows. */
  private static final int MIN_TRAINING = 64;

  /** 19 promise an interval of 95 %; a test of forecasts ten days ahead takes twice ten days. */
  private static final int MIN_VALIDATION = 20;

  /** Step 11 draws the last 40 days; ten days ahead, 31 of them have a forecast. */
  private static final int MIN_TEST = 31;

  private static final int MIN_ROWS = 300;

  /** What the launcher reads, as JSON. */
  record Answer(Map<String, String> environment, List<String> said) {}

  private final Map<String, String> environment;
  private final PriceCsv csv;
  private final Path file;

  PriceCheck(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
    this.csv = PriceCsv.open(file, environment.get("WORKBOOK_TICKER"));
  }

  /**
   * {@code PriceCheck FILE [FOLDER]}, with the choices in the variables that {@link Experiment}
   * reads, and {@code WORKBOOK_REAL_JUMPS} if moves by the ratio of a split are real. Prints one
   * line of JSON: {@code environment}, the variables of a run; {@code said}, sentences for the
   * reader. In FOLDER it leaves the ticker's prices for the notebooks, in the form of the samples.
   * Exits 0; or prints what is wrong and exits 2.
   */
  public static void main(String[] args) {
    // The launcher reads UTF-8, whatever the system's own encoding is.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, System.getenv(), out, err));
  }

  static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      PriceCheck check = new PriceCheck(Path.of(args[0]), environment);
      Path folder = args.length > 1 ? Path.of(args[1]) : null;
      out.println(new ObjectMapper().writeValueAsString(check.answer(folder)));
      return 0;
    } catch (UserException | InvalidPathException e) {
      err.println(e.getMessage());
      return 2;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }

  Answer answer(Path folder) {
    String ticker = csv.ticker(environment.get("WORKBOOK_TICKER"));
    Table all = csv.prices(ticker);
    csv.refuseJumps(ticker, environment.containsKey("WORKBOOK_REAL_JUMPS"));
    Table rows = between(all);
    Experiment experiment = experiment(ticker, rows);
    List<String> said = new ArrayList<>();
    said.add(
        "Prices: %d days of %s, %s to %s"
            .formatted(rows.rowCount(), ticker, experiment.from(), experiment.to()));
    List<String> notes = csv.notes(ticker);
    if (!notes.isEmpty()) {
      said.add("Understood: " + String.join(", ", notes));
    }
    said.addAll(rhythm(rows));
    PriceJumps.large(rows).ifPresent(said::add);
    FeatureMatrix matrix = matrix(experiment, rows);
    Split split = Split.byDate(matrix, experiment.validationFrom(), experiment.testFrom());
    refuseHole(experiment, matrix, split);
    refuseTooFew(experiment, rows, matrix, split);
    List<String> moving =
        matrix.names().stream().filter(name -> moves(matrix, split.train(), name)).toList();
    said.addAll(constant(experiment, moving));
    Map<String, String> found = new LinkedHashMap<>();
    found.put("WORKBOOK_TICKER", ticker);
    found.put("WORKBOOK_FROM", experiment.from().toString());
    found.put("WORKBOOK_TO", experiment.to().toString());
    if (!moving.equals(matrix.names())) {
      found.put("WORKBOOK_FEATURES", String.join(",", moving));
    }
    if (folder != null) {
      found.put("WORKBOOK_DATA", saved(folder, all).toString());
    }
    return new Answer(found, said);
  }

  /** The ticker's rows of the days asked for. */
  Table rows() {
    return between(csv.prices(csv.ticker(environment.get("WORKBOOK_TICKER"))));
  }

  private Table between(Table rows) {
    DateColumn days = rows.dateColumn("trade_date");
    LocalDate first = day("WORKBOOK_FROM").orElse(days.min());
    LocalDate last = day("WORKBOOK_TO").orElse(days.max());
    Table part = rows.where(days.isBetweenIncluding(first, last));
    if (part.isEmpty()) {
      throw new UserException(
          "There are no prices from %s to %s: the file's days are %s to %s. Choose days among these."
              .formatted(first, last, days.min(), days.max()));
    }
    return part;
  }

  private Optional<LocalDate> day(String name) {
    return Optional.ofNullable(environment.get(name)).map(LocalDate::parse);
  }

  /** The choices, with the days that there are: 70 % and 80 % are counted from these. */
  private Experiment experiment(String ticker, Table rows) {
    DateColumn days = rows.dateColumn("trade_date");
    if (rows.rowCount() < 2) {
      throw tooFew(ticker, rows);
    }
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("WORKBOOK_TICKER", ticker);
    all.put("WORKBOOK_FROM", days.min().toString());
    all.put("WORKBOOK_TO", days.max().toString());
    return Experiment.from(all);
  }

  private static FeatureMatrix matrix(Experiment experiment, Table rows) {
    if (rows.rowCount() < MIN_ROWS) {
      throw tooFew(experiment.ticker(), rows);
    }
    Table numbers = PriceFeatures.withReturns(Timestamps.withNumbers(rows), experiment.horizon());
    return FeatureMatrix.of(numbers, Experiment.FEATURES);
  }

  private static List<String> rhythm(Table rows) {
    List<LocalDate> days = rows.dateColumn("trade_date").asList();
    TradingDays rhythm = TradingDays.of(days);
    List<String> said = new ArrayList<>();
    if (!rhythm.isDaily()) {
      said.add(
          "The rows come every %d days: where the notebooks say day, read row"
              .formatted(rhythm.step()));
    } else if (!rhythm.week().equals(TradingDays.fiveDays())) {
      said.add(
          rhythm.week().size() == 7
              ? "The rows come on 7 days a week"
              : "The rows come on these days of the week: " + names(rhythm.week()));
    }
    if (days.get(days.size() - 1).isAfter(LocalDate.now(ZoneId.systemDefault()))) {
      said.add("The rows go on to %s, which is yet to come".formatted(days.get(days.size() - 1)));
    }
    for (int row : rhythm.holes()) {
      said.add(
          "No rows between %s and %s: no window spans this hole"
              .formatted(days.get(row - 1), days.get(row)));
    }
    return said;
  }

  private static String names(Set<DayOfWeek> week) {
    return week.stream()
        .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
        .collect(Collectors.joining(", "));
  }

  private static void refuseTooFew(
      Experiment experiment, Table rows, FeatureMatrix matrix, Split split) {
    try {
      Windows all =
          Windows.over(matrix, "log_return", experiment.window(), QuantileForecaster.DAYS);
      require("training", all.within(split.train()), MIN_TRAINING);
      require("validation", all.forecasting(split.validation()), MIN_VALIDATION);
      require("test", all.forecasting(split.test()), MIN_TEST);
    } catch (UserException e) {
      throw new UserException(
          "%d rows of %s from %s to %s do not make a run with a window of %d days. %s Take more rows, or a shorter window, as --window 20."
              .formatted(
                  rows.rowCount(),
                  experiment.ticker(),
                  experiment.from(),
                  experiment.to(),
                  experiment.window(),
                  e.getMessage()),
          e);
    }
  }

  /** Each test day needs its forecast, so no hole may lie in the test part or the window before. */
  private static void refuseHole(Experiment experiment, FeatureMatrix matrix, Split split) {
    int first = split.test().from() - experiment.window();
    for (int hole : matrix.holes()) {
      if (hole >= first) {
        throw new UserException(
            "There are no rows between %s and %s, within the test part (from %s) or the %d days before it. Choose days on one side of that hole with --from and --to."
                .formatted(
                    matrix.date(hole - 1),
                    matrix.date(hole),
                    experiment.testFrom(),
                    experiment.window()));
      }
    }
  }

  private static void require(String part, Windows windows, int least) {
    if (windows.size() < least) {
      throw new UserException(
          "Its %s part has %d windows with %d days after them, and needs %d."
              .formatted(part, windows.size(), windows.horizon(), least));
    }
  }

  private static UserException tooFew(String ticker, Table rows) {
    DateColumn days = rows.dateColumn("trade_date");
    return new UserException(
        "There are %d rows of %s (%s to %s), and a run needs %d. Take more days, or another ticker."
            .formatted(rows.rowCount(), ticker, days.min(), days.max(), MIN_ROWS));
  }

  /** Whether a feature takes more than one value on the training rows. */
  private static boolean moves(FeatureMatrix matrix, RowRange train, String name) {
    int feature = matrix.indexOf(name);
    return IntStream.range(train.from(), train.to())
            .filter(row -> !matrix.holes().contains(row))
            .mapToObj(row -> matrix.value(row, feature))
            .distinct()
            .limit(2)
            .count()
        > 1;
  }

  private static List<String> constant(Experiment experiment, List<String> moving) {
    List<String> still =
        Experiment.FEATURES.stream().filter(name -> !moving.contains(name)).toList();
    if (still.contains("log_return")) {
      throw new UserException(
          "The price of %s never changes before %s: there is nothing to learn. Take another ticker or other days."
              .formatted(experiment.ticker(), experiment.validationFrom()));
    }
    return still.isEmpty()
        ? List.of()
        : List.of(
            "Left out, because it never changes on the training days: " + String.join(", ", still));
  }

  /** The ticker's prices as a file that the embedded endpoint reads, named like the reader's. */
  private Path saved(Path folder, Table prices) {
    String content = prices.write().toString("csv");
    Path own =
        folder
            .toAbsolutePath()
            .resolve(HexFormat.of().toHexDigits(content.hashCode()))
            .resolve(file.getFileName());
    AtomicFile.replace(own, content);
    return own;
  }
}
