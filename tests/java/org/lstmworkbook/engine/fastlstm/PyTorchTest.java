package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.lstmworkbook.engine.fastlstm.Networks.difference;
import static org.lstmworkbook.engine.fastlstm.Networks.gradient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The fast path against PyTorch with the same weights:
 * tests/resources/fastlstm/make_pytorch_vectors.py made the numbers. The tolerance is that of
 * {@link EqualityTest}, halved for the outputs, which no sum over the batch makes worse.
 */
class PyTorchTest {

  /**
   * The PyTorch gates (input, forget, candidate, output) in DL4J's order of blocks: candidate,
   * forget, output, input.
   */
  private static final int[] GATE_OF_BLOCK = {2, 1, 3, 0};

  static Stream<JsonNode> cases() throws IOException {
    try (InputStream file =
        PyTorchTest.class.getResourceAsStream("/fastlstm/pytorch_vectors.json")) {
      JsonNode cases = new ObjectMapper().readTree(file).get("cases");
      return StreamSupport.stream(cases.spliterator(), false);
    }
  }

  @ParameterizedTest(name = "case {index}")
  @MethodSource("cases")
  void givenPyTorchsWeights_whenComputed_thenSameOutputsAndGradients(JsonNode expected) {
    JsonNode shape = expected.get("shape");
    int layers = shape.get(4).asInt();
    MultiLayerNetwork network =
        Networks.toSequence(shape.get(2).asInt(), shape.get(3).asInt(), layers);
    FastLstm.install(network, 2);
    JsonNode parameters = expected.get("parameters");
    for (int layer = 0; layer < layers; layer++) {
      network.setParam(layer + "_W", blocks(array(parameters.get("weight_ih_l" + layer))));
      network.setParam(layer + "_RW", blocks(array(parameters.get("weight_hh_l" + layer))));
      INDArray bias =
          array(parameters.get("bias_ih_l" + layer))
              .add(array(parameters.get("bias_hh_l" + layer)));
      network.setParam(layer + "_b", blocks(bias.reshape(bias.length(), 1)));
    }
    network.setParam(layers + "_W", array(parameters.get("linear_weight")).transpose());
    network.setParam(layers + "_b", array(parameters.get("linear_bias")).reshape(1, 1));
    INDArray input = timeLast(expected, "input");

    assertEquals(
        0, difference(timeLast(expected, "hidden"), network.feedForward(input).get(layers)), 1e-5);
    assertEquals(0, difference(timeLast(expected, "output"), network.output(input)), 1e-5);

    gradient(network, input, timeLast(expected, "target"), null, null);
    JsonNode gradients = expected.get("gradients");
    for (int layer = 0; layer < layers; layer++) {
      assertGradient(network, layer + "_W", blocks(array(gradients.get("weight_ih_l" + layer))));
      assertGradient(network, layer + "_RW", blocks(array(gradients.get("weight_hh_l" + layer))));
      INDArray bias = array(gradients.get("bias_ih_l" + layer));
      assertGradient(network, layer + "_b", blocks(bias.reshape(bias.length(), 1)));
    }
  }

  private static void assertGradient(MultiLayerNetwork network, String name, INDArray expected) {
    INDArray actual = network.gradient().getGradientFor(name);
    assertEquals(0, difference(expected, actual.reshape(expected.shape())), 2e-5, name);
  }

  /** PyTorch's [4·hidden, n] as DL4J's [n, 4·hidden]. */
  private static INDArray blocks(INDArray rows) {
    long hidden = rows.size(0) / 4;
    INDArray[] blocks = new INDArray[4];
    for (int block = 0; block < 4; block++) {
      long from = GATE_OF_BLOCK[block] * hidden;
      blocks[block] =
          rows.get(NDArrayIndex.interval(from, from + hidden), NDArrayIndex.all()).transpose();
    }
    return Nd4j.hstack(blocks);
  }

  /** PyTorch's [batch, time, channels] as DL4J's [batch, channels, time]. */
  private static INDArray timeLast(JsonNode expected, String name) {
    return array(expected.get(name)).permute(0, 2, 1);
  }

  private static INDArray array(JsonNode node) {
    if (!node.get(0).isArray()) {
      float[] numbers = new float[node.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = node.get(i).floatValue();
      }
      return Nd4j.createFromArray(numbers);
    }
    INDArray[] parts =
        StreamSupport.stream(node.spliterator(), false)
            .map(PyTorchTest::array)
            .toArray(INDArray[]::new);
    return Nd4j.stack(0, parts);
  }
}
