package org.lstmworkbook.lab.bench;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.engine.fastlstm.FastLstm;
import org.lstmworkbook.engine.fastlstm.TrainingStep;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network of one shape with a batch of random data, whose training step and inference are timed:
 * LSTM layers, the last time step, one output, mean squared error, Adam.
 */
final class BenchNetwork {

  /**
   * The sizes of a network and its batch.
   *
   * @param batch examples
   * @param steps time steps
   * @param features how many features a step has
   * @param hidden units of each LSTM layer
   * @param layers LSTM layers
   */
  record Shape(int batch, int steps, int features, int hidden, int layers) {

    /** Reads {@code 64,60,5,64,1}; the launcher has refused what is none. */
    static Shape parse(String text) {
      int[] n = Stream.of(text.split(",")).mapToInt(Integer::parseInt).toArray();
      return new Shape(n[0], n[1], n[2], n[3], n[4]);
    }
  }

  final MultiLayerNetwork network;
  private final Runnable step;
  private final INDArray input;
  private final INDArray target;

  /**
   * Makes network and data.
   *
   * @param fastThreads threads of the fast path; 0 for plain DL4J
   */
  BenchNetwork(Shape shape, int fastThreads) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)).list();
    for (int layer = 0; layer < shape.layers(); layer++) {
      LSTM lstm =
          new LSTM.Builder()
              .nIn(layer == 0 ? shape.features() : shape.hidden())
              .nOut(shape.hidden())
              .activation(Activation.TANH)
              .build();
      list.layer(layer == shape.layers() - 1 ? new LastTimeStep(lstm) : lstm);
    }
    list.layer(
        new OutputLayer.Builder(LossFunction.MSE)
            .nIn(shape.hidden())
            .nOut(1)
            .activation(Activation.IDENTITY)
            .build());
    network = new MultiLayerNetwork(list.build());
    network.init();
    if (fastThreads > 0) {
      FastLstm.install(network, fastThreads);
    }
    // In memory as Windows.gather lays batches out: [time, batch, features].
    input = Nd4j.randn('c', shape.steps(), shape.batch(), shape.features()).permute(1, 2, 0);
    target = Nd4j.randn(shape.batch(), 1);
    TrainingStep lean = new TrainingStep(network);
    step = fastThreads > 0 ? () -> lean.fit(input, target) : () -> network.fit(input, target);
  }

  /** One training step: forward, backward, update. */
  void train() {
    step.run();
  }

  /** One inference. */
  void infer() {
    network.output(input);
  }

  /**
   * Milliseconds of one call, the mean over one round.
   *
   * @param millis how long the round lasts, at least one call
   */
  static double millisOnce(Runnable call, double millis) {
    long start = System.nanoTime();
    int calls = 0;
    double elapsed;
    do {
      call.run();
      calls++;
      elapsed = (System.nanoTime() - start) / 1e6;
    } while (elapsed < millis);
    return elapsed / calls;
  }
}
