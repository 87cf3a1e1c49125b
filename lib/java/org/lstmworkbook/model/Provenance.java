package org.lstmworkbook.model;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.Windows;

/**
 * Where a forecaster comes from: enough to train it again and compare.
 *
 * @param ticker the stock
 * @param from first trading date it was trained on
 * @param to last trading date that it has seen, validation included
 * @param dataSha256 the SHA-256 of these rows' names, dates and scaled numbers
 * @param seed the seed of initial weights, dropout and shuffling
 * @param versions the versions of this library, DL4J, Java and what else decides the last bit
 * @param training what the training was set to; null in a file that does not say, see {@link
 *     #settings}
 * @param recipe the SHA-256 of all that decides the bits of the training: rows, settings, this
 *     library's code, versions and arithmetic; null where the settings are
 * @param scores how it did, and the methods it was compared with
 */
public record Provenance(
    String ticker,
    LocalDate from,
    LocalDate to,
    String dataSha256,
    long seed,
    Map<String, String> versions,
    TrainingSettings training,
    String recipe,
    List<Score> scores) {

  /** Copies the scores; a file from before there were any has none. */
  public Provenance {
    scores = scores == null ? List.of() : List.copyOf(scores);
  }

  /** What the training was set to, if that is known. */
  public Optional<TrainingSettings> settings() {
    return Optional.ofNullable(training);
  }

  /**
   * The origin of a network that was trained and validated on these windows.
   *
   * @param validation windows of the validation part, scaled
   * @throws UserException if the windows are not scaled
   */
  public static Provenance of(Windows validation, String ticker, TrainingSettings settings) {
    FeatureMatrix matrix = validation.matrix();
    MinMaxScaler scaler =
        matrix.scaler().orElseThrow(() -> new UserException("The windows are not scaled."));
    int to = validation.rows().to();
    String rows = matrix.sha256(new RowRange(matrix.firstRowFrom(scaler.fittedFrom()), to));
    Map<String, String> versions = Versions.withOperatingSystem();
    String all =
        String.join("\n", rows, settings.toString(), Versions.code()) + new TreeMap<>(versions);
    return new Provenance(
        ticker,
        scaler.fittedFrom(),
        matrix.date(to - 1),
        rows,
        settings.seed(),
        versions,
        settings,
        Hashing.sha256().hashString(all, StandardCharsets.UTF_8).toString(),
        List.of());
  }

  /**
   * What makes a training like this one give other bits than that of another forecaster, in words;
   * empty where it would give the same.
   */
  public Optional<String> differenceTo(Provenance other) {
    if (recipe.equals(other.recipe)) {
      return Optional.empty();
    }
    if (!dataSha256.equals(other.dataSha256)) {
      return Optional.of("other rows");
    }
    if (!training.equals(other.training)) {
      return Optional.of("other settings (%s)".formatted(training.differenceTo(other.training)));
    }
    String versionsThere =
        other.versions.entrySet().stream()
            .filter(v -> !v.getValue().equals(versions.get(v.getKey())))
            .map(v -> "%s %s".formatted(v.getKey(), v.getValue()))
            .collect(Collectors.joining(", "));
    return Optional.of(
        versionsThere.isEmpty()
            ? "another build of this library"
            : "other versions (%s)".formatted(versionsThere));
  }

  /** The same with these scores, in place of those that it had of the same parts. */
  Provenance withScores(List<Score> newer) {
    List<String> parts = newer.stream().map(Score::part).toList();
    List<Score> all =
        Stream.concat(scores.stream().filter(s -> !parts.contains(s.part())), newer.stream())
            .toList();
    return new Provenance(ticker, from, to, dataSha256, seed, versions, training, recipe, all);
  }
}
