package org.lstmworkbook.engine.fastlstm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lstmworkbook.engine.fastlstm.Networks.difference;
import static org.lstmworkbook.engine.fastlstm.Networks.gradient;
import static org.lstmworkbook.engine.fastlstm.Networks.normal;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The fast path against DL4J's own LSTM on random shapes: outputs, the gradient of every parameter,
 * the gradient of the input, outputs from a state carried over, parameters after a training.
 *
 * <p>Tolerance: both compute in single precision, whose numbers are 6e-8 apart at 1, but add in
 * another order and approximate exp and tanh by other polynomials. A gradient sums batch × steps
 * terms, here up to 500, and each term carries the error of up to 12 steps in each layer: 2e-5 of
 * the largest element leaves room for that and is far below any real mistake, for a wrong gate or a
 * step too few differs in the first or second digit.
 */
class EqualityTest {

  private static final double TOLERANCE = 2e-5;

  @Property(tries = 200, seed = "20261121", shrinking = ShrinkingMode.OFF)
  void givenAnyShape_whenTrained_thenSameAsDl4jsOwnLayer(
      @ForAll @IntRange(min = 1, max = 40) int batch,
      @ForAll @IntRange(min = 1, max = 12) int steps,
      @ForAll @IntRange(min = 1, max = 9) int features,
      @ForAll @IntRange(min = 1, max = 40) int hidden,
      @ForAll @IntRange(min = 1, max = 3) int layers,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll boolean lastStepOnly,
      @ForAll boolean masked) {
    Random random = new Random((long) batch * steps * features * hidden);
    MultiLayerNetwork plain =
        lastStepOnly
            ? Networks.toOne(features, hidden, layers)
            : Networks.toSequence(features, hidden, layers);
    MultiLayerNetwork fast = Networks.fastTwin(plain, threads);
    INDArray input = normal(random, batch, features, steps);
    INDArray target = lastStepOnly ? normal(random, batch, 1) : normal(random, batch, 1, steps);
    INDArray mask = masked ? Networks.paddingMask(random, batch, steps) : null;
    INDArray targetMask = lastStepOnly ? null : mask;

    assertSame(
        "output",
        plain.output(input, false, mask, targetMask),
        fast.output(input, false, mask, targetMask));
    assertSame(
        "gradient",
        gradient(plain, input, target, mask, targetMask),
        gradient(fast, input, target, mask, targetMask));
    plain
        .gradient()
        .gradientForVariable()
        .forEach(
            (name, expected) -> assertSame(name, expected, fast.gradient().getGradientFor(name)));
    if (!masked) {
      assertSame(
          "gradient by the input",
          plain.calculateGradients(input, target, null, null).getSecond(),
          fast.calculateGradients(input, target, null, null).getSecond());
    }
  }

  @Property(tries = 200, seed = "20261121", shrinking = ShrinkingMode.OFF)
  void givenAnyShapeAndState_whenTimeStepped_thenSameAsDl4jsOwnLayer(
      @ForAll @IntRange(min = 1, max = 40) int batch,
      @ForAll @IntRange(min = 1, max = 8) int steps,
      @ForAll @IntRange(min = 1, max = 9) int features,
      @ForAll @IntRange(min = 1, max = 40) int hidden,
      @ForAll @IntRange(min = 1, max = 3) int layers,
      @ForAll @IntRange(min = 1, max = 3) int threads) {
    Random random = new Random((long) batch * steps * features * hidden);
    MultiLayerNetwork plain = Networks.toSequence(features, hidden, layers);
    MultiLayerNetwork fast = Networks.fastTwin(plain, threads);
    for (int piece = 0; piece < 3; piece++) {
      INDArray input = normal(random, batch, features, steps);
      assertSame("piece " + piece, plain.rnnTimeStep(input), fast.rnnTimeStep(input));
    }
  }

  /**
   * Plain gradient descent in steps so small that the loss falls: it adds a hundred gradients'
   * differences, of a hundredth of 2e-5 each. Adam would divide an element's gradient by its own
   * size, and larger steps that overshoot would multiply what began as rounding; see {@link
   * TrainingTest} for Adam. Fifty shapes, since each takes plain DL4J a second or two.
   */
  @Property(tries = 50, seed = "20261121", shrinking = ShrinkingMode.OFF)
  void givenAnyShape_whenFittedHundredTimes_thenParametersSameAsDl4jsOwnLayer(
      @ForAll @IntRange(min = 1, max = 12) int batch,
      @ForAll @IntRange(min = 1, max = 3) int steps,
      @ForAll @IntRange(min = 1, max = 5) int features,
      @ForAll @IntRange(min = 1, max = 20) int hidden,
      @ForAll @IntRange(min = 1, max = 3) int layers,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll boolean masked) {
    Random random = new Random((long) batch * steps * features * hidden);
    MultiLayerNetwork plain = Networks.toSequence(features, hidden, layers, new Sgd(0.01));
    MultiLayerNetwork fast = Networks.fastTwin(plain, threads);
    INDArray mask = masked ? Networks.paddingMask(random, batch, steps) : null;
    DataSet data =
        new DataSet(
            normal(random, batch, features, steps), normal(random, batch, 1, steps), mask, mask);
    INDArray before = plain.params().dup();
    for (int step = 0; step < 100; step++) {
      plain.fit(data);
      fast.fit(data);
    }
    assertSame("parameters", plain.params(), fast.params());
    assertTrue(difference(before, plain.params()) > 10 * TOLERANCE, "the training moved nothing");
  }

  private static void assertSame(String what, INDArray expected, INDArray actual) {
    assertEquals(0, difference(expected, actual), TOLERANCE, what);
  }
}
