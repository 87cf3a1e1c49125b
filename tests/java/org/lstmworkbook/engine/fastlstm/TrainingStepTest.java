package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.lstmworkbook.engine.fastlstm.Networks.normal;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * The leaner training step against DL4J's fit: the same bits, whatever the network's definition.
 */
class TrainingStepTest {

  static Stream<Arguments> definitions() {
    return Stream.of(
        definition("Adam", b -> b),
        definition("clipped", b -> clip(b, GradientNormalization.ClipL2PerLayer)),
        definition(
            "clipped element by element",
            b -> clip(b, GradientNormalization.ClipElementWiseAbsoluteValue)),
        definition("momentum", b -> b.updater(new Nesterovs(0.01, 0.9))),
        definition(
            "falling rate",
            b -> b.updater(new Sgd(new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.9)))),
        definition("l2", b -> b.l2(0.1)),
        definition("weight decay", b -> b.weightDecay(0.1)),
        definition("constraint", b -> b.constrainWeights(new MaxNormConstraint(0.5, 1))),
        definition("biases by another updater", b -> b.biasUpdater(new Sgd(0.1))),
        definition("sums instead of means", b -> b.miniBatch(false)),
        definition("dropout", b -> b.dropOut(0.8)));
  }

  private static Arguments definition(
      String name, UnaryOperator<NeuralNetConfiguration.Builder> how) {
    return Arguments.of(name, how);
  }

  private static NeuralNetConfiguration.Builder clip(
      NeuralNetConfiguration.Builder builder, GradientNormalization how) {
    return builder.gradientNormalization(how).gradientNormalizationThreshold(0.05);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("definitions")
  void givenAnyDefinition_whenTrained_thenSameBitsAsFit(
      String name, UnaryOperator<NeuralNetConfiguration.Builder> how) {
    MultiLayerNetwork fitted = network(how);
    MultiLayerNetwork stepped = network(how);
    TrainingStep step = new TrainingStep(stepped);
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      INDArray input = normal(random, 5 + i % 3, 3, 6);
      INDArray target = normal(random, 5 + i % 3, 1);
      Nd4j.getRandom().setSeed(100 + i);
      fitted.fit(input, target);
      Nd4j.getRandom().setSeed(100 + i);
      step.fit(input, target);
      assertEquals(fitted.score(), stepped.score(), "score of step " + i);
    }
    assertArrayEquals(floats(fitted.params()), floats(stepped.params()));
    assertEquals(fitted.getIterationCount(), stepped.getIterationCount());
    assertArrayEquals(
        floats(fitted.getUpdater().getStateViewArray()),
        floats(stepped.getUpdater().getStateViewArray()));
  }

  @Test
  void givenListener_whenTrained_thenItHearsOfEachStep() {
    MultiLayerNetwork network = network(b -> b);
    var scores = new CollectScoresIterationListener();
    network.setListeners(List.of(scores));
    TrainingStep step = new TrainingStep(network);
    for (int i = 0; i < 3; i++) {
      step.fit(Nd4j.ones(2, 3, 4), Nd4j.ones(2, 1));
    }
    assertEquals(3, scores.getScoreVsIter().getEffectiveScores().length);
  }

  @Test
  void givenLearningRateChangedInBetween_whenTrained_thenSameBitsAsFit() {
    MultiLayerNetwork fitted = network(b -> b);
    MultiLayerNetwork stepped = network(b -> b);
    TrainingStep step = new TrainingStep(stepped);
    for (int i = 0; i < 6; i++) {
      fitted.setLearningRate(0.01 / (1 + i / 2));
      stepped.setLearningRate(0.01 / (1 + i / 2));
      fitted.fit(Nd4j.ones(2, 3, 4), Nd4j.ones(2, 1));
      step.fit(Nd4j.ones(2, 3, 4), Nd4j.ones(2, 1));
    }
    assertArrayEquals(floats(fitted.params()), floats(stepped.params()));
  }

  private static MultiLayerNetwork network(UnaryOperator<NeuralNetConfiguration.Builder> how) {
    var builder = new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(0.01));
    LSTM lstm = new LSTM.Builder().nIn(3).nOut(6).activation(Activation.TANH).build();
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.MSE)
            .nIn(6)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .build();
    MultiLayerNetwork network =
        Networks.initialized(how.apply(builder).list().layer(new LastTimeStep(lstm)).layer(output));
    FastLstm.install(network, 2);
    return network;
  }

  private static float[] floats(INDArray array) {
    return array == null ? new float[0] : array.dup().data().asFloat();
  }
}
