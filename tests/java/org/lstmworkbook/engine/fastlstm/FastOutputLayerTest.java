package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.lstmworkbook.engine.fastlstm.Networks.normal;

import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The leaner output layer against DL4J's own, both above the same fast LSTM: the same bits. */
class FastOutputLayerTest {

  private static final int HIDDEN = 8;

  private final Random random = new Random(5);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 31, 64, 100, 257, 1000})
  void givenAnyBatch_whenTrained_thenSameBitsAsDl4jsLayer(int batch) {
    compare(batch, network(LossFunction.MSE, 1), network(LossFunction.MSE, 1));
  }

  /** As the workbook's own network is. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64, 257})
  void givenDropout_whenTrained_thenSameBitsAsDl4jsLayer(int batch) {
    compare(batch, dropping(0.8), dropping(0.8));
    MultiLayerNetwork all = network(LossFunction.MSE, 1);
    MultiLayerNetwork some = dropping(0.8);
    DataSet examples = new DataSet(normal(random, batch, 3, 4), normal(random, batch, 1));
    all.fit(examples);
    some.fit(examples);
    assertNotEquals(all.score(), some.score(), "something is left out");
  }

  @ParameterizedTest
  @CsvSource({"MSE, 2, IDENTITY", "L1, 1, TANH", "MCXENT, 3, SOFTMAX", "XENT, 1, SIGMOID"})
  void givenAnotherLoss_whenTrained_thenSameBitsAsDl4jsLayer(
      LossFunction loss, int outputs, Activation activation) {
    var dropout = new Dropout(0.8);
    compare(
        64,
        network(loss, outputs, activation, dropout),
        network(loss, outputs, activation, dropout));
  }

  @Test
  void givenExamplesThatDoNotCount_whenTrained_thenSameBitsAsDl4jsLayer() {
    MultiLayerNetwork lean = network(LossFunction.L2, 2);
    MultiLayerNetwork plain = network(LossFunction.L2, 2);
    useDl4jsLayer(plain);
    DataSet examples = new DataSet(normal(random, 6, 3, 4), normal(random, 6, 2));
    examples.setLabelsMaskArray(Nd4j.createFromArray(new float[][] {{1}, {0}, {1}, {1}, {0}, {1}}));
    lean.fit(examples);
    plain.fit(examples);
    assertEquals(plain.score(), lean.score());
    assertArrayEquals(floats(plain.params()), floats(lean.params()));
  }

  private void compare(int batch, MultiLayerNetwork lean, MultiLayerNetwork plain) {
    assertInstanceOf(FastOutputLayer.class, lean.getLayers()[1]);
    useDl4jsLayer(plain);
    for (int i = 0; i < 10; i++) {
      int rows = Math.max(1, batch - i);
      INDArray input = normal(random, rows, 3, 4);
      INDArray labels = normal(random, rows, lean.layerSize(1));
      Nd4j.getRandom().setSeed(7L + i); // draws the dropout
      lean.fit(input, labels);
      Nd4j.getRandom().setSeed(7L + i);
      plain.fit(input, labels);
      assertEquals(plain.score(), lean.score(), "loss of step " + i);
    }
    assertArrayEquals(floats(plain.params()), floats(lean.params()));
  }

  private static void useDl4jsLayer(MultiLayerNetwork network) {
    network.getLayers()[1] = ((FastOutputLayer) network.getLayers()[1]).original();
  }

  @Test
  void givenLabelsAreAColumnOfATable_whenTrained_thenSameBits() {
    MultiLayerNetwork lean = network(LossFunction.MSE, 1);
    MultiLayerNetwork plain = network(LossFunction.MSE, 1);
    INDArray input = normal(random, 6, 3, 4);
    INDArray column = normal(random, 6, 3).getColumn(1, true);
    lean.fit(input, column);
    plain.fit(input, column.dup());
    assertArrayEquals(floats(plain.params()), floats(lean.params()));
  }

  @Test
  void givenTestDays_whenScored_thenNotTheLossOfTheLastBatch() {
    MultiLayerNetwork network = network(LossFunction.MSE, 1);
    network.fit(normal(random, 6, 3, 4), normal(random, 6, 1));
    DataSet others = new DataSet(normal(random, 5, 3, 4), normal(random, 5, 1));
    double score = network.score(others);
    FastLstm.uninstall(network);
    assertEquals(network.score(others), score, 1e-6, "32-bit LSTMs on two paths");
  }

  @Test
  void whenUninstalled_thenDl4jsLayerIsBack() {
    var dl4jsOwn = org.deeplearning4j.nn.layers.OutputLayer.class;
    MultiLayerNetwork served = network(LossFunction.MSE, 1);
    assertInstanceOf(FastOutputLayer.class, served.getLayers()[1]);
    FastLstm.uninstall(served);
    assertSame(dl4jsOwn, served.getLayers()[1].getClass());
  }

  private static MultiLayerNetwork network(LossFunction loss, int outputs) {
    return network(loss, outputs, Activation.IDENTITY, null);
  }

  private static MultiLayerNetwork dropping(double kept) {
    return network(LossFunction.MSE, 1, Activation.IDENTITY, new Dropout(kept));
  }

  private static MultiLayerNetwork network(
      LossFunction loss, int outputs, Activation activation, Dropout dropout) {
    LSTM lstm = new LSTM.Builder().nIn(3).nOut(HIDDEN).activation(Activation.TANH).build();
    OutputLayer output =
        new OutputLayer.Builder(loss)
            .nIn(HIDDEN)
            .nOut(outputs)
            .activation(activation)
            .dropOut(dropout)
            .build();
    MultiLayerNetwork network =
        Networks.initialized(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .list()
                .layer(new LastTimeStep(lstm))
                .layer(output));
    FastLstm.install(network, 2);
    return network;
  }

  private static float[] floats(INDArray array) {
    return array.dup().data().asFloat();
  }
}
