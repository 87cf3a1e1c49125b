package org.lstmworkbook.volatility;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.evaluate.Baselines;
import org.lstmworkbook.evaluate.ForecastMethod;
import org.lstmworkbook.evaluate.GarchVolatility;
import org.lstmworkbook.evaluate.GradientBoosting;
import org.lstmworkbook.evaluate.Inputs;
import org.lstmworkbook.evaluate.LinearRegression;
import org.lstmworkbook.market.PriceCsv;
import org.lstmworkbook.model.AtomicFile;
import tech.tablesaw.api.Table;

/**
 * The volatility study in full, on the sample prices: LSTMs of ten seeds, one for all tickers and
 * one for each, against nine methods on the days from August 2010 on (the last 20 %), fitted once
 * or walking forward. A lesson draws its results; {@code ./workbook experiments volatility} makes
 * them again.
 *
 * <p>An LSTM whose window is one day has nothing to remember: what the one with 22 days has over it
 * is what recurrence is worth here.
 */
public final class VolatilityExperiment {

  /** The stocks with enough days. */
  public static final List<String> TICKERS = List.of("IBM", "AAPL", "MSFT", "GOOG");

  /** The first test day. */
  public static final LocalDate TEST_FROM = LocalDate.of(2010, 8, 1);

  /** Walking forward, everything is refitted after half a year. */
  public static final int REFIT_EVERY = 126;

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
   * @param refitEvery test days between two fits; Integer.MAX_VALUE to fit once
   * @param settings of the LSTM
   * @param name the beginning of the files' paths
   * @return the root mean squared errors, as {@link VolatilityStudy#rmse} gives them
   */
  public static Table run(
      Map<String, Table> stocks, int refitEvery, VolatilityLstm.Settings settings, Path name) {
    var study = new VolatilityStudy(stocks, TEST_FROM, refitEvery);
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
    String csv = table.write().toString("csv");
    Path file = name.resolveSibling(name.getFileName() + "-" + what + ".csv");
    AtomicFile.replace(file, to -> to.write(csv.getBytes(StandardCharsets.UTF_8)));
  }
}
