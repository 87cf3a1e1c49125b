package org.lstmworkbook.lab.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.model.Forecaster;
import org.lstmworkbook.model.NetworkEntries;
import org.lstmworkbook.model.QuantileForecaster;
import org.lstmworkbook.model.Score;

/**
 * Two forecasters part by part, to the last bit.
 *
 * @param rows what was compared
 */
record Comparison(List<Row> rows) {

  /** Rounding of another arithmetic, carried through a training, stays below. */
  private static final double ROUNDING = 1e-3;

  /**
   * One part.
   *
   * @param part its name
   * @param equal whether all its bits are
   * @param largestDifference of two of its numbers, relative to the larger of 1 and the number; 0
   *     where it holds no numbers, infinite where their count differs
   */
  record Row(String part, boolean equal, double largestDifference) {

    private static Row of(String part, Object then, Object now) {
      boolean equal = Objects.equals(then, now);
      return new Row(part, equal, equal ? 0 : Double.POSITIVE_INFINITY);
    }

    private static Row of(String part, double[] then, double[] now) {
      boolean equal = Arrays.equals(then, now);
      double largest =
          then.length == now.length
              ? IntStream.range(0, then.length)
                  .mapToDouble(i -> Math.abs(then[i] - now[i]) / Math.max(1, Math.abs(then[i])))
                  .max()
                  .orElse(0)
              : Double.POSITIVE_INFINITY;
      return new Row(part, equal, largest);
    }
  }

  static Comparison of(Forecaster then, Forecaster now) {
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of("network", definition(then.network()), definition(now.network())));
    rows.add(Row.of("weights", weights(then.network()), weights(now.network())));
    rows.add(Row.of("scaler", then.scaler(), now.scaler()));
    rows.add(Row.of("interval", then.interval().errors(), now.interval().errors()));
    then.quantiles().ifPresent(quantiles -> rows.addAll(of(quantiles, now.quantiles().get())));
    List<String> parts = then.provenance().scores().stream().map(Score::part).distinct().toList();
    for (String part : parts) {
      rows.add(Row.of("scores, " + part, scores(then, part), scores(now, part)));
    }
    return new Comparison(rows);
  }

  private static List<Row> of(QuantileForecaster then, QuantileForecaster now) {
    return List.of(
        Row.of("quantile network", definition(then.network()), definition(now.network())),
        Row.of("quantile weights", weights(then.network()), weights(now.network())),
        Row.of("quantile interval", corrections(then), corrections(now)));
  }

  boolean equal() {
    return rows.stream().allMatch(Row::equal);
  }

  /** Whether they differ, but by no more than rounding could. */
  boolean onlyRounding() {
    return !equal() && rows.stream().allMatch(row -> row.largestDifference() < ROUNDING);
  }

  double largestDifference() {
    return rows.stream().mapToDouble(Row::largestDifference).max().orElse(0);
  }

  private static String definition(MultiLayerNetwork network) {
    return NetworkEntries.definition(network);
  }

  private static double[] weights(MultiLayerNetwork network) {
    return network.params().dup().data().asDouble();
  }

  private static double[] corrections(QuantileForecaster quantiles) {
    return IntStream.rangeClosed(1, QuantileForecaster.DAYS)
        .mapToObj(quantiles::corrections)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double[] scores(Forecaster forecaster, String part) {
    return forecaster.provenance().scores().stream()
        .filter(score -> score.part().equals(part))
        .flatMap(
            score ->
                Stream.of(
                    score.mae(),
                    score.rmse(),
                    score.mase(),
                    score.pValue() == null ? 0 : score.pValue(),
                    (double) score.directionHits(),
                    (double) score.directionDays()))
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
