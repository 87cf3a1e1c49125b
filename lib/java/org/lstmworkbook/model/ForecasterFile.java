package org.lstmworkbook.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.market.PriceOrigin;
import org.lstmworkbook.prepare.MinMaxScaler;

/**
 * A forecaster as an {@link Archive}. A file without the entry {@code data.json} or those of the
 * quantile network, from before forecasters had them, is read as well.
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
    MultiLayerNetwork network = NetworkEntries.get(archive, "", scaler.names().size(), 1);
    QuantileForecaster quantiles =
        archive.has(CALIBRATION) ? quantiles(archive, scaler.names().size()) : null;
    return new Forecaster(
        network,
        new ForecasterInput(scaler, about.target, about.window, about.horizon),
        about.provenance,
        archive.has(DATA) ? archive.json(DATA, PriceOrigin.class) : null,
        new ConformalInterval(archive.json(ERRORS, double[].class)),
        quantiles);
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
}
