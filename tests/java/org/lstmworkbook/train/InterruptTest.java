package org.lstmworkbook.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class InterruptTest {

  private final WaveData data = new WaveData(1);

  /** JJava and IJava run a cell as a task of an executor, and their stop button cancels it. */
  @Test
  void givenACellsTask_whenCancelled_thenTheTrainingEndsAndTheListenerKnowsWhy() throws Exception {
    MultiLayerNetwork network = data.network();
    INDArray before = network.params().dup();
    CountDownLatch training = new CountDownLatch(1);
    CompletableFuture<String> reason = new CompletableFuture<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void batchEnded(Progress progress) {
            training.countDown();
          }

          @Override
          public void trainingStopped(String why) {
            reason.complete(why);
          }
        };
    ExecutorService kernel = Executors.newSingleThreadExecutor();
    try {
      Future<History> cell =
          kernel.submit(() -> data.trainer(network).epochs(1_000_000).listener(listener).fit());
      assertTrue(training.await(30, TimeUnit.SECONDS));

      cell.cancel(true);

      assertThrows(CancellationException.class, cell::get); // the kernel hears nothing more
      String why = reason.get(30, TimeUnit.SECONDS);
      assertTrue(why.startsWith("Training was interrupted in epoch "), why);
      assertTrue(why.endsWith("There is no checkpoint to go on from."), why);
      // the kernel's next cell finds its thread free and the network in order
      Future<History> next = kernel.submit(() -> data.trainer(network).epochs(1).fit());
      assertEquals(1, next.get(30, TimeUnit.SECONDS).epochs().size());
    } finally {
      kernel.shutdownNow();
    }
    assertFalse(before.equals(network.params()));
  }

  @Test
  void givenAnInterruptInTheFirstEpoch_whenTrained_thenTheNetworkIsAsItWas() {
    MultiLayerNetwork network = data.network();
    INDArray before = network.params().dup();
    StopAt stop = new StopAt(1, 3);

    var error =
        assertThrows(
            TrainingInterruptedException.class,
            () -> data.trainer(network).epochs(9).listener(stop).fit());

    assertEquals(
        "Training was interrupted in epoch 1, batch 4 of 6. No epoch was finished; the network is as it was before. There is no checkpoint to go on from.",
        error.getMessage());
    assertEquals(error.getMessage(), stop.reasons.get(0));
    assertEquals(before, network.params());
    assertFalse(Thread.currentThread().isInterrupted(), "it was dealt with");
  }
}
