package org.lstmworkbook.lab.tickers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lstmworkbook.UserException;
import org.lstmworkbook.market.PriceCsv;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.Score;
import org.lstmworkbook.notebook.CheckedPrices;
import org.lstmworkbook.notebook.Experiment;
import org.lstmworkbook.notebook.PriceSource;
import org.lstmworkbook.prepare.PreparedPrices;
import org.lstmworkbook.train.ForecasterTraining;

/**
 * Steps 1 to 9 for one ticker of a file, without a notebook. The forecaster's file is the same to
 * the last byte wherever this runs, and the same as step 9's.
 */
public final class TickerTraining {

  private TickerTraining() {}

  /**
   * {@code TickerTraining FILE} prints the file's tickers. {@code TickerTraining FILE TICKER SAVED}
   * trains, with the settings in the variables that {@link Experiment} reads, saves the forecaster
   * in SAVED and prints one line: {@code done}, the validation MAE of LSTM and persistence in
   * dollars, and the p-value of their difference; or {@code failed} and the reason. Exits 0 if it
   * printed the tickers or a line. Ends at once when its standard input does: whoever started it is
   * gone then.
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path file = Path.of(args[0]);
    if (args.length > 1) {
      endWithStarter();
      out.println(line(file, args[1], Path.of(args[2])));
      return;
    }
    try {
      PriceCsv.open(file, null).tickers().forEach(out::println);
    } catch (UserException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  static String line(Path file, String ticker, Path saved) {
    try {
      List<Score> scores = train(file, ticker, saved).provenance().scores();
      Score lstm = score(scores, "LSTM");
      double persistence = score(scores, "persistence").mae();
      return String.format(
          Locale.ROOT, "done,%.4f,%.4f,%.4f", lstm.mae(), persistence, lstm.pValue());
    } catch (UserException e) {
      return failed(e.getMessage());
    } catch (OutOfMemoryError e) {
      return failed("out of memory: %s. Give the process more, or take fewer rows.".formatted(e));
    }
  }

  private static Forecaster train(Path file, String ticker, Path saved) {
    Map<String, String> choices = new HashMap<>(System.getenv());
    choices.put("WORKBOOK_TICKER", ticker);
    CheckedPrices run = CheckedPrices.of(file, choices);
    Experiment experiment = run.experiment();
    Forecaster forecaster =
        ForecasterTraining.of(
                PreparedPrices.of(run.prices(), experiment.plan()),
                experiment.epochs(),
                experiment.seed())
            .fit(PriceSource.origin(experiment, run.prices()));
    forecaster.save(saved);
    return forecaster;
  }

  private static Score score(List<Score> scores, String forecaster) {
    return scores.stream().filter(s -> s.forecaster().equals(forecaster)).findFirst().orElseThrow();
  }

  /** A line of CSV, whatever the sentence holds. */
  private static String failed(String reason) {
    return "failed,,,,\"%s\"".formatted(reason.replaceAll("\\s+", " ").replace('"', '\''));
  }

  /** A worker that is killed cannot end what it started. */
  private static void endWithStarter() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // its end, too
              }
              Runtime.getRuntime().halt(1);
            },
            "end with the starter");
    watch.setDaemon(true);
    watch.start();
  }
}
