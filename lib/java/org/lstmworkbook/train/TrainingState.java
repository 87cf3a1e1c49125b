package org.lstmworkbook.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.engine.files.Archive;
import org.lstmworkbook.model.NetworkEntries;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that a training knows at the end of an epoch, in memory and as a checkpoint file: the
 * weights, Adam's moments, how many steps were made, each epoch's scores, and the best weights so
 * far. No random generator is stored: each epoch seeds its own from the seed and its number.
 */
final class TrainingState {

  private static final String KIND = "checkpoint";
  private static final String BEST = "best_weights.f32";

  /** What a training must have in common with the one it continues, and where that one stood. */
  private record About(String training, int steps, List<History.Epoch> epochs) {}

  private final MultiLayerNetwork network;
  private final String training;
  private final boolean keepsBest;
  private final List<History.Epoch> epochs = new ArrayList<>();
  private INDArray best;

  TrainingState(MultiLayerNetwork network, String training, boolean keepsBest) {
    this.network = network;
    this.training = training;
    this.keepsBest = keepsBest;
    this.best = network.params().dup();
  }

  /** All that decides the course of a training on windows, as text. */
  static String identity(MultiLayerNetwork network, Windows train, int batchSize, long seed) {
    MultiLayerConfiguration definition = network.getLayerWiseConfigurations().clone();
    definition.setIterationCount(0);
    definition.setEpochCount(0);
    definition.getConfs().forEach(layer -> layer.setIterationCount(0));
    definition.getConfs().forEach(layer -> layer.setEpochCount(0));
    return "%s rows %s target %s window %d horizon %d batch size %d seed %d"
        .formatted(
            definition.toJson(),
            train.matrix().sha256(train.rows()),
            train.target(),
            train.length(),
            train.horizon(),
            batchSize,
            seed);
  }

  /** The epochs in a checkpoint; nothing if it is of another training. */
  static Optional<History> historyOf(Path file, String training) {
    About about = Archive.load(file, KIND).about(About.class);
    return about.training.equals(training)
        ? Optional.of(new History(about.epochs))
        : Optional.empty();
  }

  /** Takes note of an epoch, and of its weights if they are the best so far. */
  void add(History.Epoch epoch) {
    epochs.add(epoch);
    if (keepsBest && history().bestEpoch() == epoch.number()) {
      best = network.params().dup();
    }
  }

  History history() {
    return new History(epochs);
  }

  /** Puts the best weights so far into the network, if they are kept. */
  void useBest() {
    if (keepsBest) {
      network.setParams(best);
    }
  }

  void save(Path file) {
    Map<String, byte[]> entries = new TreeMap<>();
    NetworkEntries.putState(network, entries);
    if (keepsBest) {
      entries.put(BEST, NetworkEntries.bytes(best));
    }
    Archive.save(file, KIND, new About(training, network.getIterationCount(), epochs), entries);
  }

  /** Takes up the training that a checkpoint holds. */
  void load(Path file) {
    Archive archive = Archive.load(file, KIND);
    About about = archive.about(About.class);
    if (!training.equals(about.training)) {
      throw archive.refuse(
          "it is of another training: its network, rows, window, batch size or seed differ");
    }
    NetworkEntries.restore(network, archive, about.steps);
    if (keepsBest) {
      best = NetworkEntries.array(archive, BEST, network.params());
    }
    epochs.clear();
    epochs.addAll(about.epochs);
  }
}
