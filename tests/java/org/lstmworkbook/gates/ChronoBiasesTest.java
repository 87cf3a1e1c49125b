package org.lstmworkbook.gates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.model.PriceLstm;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ChronoBiasesTest {

  @Test
  void givenAnLstm_whenSet_thenForgetBiasesAreInTheLogOfTheSpanAndInputBiasesTheirNegatives() {
    MultiLayerNetwork network = network(new LSTM.Builder());
    LstmCell before = TrainedCells.lstm(network, 0);
    ChronoBiases.set(network, 100, new SplittableRandom(1));
    LstmCell after = TrainedCells.lstm(network, 0);
    double[] forget = after.forgetGate().b();
    assertTrue(Arrays.stream(forget).allMatch(b -> b >= 0 && b <= Math.log(99)));
    assertEquals(16, Arrays.stream(forget).distinct().count());
    assertArrayEquals(
        Arrays.stream(forget).map(b -> -b).toArray(), after.inputGate().b(), 0, "input biases");
    assertArrayEquals(before.outputGate().b(), after.outputGate().b(), 0, "output biases");
    assertArrayEquals(before.candidate().b(), after.candidate().b(), 0, "candidate biases");
    assertArrayEquals(before.forgetGate().w()[3], after.forgetGate().w()[3], 0, "weights");
  }

  @Test
  void givenAPlainRnnOrNoSpan_whenSet_thenRefusedInWords() {
    MultiLayerNetwork rnn = network(new SimpleRnn.Builder());
    var random = new SplittableRandom(1);
    String message =
        assertThrows(UserException.class, () -> ChronoBiases.set(rnn, 100, random)).getMessage();
    assertTrue(message.contains("not SimpleRnn and 100"), message);
    MultiLayerNetwork lstm = network(new LSTM.Builder());
    assertThrows(UserException.class, () -> ChronoBiases.set(lstm, 2, random));
  }

  private static MultiLayerNetwork network(BaseRecurrentLayer.Builder<?> layer) {
    return PriceLstm.network(
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(layer.nIn(2).nOut(16).build())
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MSE)
                    .activation(Activation.IDENTITY)
                    .nIn(16)
                    .nOut(1)
                    .build())
            .build());
  }
}
