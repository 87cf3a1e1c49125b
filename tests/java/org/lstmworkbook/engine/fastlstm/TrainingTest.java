package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.lstmworkbook.engine.fastlstm.Networks.difference;
import static org.lstmworkbook.engine.fastlstm.Networks.normal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whole trainings: the same parameters as DL4J's, the same bits as the last time, alone or beside
 * another.
 */
class TrainingTest {

  /**
   * After a hundred steps: each step's gradient differs by some 1e-6 of the largest, and Adam
   * divides it by its own running size, so that what began as rounding reaches a few percent of the
   * distance an element moved. 100 steps of 1e-3 move it by up to 0.1.
   */
  private static final double AFTER_100_STEPS = 2e-3;

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void givenHundredSteps_whenFitted_thenParametersSameAsDl4j(int layers) {
    Random random = new Random(layers);
    MultiLayerNetwork plain = Networks.toOne(3, 10, layers);
    MultiLayerNetwork fast = Networks.fastTwin(plain, 2);
    DataSet data = new DataSet(normal(random, 24, 3, 9), normal(random, 24, 1));
    for (int step = 0; step < 100; step++) {
      plain.fit(data);
      fast.fit(data);
    }
    assertEquals(plain.score(), fast.score(), 1e-4);
    assertEquals(0, difference(plain.params(), fast.params()), AFTER_100_STEPS);
  }

  @Test
  void givenOneDayOfOneFeatureInOneWindow_whenFitted_thenParametersSameAsDl4j() {
    MultiLayerNetwork plain = Networks.toOne(1, 4, 1);
    MultiLayerNetwork fast = Networks.fastTwin(plain, 2);
    DataSet data = new DataSet(Nd4j.ones(1, 1, 1), Nd4j.ones(1, 1));
    for (int step = 0; step < 5; step++) {
      plain.fit(data);
      fast.fit(data);
    }
    // Five steps of 1e-3 move an element by up to 5e-3; rounding differs by far less.
    assertEquals(0, difference(plain.params(), fast.params()), 1e-5);
  }

  @Test
  void givenSameSeedAndThreads_whenFittedTwice_thenSameBits() {
    assertArrayEquals(fitted(5, 3), fitted(5, 3));
  }

  @Test
  void givenTwoNetworksAtOnce_whenFitted_thenSameBitsAsAlone() throws Exception {
    float[] first = fitted(1, 2);
    float[] second = fitted(2, 2);
    var pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int seed = 1 + i % 2;
        runs.add(pool.submit(() -> fitted(seed, 2)));
      }
      for (int i = 0; i < 4; i++) {
        assertArrayEquals(i % 2 == 0 ? first : second, runs.get(i).get());
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void givenSeveralThreadsInTurn_whenOneNetworkIsFitted_thenSameBitsAsFromOneThread()
      throws Exception {
    MultiLayerNetwork network = Networks.fastTwin(Networks.toOne(4, 16, 2), 2);
    for (DataSet batch : batches(9)) {
      Thread thread = new Thread(() -> network.fit(batch));
      thread.start();
      thread.join();
    }
    assertArrayEquals(fitted(9, 2), network.params().dup().data().asFloat());
  }

  @Test
  void givenWindowsOverOneMatrix_whenRead_thenNoCopyIsNeededAndResultsAgree() {
    INDArray matrix = normal(new Random(4), 40, 3);
    // Window b is rows b … b + 7: neighbouring windows share seven of their eight rows.
    INDArray windows = Nd4j.create(matrix.data(), new long[] {30, 3, 8}, new long[] {3, 1, 3}, 0);
    MultiLayerNetwork plain = Networks.toOne(3, 10, 1);
    MultiLayerNetwork fast = Networks.fastTwin(plain, 2);
    assertEquals(0, difference(plain.output(windows.dup('c')), fast.output(windows)), 2e-5);
  }

  /** Batches of changing sizes and lengths, the same for the same seed. */
  private static List<DataSet> batches(int seed) {
    Random random = new Random(seed);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int batch = 8 + random.nextInt(40);
      synchronized (TrainingTest.class) {
        batches.add(
            new DataSet(
                normal(random, batch, 4, 5 + random.nextInt(20)), normal(random, batch, 1)));
      }
    }
    return batches;
  }

  private static float[] fitted(int seed, int threads) {
    MultiLayerNetwork network = Networks.fastTwin(Networks.toOne(4, 16, 2), threads);
    batches(seed).forEach(network::fit);
    return network.params().dup().data().asFloat();
  }
}
