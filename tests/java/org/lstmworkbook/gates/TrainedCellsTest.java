package org.lstmworkbook.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class TrainedCellsTest {

  /** Both sum the same products, in another order: nothing but rounding may differ. */
  private static final double ROUNDING = 1e-12;

  @Test
  void givenThousandRandomCells_whenComparedWithDl4j_thenEqualToRounding() {
    var random = new Random(1997);
    double largest = 0;
    for (int n = 0; n < 1000; n++) {
      int inputs = 1 + random.nextInt(6);
      int hidden = 1 + random.nextInt(8);
      var layer = new LSTM.Builder().nIn(inputs).nOut(hidden).activation(Activation.TANH).build();
      var network = randomNetwork(layer, hidden, random);
      INDArray sequence = randomSequence(inputs, 1 + random.nextInt(12), random);
      largest = Math.max(largest, difference(network, TrainedCells.lstm(network, 0), sequence));
    }
    System.out.println("largest difference of 1,000 LSTM cells from DL4J: " + largest);
    assertTrue(largest <= ROUNDING, "largest difference " + largest);
  }

  @Test
  void givenHundredRandomPlainRnns_whenComparedWithDl4j_thenEqualToRounding() {
    var random = new Random(1990);
    for (int n = 0; n < 100; n++) {
      int inputs = 1 + random.nextInt(6);
      int hidden = 1 + random.nextInt(8);
      var layer =
          new SimpleRnn.Builder().nIn(inputs).nOut(hidden).activation(Activation.TANH).build();
      var network = randomNetwork(layer, hidden, random);
      INDArray sequence = randomSequence(inputs, 1 + random.nextInt(12), random);
      assertEquals(0, difference(network, TrainedCells.plainRnn(network, 0), sequence), ROUNDING);
    }
  }

  @Test
  void givenLastTimeStepAroundTheLayer_whenTaken_thenTheSameCell() {
    var lstm = new LSTM.Builder().nIn(2).nOut(3).activation(Activation.TANH).build();
    var configuration =
        new NeuralNetConfiguration.Builder().seed(1).list().layer(new LastTimeStep(lstm)).build();
    var network = new MultiLayerNetwork(configuration);
    network.init();

    LstmCell cell = TrainedCells.lstm(network, 0);

    assertEquals(3, cell.hidden());
    assertEquals(2, cell.inputs());
  }

  @Test
  void givenAnotherKindOfLayer_whenTaken_thenRefusedByName() {
    var layer = new SimpleRnn.Builder().nIn(2).nOut(3).activation(Activation.TANH).build();
    var network = randomNetwork(layer, 3, new Random(1));

    var noLstm = assertThrows(UserException.class, () -> TrainedCells.lstm(network, 0));
    var noRnn = assertThrows(UserException.class, () -> TrainedCells.plainRnn(network, 1));
    var noLayer = assertThrows(UserException.class, () -> TrainedCells.lstm(network, 2));

    assertEquals("layer 0 is not an LSTM but a SimpleRnn", noLstm.getMessage());
    assertEquals("layer 1 is not a SimpleRnn but a RnnOutputLayer", noRnn.getMessage());
    assertEquals("the network has layers 0 to 1, not 2", noLayer.getMessage());
  }

  /** A network in double, all of whose parameters are drawn from a normal distribution. */
  static MultiLayerNetwork randomNetwork(BaseRecurrentLayer layer, int hidden, Random random) {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .list()
            .layer(layer)
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MSE)
                    .activation(Activation.IDENTITY)
                    .nIn(hidden)
                    .nOut(1)
                    .build())
            .build();
    var network = new MultiLayerNetwork(configuration);
    network.init();
    network.setParams(
        Nd4j.create(new double[][] {RandomCells.row((int) network.numParams(), random)}));
    return network;
  }

  private static INDArray randomSequence(int inputs, int time, Random random) {
    return Nd4j.create(new double[][][] {RandomCells.matrix(inputs, time, random)});
  }

  private static double difference(
      MultiLayerNetwork network, RecurrentCell<?> cell, INDArray sequence) {
    INDArray expected = network.feedForwardToLayer(0, sequence, false).get(1);
    List<? extends RecurrentStep> steps = cell.run(GateTrace.toSteps(sequence));
    double largest = 0;
    for (int t = 0; t < steps.size(); t++) {
      double[] h = steps.get(t).after().h();
      for (int unit = 0; unit < h.length; unit++) {
        largest = Math.max(largest, Math.abs(h[unit] - expected.getDouble(0, unit, t)));
      }
    }
    return largest;
  }
}
