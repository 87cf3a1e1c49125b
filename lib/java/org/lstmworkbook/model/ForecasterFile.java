package org.lstmworkbook.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.prepare.MinMaxScaler;

/** A forecaster as an {@link Archive}. */
final class ForecasterFile {

  private static final String KIND = "forecaster";
  private static final String SCALER = "scaler.json";
  private static final String ERRORS = "validation_errors.json";

  private record About(String target, int window, int horizon, Provenance provenance) {}

  private ForecasterFile() {}

  static void save(Forecaster forecaster, Path file) {
    Map<String, byte[]> entries = new TreeMap<>();
    NetworkEntries.put(forecaster.network(), entries);
    entries.put(SCALER, Archive.json(forecaster.scaler()));
    entries.put(ERRORS, Archive.json(forecaster.interval().errors()));
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
    MultiLayerNetwork network = NetworkEntries.get(archive, scaler.names().size());
    return new Forecaster(
        network,
        scaler,
        about.target,
        about.window,
        about.horizon,
        about.provenance,
        archive.json(ERRORS, double[].class));
  }
}
