package org.lstmworkbook.gates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GateTraceTest {

  private static MultiLayerNetwork twoLayers() {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .list()
            .layer(new LSTM.Builder().nIn(2).nOut(4).activation(Activation.TANH).build())
            .layer(new LSTM.Builder().nIn(4).nOut(3).activation(Activation.TANH).build())
            .build();
    var network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  @Test
  void givenTwoLayers_whenTraced_thenOutputsAreTheNetworksOwn() {
    MultiLayerNetwork network = twoLayers();
    INDArray sequence = Nd4j.rand(1, 2, 20);

    for (int layer = 0; layer < 2; layer++) {
      double[][] expected =
          network.feedForward(sequence, false).get(layer + 1).slice(0).toDoubleMatrix();
      double[][] traced = GateTrace.of(network, layer, sequence).h();
      for (int unit = 0; unit < expected.length; unit++) {
        // The network computes in float.
        assertArrayEquals(expected[unit], traced[unit], 1e-6);
      }
    }
  }

  @Test
  void givenTrace_whenTable_thenEachRowObeysTheEquations() {
    var random = new Random(4);
    var cell = RandomCells.lstm(3, 2, random);
    var table = GateTrace.of(cell, RandomCells.matrix(10, 2, random)).toTable();

    assertEquals(List.of("step", "unit", "i", "f", "o", "g", "c", "h"), table.columnNames());
    assertEquals(30, table.rowCount());
    for (int row = 3; row < 30; row++) {
      double kept = table.doubleColumn("f").get(row) * table.doubleColumn("c").get(row - 3);
      double added = table.doubleColumn("i").get(row) * table.doubleColumn("g").get(row);
      double c = table.doubleColumn("c").get(row);
      assertEquals(kept + added, c, 1e-15);
      assertEquals(
          table.doubleColumn("o").get(row) * Math.tanh(c), table.doubleColumn("h").get(row), 1e-15);
    }
  }

  @Test
  void givenSeveralSequences_whenTraced_thenRefused() {
    assertThrows(UserException.class, () -> GateTrace.of(twoLayers(), 0, Nd4j.rand(2, 2, 20)));
  }
}
