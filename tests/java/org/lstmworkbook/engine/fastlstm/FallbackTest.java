package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lstmworkbook.engine.fastlstm.Networks.difference;
import static org.lstmworkbook.engine.fastlstm.Networks.gradient;
import static org.lstmworkbook.engine.fastlstm.Networks.lstm;
import static org.lstmworkbook.engine.fastlstm.Networks.normal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lstmworkbook.OtherJvm;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What the fast path does not serve, how it is switched off, and that networks stay plain DL4J. */
class FallbackTest {

  private final Random random = new Random(5);

  @SuppressWarnings({
    "deprecation",
    "ImmutableEnumChecker"
  }) // only GravesLSTM has peepholes; the tests clone the layers
  private enum Unserved {
    PEEPHOLES(
        new GravesLSTM.Builder().nIn(3).nOut(4).activation(Activation.TANH).build(),
        "LSTM and LastTimeStep"),
    RELU(
        new LSTM.Builder().nIn(3).nOut(4).activation(Activation.RELU).build(),
        "activation is relu"),
    HARD_GATES(
        new LSTM.Builder()
            .nIn(3)
            .nOut(4)
            .activation(Activation.TANH)
            .gateActivationFunction(Activation.HARDSIGMOID)
            .build(),
        "gates' activation is hardsigmoid"),
    WEIGHT_NOISE(
        new LSTM.Builder()
            .nIn(3)
            .nOut(4)
            .activation(Activation.TANH)
            .weightNoise(new DropConnect(0.9))
            .build(),
        "weight noise"),
    BIDIRECTIONAL(new Bidirectional(Bidirectional.Mode.ADD, lstm(3, 4)), "LSTM and LastTimeStep"),
    SIMPLE_RNN(
        new SimpleRnn.Builder().nIn(3).nOut(4).activation(Activation.TANH).build(),
        "LSTM and LastTimeStep");

    private final org.deeplearning4j.nn.conf.layers.Layer layer;
    private final String reason;

    Unserved(org.deeplearning4j.nn.conf.layers.Layer layer, String reason) {
      this.layer = layer;
      this.reason = reason;
    }
  }

  @AfterEach
  void switchOn() {
    System.clearProperty(FastLstm.PROPERTY);
  }

  @ParameterizedTest
  @EnumSource
  void givenLayerThatIsNotServed_whenInstalled_thenDl4jComputesItAndTheReportSaysWhy(
      Unserved unserved) {
    MultiLayerNetwork plain =
        Networks.initialized(withOutput(Networks.list().layer(unserved.layer.clone())));
    MultiLayerNetwork fast = Networks.fastTwin(plain, 2);
    INDArray input = normal(random, 6, 3, 5);
    assertEquals(plain.output(input), fast.output(input));
    String report = FastLstm.report(fast);
    assertTrue(
        report.startsWith("Layer 0: DL4J's own path, because ") && report.contains(unserved.reason),
        report);
  }

  /** Installs the fast path on two networks that it does not serve. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        FastLstm.install(
            Networks.initialized(
                withOutput(Networks.list().layer(Unserved.SIMPLE_RNN.layer.clone()))));
      }
    }
  }

  @Test
  void givenTwoNetworksThatAreNotServed_whenInstalled_thenTheReaderIsToldOnce() throws Exception {
    String said = OtherJvm.output(Program.class, Map.of());
    assertEquals(2, said.split("Layer 0 runs on DL4J's own path: ", -1).length, said);
  }

  @Test
  void givenDoublePrecision_whenInstalled_thenDl4jComputesIt() {
    MultiLayerNetwork network = Networks.toSequence(3, 4, 1).convertDataType(DataType.DOUBLE);
    FastLstm.install(network);
    assertTrue(FastLstm.report(network).contains("type DOUBLE"), FastLstm.report(network));
    network.output(normal(random, 2, 3, 4).castTo(DataType.DOUBLE));
  }

  @Test
  void givenMaskWithAHole_whenRead_thenDl4jComputesThatCallAndTheReportSaysSo() {
    MultiLayerNetwork plain = Networks.toOne(3, 4, 1);
    MultiLayerNetwork fast = Networks.fastTwin(plain, 2);
    INDArray input = normal(random, 5, 3, 6);
    INDArray target = normal(random, 5, 1);
    INDArray mask = Nd4j.ones(5, 6);
    mask.putScalar(2, 3, 0);
    assertEquals(plain.output(input, false, mask, null), fast.output(input, false, mask, null));
    assertEquals(
        gradient(plain, input, target, mask, null), gradient(fast, input, target, mask, null));
    assertTrue(
        FastLstm.report(fast).contains("a mask is not a run of ones"), FastLstm.report(fast));
    assertEquals(0, difference(plain.output(input), fast.output(input)), 2e-5);
  }

  @Test
  void givenNoLibraryForThePlatform_whenLoaded_thenOneSentenceNamesThePlatform() {
    String reason =
        OneDnn.whyNot(
            () -> {
              throw new UnsatisfiedLinkError("no jnidnnl in java.library.path");
            });
    assertEquals(
        "oneDNN has no library for this platform ("
            + Loader.getPlatform()
            + "), so the LSTM runs on DL4J's own, slower path.",
        reason);
    assertNull(OneDnn.whyNot(() -> {}));
  }

  @Test
  void givenSwitchedOff_whenInstalled_thenPlainDl4jAndOneSentence() {
    System.setProperty(FastLstm.PROPERTY, "off");
    MultiLayerNetwork plain = Networks.toOne(3, 4, 1);
    MultiLayerNetwork same = Networks.fastTwin(plain, 2);
    INDArray input = normal(random, 5, 3, 6);
    assertEquals(plain.output(input), same.output(input));
    assertTrue(FastLstm.report(same).contains("switched off"), FastLstm.report(same));
  }

  @Test
  void givenInstalledTwiceAndUninstalled_whenTrained_thenOnlyTheLayersAreSwapped() {
    MultiLayerNetwork plain = Networks.toOne(3, 4, 2);
    MultiLayerNetwork network = Networks.fastTwin(plain, 2);
    FastLstm.install(network, 1);
    INDArray input = normal(random, 5, 3, 6);
    INDArray target = normal(random, 5, 1);
    for (int step = 0; step < 6; step++) {
      if (step == 3) {
        FastLstm.uninstall(network);
      }
      plain.fit(input, target);
      network.fit(input, target);
    }
    assertEquals(0, difference(plain.params(), network.params()), 1e-4);
    assertEquals(plain.getLayer(0).getClass(), network.getLayer(0).getClass());
    assertTrue(
        FastLstm.report(network).contains("FastLstm is not installed"), FastLstm.report(network));
  }

  @Test
  void givenTrainedOnTheFastPath_whenSavedAndLoaded_thenItIsAPlainDl4jModelWithItsUpdater(
      @TempDir Path folder) throws Exception {
    MultiLayerNetwork fast = Networks.fastTwin(Networks.toOne(3, 4, 2), 2);
    INDArray input = normal(random, 5, 3, 6);
    INDArray target = normal(random, 5, 1);
    fast.fit(input, target);
    Path file = folder.resolve("model.zip");
    fast.save(file.toFile(), true);
    MultiLayerNetwork loaded = MultiLayerNetwork.load(file.toFile(), true);
    assertEquals(
        fast.getLayerWiseConfigurations().toJson(), loaded.getLayerWiseConfigurations().toJson());
    assertEquals(fast.params(), loaded.params());
    assertEquals(org.deeplearning4j.nn.layers.recurrent.LSTM.class, loaded.getLayer(0).getClass());
    loaded.fit(input, target);
    fast.fit(input, target);
    assertEquals(0, difference(loaded.params(), fast.params()), 1e-5);
    FastLstm.install(loaded);
    assertEquals(0, difference(fast.output(input), loaded.output(input)), 1e-5);
  }

  private static ListBuilder withOutput(ListBuilder list) {
    return list.layer(
        new RnnOutputLayer.Builder(LossFunction.MSE)
            .nIn(4)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .build());
  }
}
