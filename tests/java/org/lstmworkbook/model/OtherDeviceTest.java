package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What can be said without a GPU about a forecaster that is trained here and used on one. */
class OtherDeviceTest {

  private final Windows windows = SampleData.windows("IBM", 20);
  private final MultiLayerNetwork network = PriceLstm.network(5, 8, 0.2, 1e-3, 1);

  @Test
  void givenAForecasterFile_whenItsEntriesAreRead_thenTheyArePlainFloatsAndNameNoDevice(
      @TempDir Path folder) throws IOException {
    Path file = folder.resolve("ibm.forecaster.zip");
    Windows validation = windows.within(SampleData.split(windows.matrix()).validation());
    Forecasters.of(network, validation).save(file);

    try (var zip = new ZipFile(file.toFile())) {
      byte[] weights = zip.getInputStream(zip.getEntry("weights.f32")).readAllBytes();
      assertArrayEquals(network.params().toFloatVector(), NetworkEntries.floats(weights));
      for (var entry : zip.stream().filter(e -> e.getName().endsWith(".json")).toList()) {
        String json =
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                .toLowerCase(Locale.ROOT);
        assertFalse(json.isBlank(), entry.getName());
        for (String device : List.of("nativecpu", "cpubackend", "jcublas", "cuda")) {
          assertFalse(json.contains(device), entry.getName() + " names " + device);
        }
      }
    }
  }

  /**
   * Another device adds in another order, so it rounds otherwise. How much that can change is seen
   * from 64 bits, which hardly round at all: a float's rounding, 6e-8, over 20 days of some twenty
   * additions stays below 1e-5 of a forecast scaled to about 1.
   */
  @Test
  void givenTheSameWeights_whenForecastIn64Bits_thenTheForecastsAgreeWithin1eMinus5() {
    INDArray inputs = windows.inputs(0, 256).dup();
    INDArray single = network.output(inputs);

    INDArray twice =
        network.convertDataType(DataType.DOUBLE).output(inputs.castTo(DataType.DOUBLE));

    assertEquals(DataType.DOUBLE, twice.dataType());
    double largest = single.castTo(DataType.DOUBLE).sub(twice).amaxNumber().doubleValue();
    assertTrue(largest < 1e-5, "largest difference " + largest);
    assertTrue(largest > 0, "64 bits were not used");
  }
}
