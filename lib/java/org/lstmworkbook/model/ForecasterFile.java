package org.lstmworkbook.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lstmworkbook.engine.files.Archive;
import org.lstmworkbook.market.PriceOrigin;
import org.lstmworkbook.prepare.MinMaxScaler;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A forecaster as an {@link Archive}, and what it says as a table. A file without the entry {@code
 * data.json} or those of the quantile network, from before forecasters had them, is read as well.
 */
final class ForecasterFile {

  private static final String KIND = "forecaster";
  private static final String SCALER = "scaler.json";
  private static final String ERRORS = "validation_errors.json";
  private static final String DATA = "data.json";
  private static final String QUANTILE = "quantile_";
  private static final String CALIBRATION = "quantile_calibration.json";

  private record About(String target, int window, int horizon, Provenance provenance) {}

  private ForecasterFile() {}

  static void save(Forecaster forecaster, Path file) {
    Map<String, byte[]> entries = new TreeMap<>();
    NetworkEntries.put(forecaster.network(), "", entries);
    entries.put(SCALER, Archive.json(forecaster.scaler()));
    entries.put(ERRORS, Archive.json(forecaster.interval().errors()));
    forecaster
        .quantiles()
        .ifPresent(
            quantiles -> {
              NetworkEntries.put(quantiles.network(), QUANTILE, entries);
              entries.put(CALIBRATION, Archive.json(quantiles.calibration()));
            });
    forecaster.data().ifPresent(data -> entries.put(DATA, Archive.json(data)));
    About about =
        new About(
            forecaster.target(),
            forecaster.window(),
            forecaster.horizon(),
            forecaster.provenance());
    Archive.save(file, KIND, about, entries);
  }

  static Forecaster load(Path file) {
    Archive archive = Archive.load(file, KIND);
    About about = archive.about(About.class);
    MinMaxScaler scaler = archive.json(SCALER, MinMaxScaler.class);
    if (about.window < 1
        || about.horizon < 1
        || about.provenance == null
        || !scaler.names().contains(about.target)) {
      throw archive.refuse(
          "its target %s, window %d and horizon %d do not fit its features %s"
              .formatted(about.target, about.window, about.horizon, scaler.names()));
    }
    int features = scaler.names().size();
    return new Forecaster(
        NetworkEntries.get(archive, "", features, 1),
        scaler,
        about.target,
        about.window,
        about.horizon,
        about.provenance,
        archive.has(DATA) ? Optional.of(archive.json(DATA, PriceOrigin.class)) : Optional.empty(),
        new ConformalInterval(archive.json(ERRORS, double[].class)),
        archive.has(CALIBRATION) ? Optional.of(quantiles(archive, features)) : Optional.empty());
  }

  private static QuantileForecaster quantiles(Archive archive, int features) {
    QuantileForecaster.Calibration calibration =
        archive.json(CALIBRATION, QuantileForecaster.Calibration.class);
    int outputs = QuantileForecaster.DAYS * QuantileForecaster.QUANTILES.size();
    if (!calibration.fits()) {
      throw archive.refuse("its entry %s does not fit its quantiles".formatted(CALIBRATION));
    }
    return new QuantileForecaster(
        NetworkEntries.get(archive, QUANTILE, features, outputs), calibration);
  }

  /** What a forecaster is and where it comes from, as a table for the reader. */
  static Table describe(Forecaster forecaster) {
    Map<String, String> rows = new LinkedHashMap<>();
    what(rows, forecaster);
    forecaster.data().ifPresent(data -> data(rows, data));
    forecaster.provenance().settings().ifPresent(training -> training(rows, training));
    origin(rows, forecaster.provenance());
    return Table.create(
        "forecaster",
        StringColumn.create("what", rows.keySet()),
        StringColumn.create("value", rows.values()));
  }

  private static void what(Map<String, String> rows, Forecaster forecaster) {
    rows.put("ticker", forecaster.provenance().ticker());
    rows.put("features", String.join(", ", forecaster.features()));
    rows.put("target", "%s, %d day(s) ahead".formatted(forecaster.target(), forecaster.horizon()));
    rows.put("window", forecaster.window() + " days");
    rows.put("weights", String.valueOf(forecaster.network().numParams()));
  }

  private static void data(Map<String, String> rows, PriceOrigin data) {
    rows.put("data", data.source());
    rows.put("query", data.sql().strip().replaceAll("\\s+", " "));
    rows.put("parameters", data.parameters().toString());
    rows.put("rows", String.valueOf(data.rows()));
    rows.put("SHA-256 of the rows", data.sha256());
  }

  private static void training(Map<String, String> rows, TrainingSettings training) {
    rows.put("validation from", training.validationFrom().toString());
    rows.put("test from", training.testFrom().toString());
    rows.put("hidden units", String.valueOf(training.hidden()));
    rows.put("dropout", String.valueOf(training.dropout()));
    rows.put("learning rate", String.valueOf(training.learningRate()));
    rows.put("epochs, at most", String.valueOf(training.epochs()));
    rows.put("patience", training.patience() + " epochs");
    rows.put("batch size", String.valueOf(training.batchSize()));
  }

  private static void origin(Map<String, String> rows, Provenance provenance) {
    rows.put("learned from", provenance.from() + " to " + provenance.to());
    rows.put("seed", String.valueOf(provenance.seed()));
    rows.put("SHA-256 of the scaled rows", provenance.dataSha256());
    provenance.versions().forEach((name, version) -> rows.put("version of " + name, version));
  }
}
