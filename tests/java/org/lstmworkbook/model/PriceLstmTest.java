package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PriceLstmTest {

  @Property(tries = 10)
  void givenAnySize_whenCounted_thenParametersAreThoseOfTheFormula(
      @ForAll @IntRange(min = 1, max = 9) int f, @ForAll @IntRange(min = 1, max = 40) int h) {
    // four blocks of h units, each with f inputs, h states and a bias; then h weights and a bias
    long expected = 4L * h * (f + h + 1) + h + 1;

    assertEquals(expected, PriceLstm.network(f, h, 0.2, 1e-3, 1).numParams());
  }

  @Test
  void givenTheSameSeed_whenMade_thenTheSameWeights() {
    INDArray one = PriceLstm.network(3, 8, 0.2, 1e-3, 5).params();

    assertEquals(one, PriceLstm.network(3, 8, 0.2, 1e-3, 5).params());
    assertNotEquals(one, PriceLstm.network(3, 8, 0.2, 1e-3, 6).params());
  }

  @Test
  void givenANewNetwork_whenItsWeightsAreMeasured_thenTheVarianceThatTheCommentStates() {
    MultiLayerNetwork network = PriceLstm.network(5, 200, 0.2, 1e-3, 1);
    double stated = 2.0 / (5 + 2 * 200);
    for (String weights : List.of("W", "RW")) {
      double measured = network.getLayer(0).getParam(weights).varNumber().doubleValue();
      // W has 4,000 weights: the standard error of a variance is √(2 / 4,000), 2.2 %; three of them
      assertEquals(1, measured / stated, 0.07, weights);
    }
  }

  @Property(tries = 12)
  void givenAView_whenTrainedAndAsked_thenSameBitsAsOnACopyAndTheViewIsUntouched(
      @ForAll @IntRange(min = 1, max = 4) int features,
      @ForAll @IntRange(min = 1, max = 7) int length,
      @ForAll @IntRange(min = 1, max = 6) int batch) {
    FeatureMatrix m = SampleData.random(30, features, length);
    Windows windows = Windows.over(m, "f0", length, 1);
    INDArray inputs = windows.inputs(3, 3 + batch);
    INDArray targets = windows.targets(3, 3 + batch);
    String before = m.sha256(new RowRange(0, m.rows()));
    INDArray copy = inputs.dup('c');

    MultiLayerNetwork onView = trained(inputs, targets);
    MultiLayerNetwork onCopy = trained(copy, targets.dup('c'));

    assertEquals(0, onView.params().squaredDistance(onCopy.params()), "weights after three steps");
    assertEquals(0, onView.output(inputs).squaredDistance(onCopy.output(copy)), "output");
    assertEquals(copy, inputs);
    assertEquals(Windows.over(m, "f0", length, 1).inputs(0, 20), windows.inputs(0, 20));
    assertEquals(before, m.sha256(new RowRange(0, m.rows())));
  }

  @Test
  void givenAGatheredBatch_whenAsked_thenSameAsOnTheView() {
    Windows windows = Windows.over(SampleData.random(40, 3, 1), "f0", 6, 1);
    MultiLayerNetwork network = PriceLstm.network(3, 8, 0, 1e-3, 1);
    INDArray expected = network.output(windows.inputs(0, 5));

    INDArray gathered = network.output(windows.gather(0, 1, 2, 3, 4).inputs());

    // another layout in memory, so another order of additions: a few roundings of a float
    assertArrayEquals(expected.data().asFloat(), gathered.data().asFloat(), 1e-6f);
  }

  @Test
  void givenNumbersOutsideTheirRange_whenConfigured_thenRefusedInWords() {
    assertMessage("got 0, 8, 0.2, 0.001.", 0, 8, 0.2, 1e-3);
    assertMessage("got 3, 0, 0.2, 0.001.", 3, 0, 0.2, 1e-3);
    assertMessage("got 3, 8, 1.0, 0.001.", 3, 8, 1, 1e-3);
    assertMessage("got 3, 8, 0.2, NaN.", 3, 8, 0.2, Double.NaN);
  }

  @Test
  void givenWindowsOfOtherFeatures_whenForecast_thenBothShapesAreNamed() {
    Windows windows = Windows.over(SampleData.random(40, 3, 1), "f0", 6, 1);
    MultiLayerNetwork network = PriceLstm.network(5, 8, 0, 1e-3, 1);

    var error = assertThrows(UserException.class, () -> Forecaster.predict(network, windows));

    assertEquals(
        "The network reads [batch, 5 features, time], but the windows are [34, 3 features, 6]: f0, f1, f2.",
        error.getMessage());
  }

  private static MultiLayerNetwork trained(INDArray inputs, INDArray targets) {
    MultiLayerNetwork network =
        PriceLstm.network(
            (int) inputs.size(1), 6, 0.3, 1e-2, 1); // dropout writes, if anything does
    Nd4j.getRandom().setSeed(7);
    for (int step = 0; step < 3; step++) {
      network.fit(inputs, targets);
    }
    return network;
  }

  private static void assertMessage(
      String end, int features, int hidden, double dropout, double rate) {
    var error =
        assertThrows(
            UserException.class, () -> PriceLstm.configuration(features, hidden, dropout, rate, 1));
    assertEquals(
        "A network needs features ≥ 1, hidden ≥ 1, 0 ≤ dropout < 1 and a learning rate above 0, but "
            + end,
        error.getMessage());
  }
}
