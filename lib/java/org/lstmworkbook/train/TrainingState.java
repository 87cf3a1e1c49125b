package org.lstmworkbook.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.model.Archive;
import org.lstmworkbook.model.NetworkEntries;
import org.lstmworkbook.model.NetworkState;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that a training knows at the end of an epoch, in memory and as a checkpoint file: the
 * weights, Adam's moments, how many steps were made, each epoch's scores, and the best weights so
 * far. No random generator is stored: each epoch seeds its own from the seed and its number, so an
 * epoch is the same whether or not the training was interrupted before it.
 */
final class TrainingState {

  private static final String KIND = "checkpoint";
  private static final String BEST = "best_weights.f32";

  /** What a training must have in common with the one it continues, and where that one stood. */
  private record About(Setup setup, int steps, List<History.Epoch> epochs) {}

  /**
   * What decides the course of a training.
   *
   * @param network its definition, as DL4J's JSON
   * @param dataSha256 of the training rows
   */
  record Setup(
      String network,
      String dataSha256,
      String target,
      int window,
      int horizon,
      int batchSize,
      long seed) {}

  private final MultiLayerNetwork network;
  private final Setup setup;
  private final List<History.Epoch> epochs = new ArrayList<>();
  private INDArray best;

  TrainingState(MultiLayerNetwork network, Setup setup) {
    this.network = network;
    this.setup = setup;
    this.best = network.params().dup();
  }

  /** Takes note of an epoch, and of its weights if they are the best so far. */
  void add(History.Epoch epoch) {
    epochs.add(epoch);
    if (history().bestEpoch() == epoch.number()) {
      best = network.params().dup();
    }
  }

  History history() {
    return new History(epochs);
  }

  /** Puts the best weights so far into the network. */
  void useBest() {
    network.setParams(best);
  }

  void save(Path file) {
    Map<String, byte[]> entries = new TreeMap<>();
    NetworkState.put(network, entries);
    entries.put(BEST, NetworkEntries.bytes(best));
    Archive.save(file, KIND, new About(setup, network.getIterationCount(), epochs), entries);
  }

  /** Takes up the training that a checkpoint holds. */
  void load(Path file) {
    Archive archive = Archive.load(file, KIND);
    About about = archive.about(About.class);
    if (!setup.equals(about.setup)) {
      throw archive.refuse(
          "it is of another training: its network, rows, window, batch size or seed differ");
    }
    NetworkState.restore(network, archive, about.steps);
    best = NetworkState.array(archive, BEST, network.params());
    epochs.clear();
    epochs.addAll(about.epochs);
  }
}
