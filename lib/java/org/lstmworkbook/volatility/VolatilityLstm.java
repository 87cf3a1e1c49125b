package org.lstmworkbook.volatility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.fastlstm.FastLstm;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.Windows;
import org.lstmworkbook.train.Batches;
import org.lstmworkbook.train.TrainingLoop;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * Forecasts tomorrow's log volatility by several LSTMs, each for all the stocks that it is given. A
 * straight line takes what a line can take; the networks learn what it leaves over, and their mean
 * is the forecast: each has its own accidents of the seed, and those average out.
 */
public final class VolatilityLstm {

  private static final String TARGET = "left_over";

  /** What the line leaves over is usually of this size; the network sees it divided by that. */
  private static final double TYPICAL = 0.4;

  /**
   * How to train.
   *
   * @param window days that a network sees at once
   * @param hidden length of its state
   * @param dropout probability of leaving a hidden number out
   * @param learningRate Adam's first step size
   * @param batch windows in a mini-batch
   * @param epochs passes over all windows: fixed, so that no validation days are kept from training
   * @param seeds one network for each
   */
  public record Settings(
      int window,
      int hidden,
      double dropout,
      double learningRate,
      int batch,
      int epochs,
      List<Long> seeds) {

    /**
     * Ten networks, with what was best on validation days before August 2010: no test day had a
     * say.
     */
    public static Settings chosen() {
      return new Settings(
          22, 32, 0.2, 0.005, 64, 6, LongStream.rangeClosed(1, 10).boxed().toList());
    }

    /** The same with windows of so many days. */
    public Settings window(int days) {
      return new Settings(days, hidden, dropout, learningRate, batch, epochs, seeds);
    }

    /** The same with other seeds. */
    public Settings seeds(long... other) {
      return new Settings(
          window,
          hidden,
          dropout,
          learningRate,
          batch,
          epochs,
          LongStream.of(other).boxed().toList());
    }
  }

  private final Settings settings;
  private final PooledRegression line;
  private final List<MultiLayerNetwork> networks;

  private VolatilityLstm(
      Settings settings, PooledRegression line, List<MultiLayerNetwork> networks) {
    this.settings = settings;
    this.line = line;
    this.networks = networks;
  }

  /**
   * Trains on past days of several stocks. The networks are trained side by side, and each depends
   * on its own seed only.
   *
   * @param past a table of {@link VolatilityFeatures} for each stock, ending where the test begins
   * @throws UserException if a table is shorter than a window
   */
  public static VolatilityLstm fit(Collection<Table> past, Settings settings) {
    PooledRegression line = PooledRegression.har(past);
    var windows =
        new PooledWindows(
            past.stream().map(table -> windows(table, line, settings.window())).toList());
    return new VolatilityLstm(
        settings,
        line,
        settings.seeds().parallelStream().map(seed -> train(windows, settings, seed)).toList());
  }

  private static MultiLayerNetwork train(PooledWindows windows, Settings settings, long seed) {
    int features = VolatilityFeatures.NAMES.size() + 1;
    MultiLayerNetwork network =
        PriceLstm.network(
            features, settings.hidden(), settings.dropout(), settings.learningRate(), seed);
    FastLstm.install(network, 1); // the networks share the cores; one thread each keeps their bits
    network.getLayer(1).getParam("W").muli(0.1); // begins as the line alone
    Batches batches =
        Batches.ordered(windows, settings.batch(), epoch -> shuffled(windows.size(), seed, epoch));
    int steps = settings.epochs() * batches.count();
    TrainingLoop.of(network, batches, settings.epochs())
        .learningRate(step -> cosine(settings.learningRate(), step, steps))
        .run();
    return network;
  }

  /** Shuffles once for each epoch so far; also seeds the dropout. Each thread has its own. */
  private static int[] shuffled(int size, long seed, int epoch) {
    RandomGenerator random = new Well19937c(seed);
    int[] order = IntStream.range(0, size).toArray();
    for (int past = 1; past <= epoch; past++) {
      MathArrays.shuffle(order, random);
      Nd4j.getRandom().setSeed(random.nextLong());
    }
    return order;
  }

  /**
   * From the whole rate down to zero along half a cosine: large steps first, then ever finer ones.
   */
  private static double cosine(double rate, int step, int steps) {
    return rate * 0.5 * (1 + Math.cos(Math.PI * step / steps));
  }

  /**
   * Forecasts days of one stock, each from the days before it.
   *
   * @param days its table of {@link VolatilityFeatures}
   * @param first the row of the first day to forecast; the rest of the table follows
   * @return log volatility [network][day]
   * @throws UserException if there are fewer days before the first than a window and one, or rows
   *     are missing among them
   */
  public double[][] forecasts(Table days, int first) {
    int window = settings.window();
    if (first <= window || first >= days.rowCount()) {
      throw new UserException(
          "A forecast needs the %d days before it, but was asked for row %d of %d."
              .formatted(window + 1, first, days.rowCount()));
    }
    // The windows' rows begin a day later than the table, whose first day has no change.
    Windows windows =
        windows(days, line, window).forecasting(new RowRange(first - 1, days.rowCount() - 1));
    if (windows.size() != days.rowCount() - first) {
      throw new UserException(
          "Rows are missing among the days from %s on, or the %d before them: a window would span the hole. Forecast days on one side of it."
              .formatted(days.dateColumn("trade_date").get(first), window + 1));
    }
    INDArray inputs = windows.inputs(0, windows.size());
    double[] base =
        IntStream.range(first, days.rowCount())
            .mapToDouble(day -> line.forecast(days, day - 1))
            .toArray();
    List<double[]> forecasts = new ArrayList<>();
    for (MultiLayerNetwork network : networks) {
      double[] rest = network.output(inputs).data().asDouble();
      forecasts.add(
          IntStream.range(0, base.length).mapToDouble(i -> base[i] + TYPICAL * rest[i]).toArray());
    }
    return forecasts.toArray(double[][]::new);
  }

  /** Each day's mean over the networks: the ensemble's forecast. */
  public static double[] mean(double[][] forecasts) {
    return IntStream.range(0, forecasts[0].length)
        .mapToDouble(
            day ->
                Arrays.stream(forecasts)
                    .mapToDouble(network -> network[day])
                    .average()
                    .orElseThrow())
        .toArray();
  }

  /**
   * Row i of the matrix is row i + 1 of the table: the first has no forecast to be left over from.
   */
  private static Windows windows(Table table, PooledRegression line, int window) {
    DoubleColumn volatility = table.doubleColumn("log_volatility");
    DoubleColumn leftOver = DoubleColumn.create(TARGET);
    for (int day = 1; day < table.rowCount(); day++) {
      leftOver.append((volatility.getDouble(day) - line.forecast(table, day - 1)) / TYPICAL);
    }
    List<String> columns = new ArrayList<>(VolatilityFeatures.NAMES);
    columns.add(TARGET);
    Table rows = table.dropRange(0, 1).addColumns(leftOver);
    return Windows.over(FeatureMatrix.of(rows, columns), TARGET, window, 1);
  }
}
