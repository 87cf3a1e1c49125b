package org.lstmworkbook.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.lstmworkbook.engine.files.Archive;
import org.lstmworkbook.engine.files.SavedFileException;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * A network as entries of an {@link Archive}: {@code network.json}, DL4J's own description, and
 * {@code weights.f32}, its weights as little-endian floats in DL4J's order. DL4J's ModelSerializer
 * is not used, because its reader also accepts entries with serialised Java objects.
 */
public final class NetworkEntries {

  private static final String JSON = "network.json";
  private static final String WEIGHTS = "weights.f32";
  private static final String UPDATER = "updater.f32";

  /** What a network.json may name: DL4J makes an object of any class that it finds there. */
  private static final Set<String> CLASSES =
      List.of(
              LastTimeStep.class,
              LSTM.class,
              OutputLayer.class,
              Dropout.class,
              WeightInitXavier.class,
              ActivationIdentity.class,
              ActivationSigmoid.class,
              ActivationTanH.class,
              Adam.class,
              LossMSE.class,
              PinballLoss.class)
          .stream()
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  private NetworkEntries() {}

  /**
   * Adds a network's two entries.
   *
   * @param prefix of their names: empty, or what tells a second network from the first
   */
  public static void put(MultiLayerNetwork network, String prefix, Map<String, byte[]> entries) {
    entries.put(prefix + JSON, definition(network).getBytes(StandardCharsets.UTF_8));
    entries.put(prefix + WEIGHTS, bytes(network.params()));
  }

  /** A network's layers and settings as DL4J's own JSON, without its weights. */
  public static String definition(MultiLayerNetwork network) {
    return network.getLayerWiseConfigurations().toJson();
  }

  /**
   * A network of an archive.
   *
   * @param prefix as it was saved with
   * @param outputs numbers that it gives for a window
   * @param features what a day of its input must hold
   * @throws SavedFileException if it names a class that is not of such a network, takes another
   *     number of features, or its weights do not fit
   */
  public static MultiLayerNetwork get(Archive archive, String prefix, int features, int outputs) {
    String json = checkedJson(archive, prefix + JSON);
    float[] weights = floats(archive.bytes(prefix + WEIGHTS));
    try {
      MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
      check(archive, configuration, features, outputs, weights.length);
      MultiLayerNetwork network = PriceLstm.network(configuration);
      network.setParams(Nd4j.createFromArray(weights).reshape(1, weights.length));
      return network;
    } catch (SavedFileException e) {
      throw e;
    } catch (RuntimeException e) {
      // DL4J promises no type of exception for a description that makes no sense.
      throw archive.refuse("its %s describes no network".formatted(prefix + JSON));
    }
  }

  /**
   * Adds what a training goes on from: the weights, and {@code updater.f32}, Adam's moments. The
   * number of steps made belongs to it too, since Adam corrects its first steps: the caller keeps
   * {@link MultiLayerNetwork#getIterationCount} beside them.
   */
  public static void putState(MultiLayerNetwork network, Map<String, byte[]> entries) {
    entries.put(WEIGHTS, bytes(network.params()));
    entries.put(UPDATER, bytes(updater(network)));
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
    float[] values = floats(archive.bytes(entry));
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

  /** An array's floats in DL4J's order, little-endian. */
  public static byte[] bytes(INDArray array) {
    float[] values = array.dup().data().asFloat();
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** The floats of little-endian bytes. */
  public static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** The network's description, once every class that it names is known to be harmless. */
  private static String checkedJson(Archive archive, String entry) {
    JsonNode tree = archive.json(entry, JsonNode.class);
    for (JsonNode name : tree.findValues("@class")) {
      if (!CLASSES.contains(name.asText())) {
        throw archive.refuse("its %s names %s".formatted(entry, name.asText()));
      }
    }
    // The tree, not the text: of a key that is there twice, DL4J might read the other one.
    return tree.toString();
  }

  /** Checks the sizes before DL4J sets memory aside for them. */
  private static void check(
      Archive archive,
      MultiLayerConfiguration configuration,
      int features,
      int outputs,
      long weights) {
    LSTM lstm = lstm(archive, configuration);
    if (lstm.getNIn() != features) {
      throw archive.refuse(
          "its network reads %d features, but it names %d".formatted(lstm.getNIn(), features));
    }
    long given = ((OutputLayer) configuration.getConf(1).getLayer()).getNOut();
    if (given != outputs) {
      throw archive.refuse("its network gives %d numbers, not %d".formatted(given, outputs));
    }
    long expected = 0;
    for (NeuralNetConfiguration layer : configuration.getConfs()) {
      expected += layer.getLayer().initializer().numParams(layer);
    }
    if (weights != expected) {
      throw archive.refuse(
          "its network has %d weights, but %d are in it".formatted(expected, weights));
    }
  }

  private static LSTM lstm(Archive archive, MultiLayerConfiguration configuration) {
    if (configuration.getConfs().size() == 2
        && configuration.getDataType() == DataType.FLOAT
        && configuration.getConf(0).getLayer() instanceof LastTimeStep last
        && last.getUnderlying() instanceof LSTM lstm
        && configuration.getConf(1).getLayer() instanceof OutputLayer) {
      return lstm;
    }
    throw archive.refuse("its network is not an LSTM with one output layer");
  }
}
