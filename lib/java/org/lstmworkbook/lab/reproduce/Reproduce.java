package org.lstmworkbook.lab.reproduce;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.DailyPrices;
import org.lstmworkbook.market.PriceOrigin;
import org.lstmworkbook.model.Arithmetic;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.Provenance;
import org.lstmworkbook.model.Score;
import org.lstmworkbook.model.TrainingSettings;
import org.lstmworkbook.model.Versions;
import org.lstmworkbook.notebook.PriceSource;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.train.ForecasterTraining;
import org.lstmworkbook.train.History;
import org.lstmworkbook.train.TrainingListener;
import tech.tablesaw.api.Table;

/**
 * {@code ./workbook reproduce FILE}: asks the forecaster's query again, compares the rows, trains
 * again with the settings in the file, and compares the two forecasters bit by bit.
 */
public final class Reproduce {

  private final PrintStream out;

  private Reproduce(PrintStream out) {
    this.out = out;
  }

  /** Exits 0 only if all is equal; 1 if not; 2, with one sentence, if it cannot be compared. */
  public static void main(String[] args) {
    System.exit(run(Path.of(args[0]), System.out, System.err));
  }

  static int run(Path file, PrintStream out, PrintStream err) {
    try {
      return new Reproduce(out).compare(file) ? 0 : 1;
    } catch (UserException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private boolean compare(Path file) {
    Forecaster original = Forecaster.load(file);
    Provenance provenance = original.provenance();
    if (original.data().isEmpty() || provenance.settings().isEmpty()) {
      throw new UserException(
          "%s does not say from which query and with which settings it came, as forecasters of step 9 do: it cannot be trained again. Run steps 9 and 10 for one that can."
              .formatted(file));
    }
    PriceOrigin then = original.data().get();
    TrainingSettings settings = provenance.settings().get();
    compareVersions(provenance.versions(), Versions.withOperatingSystem());
    if (!Arithmetic.isPinned()) {
      out.println("Another arithmetic: " + Arithmetic.describe());
    }
    Table prices = sameRows(then);
    out.println(
        "Training again: %s, seed %d, %d epochs at most"
            .formatted(provenance.ticker(), settings.seed(), settings.epochs()));
    Forecaster again = train(original, settings, prices);
    Comparison comparison = Comparison.of(original, again);
    report(comparison);
    if (!comparison.equal()) {
      sideBySide(provenance.scores(), again.provenance().scores());
    }
    return comparison.equal();
  }

  private Forecaster train(Forecaster original, TrainingSettings settings, Table prices) {
    var plan =
        new PreparedPrices.Plan(
            original.features(),
            original.target(),
            original.window(),
            original.horizon(),
            settings.validationFrom(),
            settings.testFrom());
    var training =
        ForecasterTraining.of(PreparedPrices.of(prices, plan), settings).listener(new EpochLines());
    Forecaster again = training.fit(original.data().orElseThrow());
    boolean tested = original.provenance().scores().stream().anyMatch(s -> s.part().equals("test"));
    return tested ? again.withScores(training.scores(again, "test")) : again;
  }

  private void compareVersions(Map<String, String> then, Map<String, String> now) {
    Map<String, String> all = new TreeMap<>(then);
    all.putAll(now);
    for (String name : all.keySet()) {
      String before = then.getOrDefault(name, "none");
      String after = now.getOrDefault(name, "none");
      if (!before.equals(after)) {
        out.println(
            "Another version: %s was %s, here it is %s; bits may differ for that"
                .formatted(name, before, after));
      }
    }
  }

  /** The rows that the query gives here, if they are those that the forecaster learned from. */
  private Table sameRows(PriceOrigin then) {
    // A file may come from a stranger: its SQL is never run, only the library's own query.
    var query = DailyPrices.query(then.parameter("ticker"), day(then, "from"), day(then, "to"));
    if (!query.getQuery().equals(then.sql())) {
      out.println("Another query: the file's SQL is not this library's, which is asked instead");
    }
    out.println("Data: %s".formatted(PriceSource.describe()));
    Table prices =
        DailyPrices.request(
            PriceSource.connect(), then.parameter("ticker"), day(then, "from"), day(then, "to"));
    PriceOrigin now = PriceOrigin.of(PriceSource.describe(), query, prices);
    if (!now.sha256().equals(then.sha256())) {
      throw new UserException(
          "The rows are not those that the forecaster learned from (%s): %d rows then, %d now; %s. Give the same file with --data, or name the same project."
              .formatted(then.source(), then.rows(), now.rows(), then.differenceTo(now)));
    }
    out.println("Rows: %d, the same as then".formatted(now.rows()));
    return prices;
  }

  private static LocalDate day(PriceOrigin origin, String parameter) {
    try {
      return LocalDate.parse(origin.parameter(parameter));
    } catch (DateTimeParseException e) {
      throw new UserException(
          "The file's query has no day in its parameter %s, but \"%s\"."
              .formatted(parameter, origin.parameter(parameter)),
          e);
    }
  }

  private void report(Comparison comparison) {
    out.println();
    out.println("%-20s %-6s %s".formatted("part", "equal", "largest difference"));
    for (Comparison.Row row : comparison.rows()) {
      out.println(
          "%-20s %-6s %s"
              .formatted(row.part(), row.equal() ? "yes" : "NO", row.largestDifference()));
    }
    out.println();
    if (comparison.equal()) {
      out.println("Reproduced, to the last bit.");
    } else if (comparison.onlyRounding()) {
      out.println(
          "Not the same bits, but the largest difference is %s: as another order of sums would round."
              .formatted(comparison.largestDifference()));
    } else {
      out.println("Not reproduced.");
    }
  }

  /** Whether a difference matters is seen in what a forecaster is judged by. */
  private void sideBySide(List<Score> then, List<Score> now) {
    out.println();
    out.println("Does the difference matter? The forecaster's scores, in dollars:");
    String line = "%-12s %-22s %10s %10s %9s";
    out.println(line.formatted("part", "forecaster", "MAE then", "MAE now", "change"));
    for (Score before : then) {
      for (Score after : now) {
        if (before.part().equals(after.part()) && before.forecaster().equals(after.forecaster())) {
          out.println(
              line.formatted(
                  before.part(),
                  before.forecaster(),
                  "%.4f".formatted(before.mae()),
                  "%.4f".formatted(after.mae()),
                  "%+.2f%%".formatted(100 * (after.mae() / before.mae() - 1))));
        }
      }
    }
  }

  /** One line for every tenth epoch. */
  private final class EpochLines implements TrainingListener {

    private static final int EVERY = 10;

    @Override
    public void epochEnded(History soFar) {
      int number = soFar.epochs().size();
      if (number % EVERY == 0) {
        out.println(
            "  epoch %d, validation loss %.6f"
                .formatted(number, soFar.epochs().get(number - 1).validationLoss()));
      }
    }
  }
}
