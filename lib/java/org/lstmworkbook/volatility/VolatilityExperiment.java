package org.lstmworkbook.volatility;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.engine.files.AtomicFile;
import org.lstmworkbook.evaluate.Baselines;
import org.lstmworkbook.evaluate.ForecastMethod;
import org.lstmworkbook.evaluate.GarchVolatility;
import org.lstmworkbook.evaluate.GradientBoosting;
import org.lstmworkbook.evaluate.Inputs;
import org.lstmworkbook.evaluate.LinearRegression;
import org.lstmworkbook.market.PriceCsv;
import tech.tablesaw.api.Table;

/**
 * The volatility study in full, on the sample prices: LSTMs of ten seeds, one for all tickers and
 * one for each, against nine methods, on the days from August 2010 on (the last 20 %) and on those
 * by which the LSTM was chosen. A lesson draws its results; {@code ./workbook experiments
 * volatility} makes them again.
 *
 * <p>An LSTM whose window is one day has nothing to remember: what the one with 22 days has over it
 * is what recurrence is worth here.
 */
public final class VolatilityExperiment {

  /** The stocks with enough days. */
  public static final List<String> TICKERS = List.of("IBM", "AAPL", "MSFT", "GOOG");

  /** The first test day. */
  public static final LocalDate TEST_FROM = LocalDate.of(2010, 8, 1);

  /** Which days are forecast, and when everything is fitted again. */
  public enum Design {
    /**
     * By such days the LSTM was chosen, so here it looks too good. They begin when even GOOG,
     * listed in 2004, has a year to learn from, and end where the test begins.
     */
    VALIDATION("validation", LocalDate.of(2006, 12, 1), 250),

    /** The test days, fitted once. */
    ONCE("once", TEST_FROM, Integer.MAX_VALUE),

    /** The test days, fitted again after half a year. */
    WALK_FORWARD("walk-forward", TEST_FROM, 126);

    private final String title;
    private final LocalDate from;
    private final int refitEvery;

    Design(String title, LocalDate from, int refitEvery) {
      this.title = title;
      this.from = from;
      this.refitEvery = refitEvery;
    }

    /** The beginning of its files' names. */
    public String title() {
      return title;
    }

    private VolatilityStudy study(Map<String, Table> stocks) {
      Map<String, Table> known = new LinkedHashMap<>(stocks);
      if (from.isBefore(TEST_FROM)) {
        known.replaceAll(
            (ticker, table) -> table.where(table.dateColumn("trade_date").isBefore(TEST_FROM)));
      }
      return new VolatilityStudy(known, from, refitEvery);
    }
  }

  private VolatilityExperiment() {}

  /**
   * The methods an LSTM has to beat: each sees the stock's own past, as is usual; the last two see
   * all that the LSTM sees.
   */
  public static List<ForecastMethod> peers() {
    Inputs all =
        Inputs.means(1, 22).and(Inputs.columns(VolatilityFeatures.NAMES.toArray(String[]::new)));
    return List.of(
        Baselines.persistence(),
        Baselines.ewma(),
        LinearRegression.har(),
        new GarchVolatility("log_return"),
        LinearRegression.ridge(22, 50),
        GradientBoosting.of("boosting", Inputs.lags(22).and(Inputs.means(5, 22))),
        new LinearRegression("ridge, all inputs", all, 50),
        GradientBoosting.of("boosting, all inputs", all));
  }

  /**
   * Reads the sample prices.
   *
   * @param file daily_prices.csv
   * @return the features of each of {@link #TICKERS}
   */
  public static Map<String, Table> stocks(Path file) {
    Map<String, Table> prices = new LinkedHashMap<>();
    TICKERS.forEach(ticker -> prices.put(ticker, PriceCsv.read(file, ticker)));
    return VolatilityFeatures.of(prices);
  }

  /**
   * Runs the study in one design and writes its tables: NAME-rmse.csv; NAME-against.csv, what the
   * LSTM has over each other method; NAME-each-against.csv and NAME-one-day-against.csv, what the
   * two other LSTMs have.
   *
   * @param settings the settings of the LSTM
   * @param folder where the files go
   * @return the root mean squared errors, as {@link VolatilityStudy#rmse} gives them
   */
  public static Table run(
      Map<String, Table> stocks, Design design, VolatilityLstm.Settings settings, Path folder) {
    var study = design.study(stocks);
    Path name = folder.resolve(design.title);
    peers().forEach(study::add);
    study.addLine("linear regression, all inputs, one for all tickers");
    study.addLstm("LSTM", settings);
    study.addLstmForEach("LSTM, one for each ticker", settings);
    study.addLstm("LSTM, window of 1 day", settings.window(1));
    write(study.rmse(), name, "rmse");
    write(study.compare("LSTM"), name, "against");
    write(study.compare("LSTM, one for each ticker"), name, "each-against");
    write(study.compare("LSTM, window of 1 day"), name, "one-day-against");
    return study.rmse();
  }

  private static void write(Table table, Path name, String what) {
    Path file = name.resolveSibling(name.getFileName() + "-" + what + ".csv");
    AtomicFile.replace(file, table.write().toString("csv"));
  }
}
