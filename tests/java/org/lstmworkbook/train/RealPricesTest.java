package org.lstmworkbook.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.model.Forecasters;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Split;
import org.lstmworkbook.prepare.Windows;

/** From the real prices of IBM to a forecaster file. */
class RealPricesTest {

  @TempDir Path folder;

  private final Windows windows = SampleData.windows("IBM", 10);
  private final Split split = SampleData.split(windows.matrix());

  @Test
  void givenTwoRuns_whenTrainedAndSaved_thenTheFilesAreTheSameToTheLastBit() throws IOException {
    Path one = folder.resolve("one.forecaster.zip");
    Path other = folder.resolve("other.forecaster.zip");

    trained(one);
    trained(other);

    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(other));
  }

  @Test
  void givenRealPrices_whenTrained_thenTheLossFallsTowardsThatOfTheBestConstant() {
    History history = trained(folder.resolve("ibm.forecaster.zip"));

    double first = history.epochs().get(0).trainLoss();
    double last = history.epochs().get(history.epochs().size() - 1).trainLoss();
    double constant = varianceOfTrainingTargets();
    assertTrue(last < first, first + " → " + last);
    // returns are close to noise: nothing honest comes far below the loss of their mean
    assertTrue(last > 0.9 * constant && last < 1.3 * constant, last + " against " + constant);
  }

  private History trained(Path file) {
    MultiLayerNetwork network = PriceLstm.network(SampleData.FEATURES.size(), 42);
    History history =
        Trainer.of(network, windows.within(split.train()), windows.within(split.validation()))
            .epochs(3)
            .fit();
    Forecasters.of(network, windows.within(split.validation())).save(file);
    return history;
  }

  private double varianceOfTrainingTargets() {
    Windows train = windows.within(split.train());
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < train.size(); i++) {
      sum += train.target(i);
      squares += train.target(i) * train.target(i);
    }
    double mean = sum / train.size();
    return squares / train.size() - mean * mean;
  }
}
