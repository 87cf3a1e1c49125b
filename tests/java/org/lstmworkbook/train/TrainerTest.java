package org.lstmworkbook.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.api.ndarray.INDArray;

class TrainerTest {

  private final WaveData data = new WaveData(1);

  @Test
  void givenAWave_whenTrained_thenItIsLearned() {
    MultiLayerNetwork network = data.network();
    double before = loss(network);

    History history = data.trainer(network).epochs(30).fit();

    History.Epoch best = history.epochs().get(history.bestEpoch() - 1);
    assertTrue(best.validationLoss() < before / 10, before + " → " + best.validationLoss());
    assertTrue(best.trainLoss() < history.epochs().get(0).trainLoss() / 3);
    // a wave's direction is plain but for the days near zero
    assertTrue(best.validation().get("accuracy") > 0.85, best.toString());
    assertTrue(best.validation().get("within") > 0.85, best.toString());
    assertTrue(best.seconds() > 0);
  }

  private double loss(MultiLayerNetwork network) {
    return Trainer.scores(network, data.validation(), 0.01).get("loss");
  }

  @Test
  void givenTheSameSeed_whenTrainedTwice_thenTheSameBits() {
    assertEquals(trained(42), trained(42));
    assertNotEquals(trained(42), trained(43));
  }

  @Test
  void givenTwoTrainingsAtOnce_whenTrained_thenEachHasTheBitsItHasAlone() throws Exception {
    INDArray alone = trained(42);
    INDArray otherAlone = trained(43);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<INDArray> one = threads.submit(() -> trained(42));
      Future<INDArray> other = threads.submit(() -> trained(43));

      assertEquals(alone, one.get());
      assertEquals(otherAlone, other.get());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void givenNoGainForPatienceEpochs_whenTrained_thenItStopsAndKeepsTheBestWeights() {
    MultiLayerNetwork network = PriceLstm.network(1, 6, 0, 0.05, 3); // large steps: it jumps about

    History history = data.trainer(network).epochs(500).patience(4).fit();

    int last = history.epochs().size();
    assertTrue(last < 500);
    assertEquals(4, last - history.bestEpoch());
    double best = history.epochs().get(history.bestEpoch() - 1).validationLoss();
    assertTrue(history.epochs().stream().allMatch(e -> e.validationLoss() >= best));
    assertEquals(best, loss(network));
  }

  @Test
  void givenAListener_whenTrained_thenItHearsEachEpochAndBatchInOrder() {
    List<String> heard = new ArrayList<>();
    List<Progress> batches = new ArrayList<>();
    int perEpoch = (data.train().size() + WaveData.BATCH - 1) / WaveData.BATCH;

    data.trainer(data.network())
        .epochs(2)
        .listener(
            new TrainingListener() {
              @Override
              public void epochStarted(int epoch, int epochs) {
                heard.add("start %d of %d".formatted(epoch, epochs));
              }

              @Override
              public void batchEnded(Progress progress) {
                batches.add(progress);
              }

              @Override
              public void epochEnded(History soFar) {
                heard.add("end " + soFar.epochs().size());
              }

              @Override
              public void trainingEnded(History history) {
                heard.add("over");
              }
            })
        .fit();

    assertEquals(List.of("start 1 of 2", "end 1", "start 2 of 2", "end 2", "over"), heard);
    assertEquals(2 * perEpoch, batches.size());
    Progress half = batches.get(perEpoch - 1);
    assertEquals(0.5, half.share());
    // after half of the work, as much is left as was used
    assertEquals(half.elapsed().toMillis(), half.left().toMillis());
    assertEquals(1.0, batches.get(batches.size() - 1).share());
    assertEquals(Duration.ZERO, batches.get(batches.size() - 1).left());
    assertTrue(batches.stream().allMatch(p -> Double.isFinite(p.loss())));
  }

  @Test
  void givenBadSettings_whenSet_thenRefusedInWords() {
    Trainer trainer = data.trainer(data.network());

    assertMessage("The epochs must be at least 1, but was 0.", () -> trainer.epochs(0));
    assertMessage("The batch size must be at least 1, but was -1.", () -> trainer.batchSize(-1));
    assertMessage("The patience must be at least 1, but was 0.", () -> trainer.patience(0));
  }

  @Test
  void givenWindowsOfOtherFeatures_whenMade_thenBothShapesAreNamed() {
    Windows two = Windows.over(SampleData.random(50, 2, 1), "f0", 8, 1);

    assertMessage(
        "The network reads [batch, 1 features, time], but the windows are [42, 2 features, 8]: f0, f1.",
        () -> Trainer.of(data.network(), two, two));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(UserException.class, action::run).getMessage());
  }

  private INDArray trained(long seed) {
    MultiLayerNetwork network = data.network();
    data.trainer(network).epochs(4).seed(seed).fit();
    return network.params();
  }
}
