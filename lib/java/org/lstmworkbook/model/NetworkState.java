package org.lstmworkbook.model;

import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a training goes on from, as entries of an {@link Archive}: {@code weights.f32} and {@code
 * updater.f32}, Adam's moments. The number of steps made belongs to it too, since Adam corrects its
 * first steps: the caller keeps {@link MultiLayerNetwork#getIterationCount} beside them.
 */
public final class NetworkState {

  private static final String WEIGHTS = "weights.f32";
  private static final String UPDATER = "updater.f32";

  private NetworkState() {}

  /** Adds a network's two entries. */
  public static void put(MultiLayerNetwork network, Map<String, byte[]> entries) {
    entries.put(WEIGHTS, NetworkEntries.bytes(network.params()));
    entries.put(UPDATER, NetworkEntries.bytes(updater(network)));
  }

  /**
   * Puts weights, moments and the number of steps back into a network of the same definition.
   *
   * @param steps the network's iteration count when it was saved
   * @throws SavedFileException if the entries do not fit the network
   */
  public static void restore(MultiLayerNetwork network, Archive archive, int steps) {
    network.setParams(array(archive, WEIGHTS, network.params()));
    updater(network).assign(array(archive, UPDATER, updater(network)));
    network.setIterationCount(steps);
  }

  /**
   * An entry as an array.
   *
   * @param like an array of the shape that is expected
   * @throws SavedFileException if the entry has another number of floats
   */
  public static INDArray array(Archive archive, String entry, INDArray like) {
    float[] values = NetworkEntries.floats(archive.bytes(entry));
    if (values.length != like.length()) {
      throw archive.refuse(
          "its entry %s has %d numbers, but this network needs %d"
              .formatted(entry, values.length, like.length()));
    }
    return Nd4j.createFromArray(values).reshape(like.shape());
  }

  private static INDArray updater(MultiLayerNetwork network) {
    return ((MultiLayerUpdater) network.getUpdater()).getStateViewArray();
  }
}
