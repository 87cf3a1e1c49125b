package org.lstmworkbook.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.engine.files.SavedFileException;
import org.lstmworkbook.model.PriceLstm;
import org.nd4j.linalg.api.ndarray.INDArray;

class CheckpointTest {

  private static final int EPOCHS = 6;

  @TempDir Path folder;

  private final WaveData data = new WaveData(1);
  private Path checkpoint;
  private MultiLayerNetwork whole;
  private History history;

  @BeforeEach
  void trainWithoutInterruption() {
    checkpoint = folder.resolve("wave.checkpoint.zip");
    whole = data.network();
    history = data.trainer(whole).epochs(EPOCHS).fit();
  }

  @Test
  void givenATrainingInTwoParts_whenContinued_thenTheSameBitsAsInOne() {
    data.trainer(data.network()).epochs(3).checkpoint(checkpoint).fit();

    MultiLayerNetwork second = data.network();
    History continued = data.trainer(second).epochs(EPOCHS).continueFrom(checkpoint).fit();

    assertSameTraining(second, continued);
  }

  @Test
  void givenAnInterruptInTheMiddleOfAnEpoch_whenContinued_thenTheSameBits() {
    var stop = new StopAt(4, 2);
    var error =
        assertThrows(
            TrainingInterruptedException.class,
            () ->
                data.trainer(data.network())
                    .epochs(EPOCHS)
                    .checkpoint(checkpoint)
                    .listener(stop)
                    .fit());

    MultiLayerNetwork second = data.network();
    History continued = data.trainer(second).epochs(EPOCHS).continueFrom(checkpoint).fit();

    assertSameTraining(second, continued);
    assertTrue(
        error.getMessage().startsWith("Training was interrupted in epoch 4, batch 3 of 6."),
        error.getMessage());
    assertTrue(
        error
            .getMessage()
            .endsWith(
                checkpoint
                    + " holds all 3 finished epochs: continueFrom that file and fit again to go on."),
        error.getMessage());
  }

  @Test
  void givenALossThatIsNoNumber_whenTrained_thenEpochAndBatchAreNamedAndTheCheckpointStays() {
    MultiLayerNetwork network = data.network();
    TrainingListener poison =
        new TrainingListener() {
          @Override
          public void epochEnded(History soFar) {
            if (soFar.epochs().size() == 2) {
              network.params().putScalar(0, Double.NaN);
            }
          }
        };

    var error =
        assertThrows(
            TrainingDivergedException.class,
            () ->
                data.trainer(network).epochs(EPOCHS).checkpoint(checkpoint).listener(poison).fit());

    assertTrue(
        error.getMessage().contains("LSTM layer 0")
            && error.getMessage().contains("epoch 3, batch 1 of 6"),
        error.getMessage());
    assertFalse(Double.isNaN(network.params().sumNumber().doubleValue()), "the best weights");
    MultiLayerNetwork second = data.network();
    assertSameTraining(second, data.trainer(second).epochs(EPOCHS).continueFrom(checkpoint).fit());
  }

  @Test
  void givenATrainingThatIsOver_whenContinued_thenItHasTheBestWeightsAtOnce() {
    data.trainer(data.network()).epochs(EPOCHS).checkpoint(checkpoint).fit();

    MultiLayerNetwork second = data.network();
    History continued = data.trainer(second).epochs(EPOCHS).continueFrom(checkpoint).fit();

    assertSameTraining(second, continued);
  }

  @Test
  void givenAnotherTraining_whenContinued_thenRefused() {
    data.trainer(data.network()).epochs(1).checkpoint(checkpoint).fit();
    MultiLayerNetwork larger = PriceLstm.network(1, 7, 0.2, 0.01, 3);
    WaveData otherData = new WaveData(2);

    assertRefused("it is of another training", data.trainer(data.network()).seed(1));
    assertRefused("it is of another training", data.trainer(data.network()).batchSize(5));
    assertRefused("it is of another training", data.trainer(larger));
    assertRefused("it is of another training", otherData.trainer(otherData.network()));
  }

  @Test
  void givenABrokenOrMissingCheckpoint_whenContinued_thenRefusedInWords() throws IOException {
    data.trainer(data.network()).epochs(1).checkpoint(checkpoint).fit();
    byte[] bytes = Files.readAllBytes(checkpoint);

    Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused("it is cut short or damaged", data.trainer(data.network()));

    Files.delete(checkpoint);
    var error =
        assertThrows(
            SavedFileException.class,
            () -> data.trainer(data.network()).continueFrom(checkpoint).fit());
    assertEquals("There is no checkpoint file " + checkpoint + ".", error.getMessage());
  }

  @Test
  void givenAPlaceThatCannotBeWritten_whenTrained_thenTheMessageNamesIt() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("build"), "");
    Path impossible = notAFolder.resolve("wave.zip");

    var error =
        assertThrows(
            SavedFileException.class,
            () -> data.trainer(data.network()).checkpoint(impossible).fit());

    assertTrue(error.getMessage().startsWith("Could not save " + impossible), error.getMessage());
  }

  private void assertRefused(String why, Trainer trainer) {
    var error =
        assertThrows(SavedFileException.class, () -> trainer.continueFrom(checkpoint).fit());
    assertTrue(
        error.getMessage().startsWith(checkpoint + " cannot be used: " + why), error.getMessage());
  }

  /** Weights, Adam's moments, and all figures but the seconds, to the last bit. */
  private void assertSameTraining(MultiLayerNetwork network, History other) {
    assertEquals(whole.params(), network.params());
    assertArrayEquals(moments(whole), moments(network));
    assertEquals(withoutSeconds(history), withoutSeconds(other));
    assertEquals(EPOCHS, other.epochs().size());
  }

  private static float[] moments(MultiLayerNetwork network) {
    INDArray state = network.getUpdater().getStateViewArray();
    return state.dup().data().asFloat();
  }

  private static List<History.Epoch> withoutSeconds(History history) {
    return history.epochs().stream()
        .map(e -> new History.Epoch(e.number(), e.train(), e.validation(), 0))
        .toList();
  }
}
