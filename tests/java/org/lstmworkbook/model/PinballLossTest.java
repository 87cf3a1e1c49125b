package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PinballLossTest {

  private static final List<Double> QUANTILES = List.of(0.1, 0.5, 0.9);
  private static final IActivation IDENTITY = new ActivationIdentity();

  private final PinballLoss loss = new PinballLoss(QUANTILES);

  @Test
  void givenOneTruth_whenScored_thenTooLowCostsTheQuantileAndTooHighTheRest() {
    INDArray truth = Nd4j.createFromArray(new double[][] {{10}});
    INDArray forecast = Nd4j.createFromArray(new double[][] {{8, 11, 14}});
    // 0.1·2, 0.5·1, 0.1·4
    double expected = (0.2 + 0.5 + 0.4) / 3;
    assertEquals(expected, loss.computeScore(truth, forecast, IDENTITY, null, true), 1e-12);
  }

  @Test
  void givenRandomOutputs_whenDifferentiated_thenTheGradientIsTheNumericOne() {
    Random random = new Random(1);
    double[][] labels = new double[4][2];
    double[][] outputs = new double[4][6];
    for (int i = 0; i < 4; i++) {
      labels[i] = random.doubles(2, -1, 1).toArray();
      outputs[i] = random.doubles(6, -1, 1).toArray();
    }
    INDArray truth = Nd4j.createFromArray(labels);
    INDArray gradient = loss.computeGradient(truth, Nd4j.createFromArray(outputs), IDENTITY, null);
    double step = 1e-6; // far smaller than the distance of any output to its truth
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 6; j++) {
        double numeric =
            (score(truth, outputs, i, j, step) - score(truth, outputs, i, j, -step)) / (2 * step);
        assertEquals(numeric, gradient.getDouble(i, j), 1e-8); // piecewise linear: rounding only
      }
    }
  }

  /**
   * An array for each example, read four times a step, once took longer than the network itself.
   */
  @Test
  void givenABatchTwiceAsLarge_whenDifferentiated_thenMoreBytesButNotMoreArrays() {
    // 70 outputs of 8 bytes, three times: truth − forecast, gradient, and the array handed to ND4J
    long bytesOfAnExample = 3 * 70 * 8;
    long more = allocated(1024) - allocated(512);
    assertTrue(more < 1.5 * 512 * bytesOfAnExample, more / 512 + " bytes an example");
  }

  /** Bytes that this thread takes for a gradient and score, the last of a few. */
  private static long allocated(int batch) {
    var seven = new PinballLoss(List.of(0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975));
    INDArray truth = Nd4j.rand(batch, 10);
    INDArray outputs = Nd4j.rand(batch, 70);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (int repeat = 0; repeat < 5; repeat++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      seven.computeGradientAndScore(truth, outputs, IDENTITY, null, true);
      bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
    return bytes;
  }

  private double score(INDArray truth, double[][] outputs, int i, int j, double step) {
    double kept = outputs[i][j];
    outputs[i][j] = kept + step;
    double score = loss.computeScore(truth, Nd4j.createFromArray(outputs), IDENTITY, null, false);
    outputs[i][j] = kept;
    return score;
  }

  @Test
  void givenANetworkWithIt_whenItsJsonIsRead_thenTheQuantilesAreThere() {
    var configuration = PriceLstm.configuration(5, 4, 0.1, 1e-3, 1, loss, 6);
    var read = MultiLayerConfiguration.fromJson(configuration.toJson());
    assertEquals(configuration.toJson(), read.toJson());
    var layer = (OutputLayer) read.getConf(1).getLayer();
    assertArrayEquals(new double[] {0.1, 0.5, 0.9}, ((PinballLoss) layer.getLossFn()).quantiles());
  }

  @Test
  void givenQuantilesThatAreNone_whenMade_thenRefused() {
    assertThrows(UserException.class, () -> new PinballLoss(List.of(0.5, 0.1)));
    assertThrows(UserException.class, () -> new PinballLoss(List.of(0.0)));
    assertThrows(UserException.class, () -> new PinballLoss(List.of(1.0)));
  }
}
