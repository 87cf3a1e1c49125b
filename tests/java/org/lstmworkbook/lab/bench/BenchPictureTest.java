package org.lstmworkbook.lab.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.engine.plots.Plot.Bars;

class BenchPictureTest {

  private static final String FIGURES =
      """
      {"lstm": [
        {"shape": [64, 60, 5, 64, 2], "engine": "helper", "train_ms": {"best": 1, "median": 4.0}},
        {"shape": [64, 60, 5, 64, 2], "engine": "dl4j", "train_ms": {"best": 1, "median": 100.0}},
        {"shape": [32, 60, 1, 50, 1], "engine": "helper", "train_ms": {"best": 1, "median": 2.0}},
        {"shape": [32, 60, 1, 50, 1], "engine": "pytorch", "train_ms": {"best": 1, "median": 5.0}},
        {"shape": [32, 60, 1, 50, 1], "engine": "dl4j", "train_ms": {"best": 1, "median": 20.0}}]}
      """;

  @Test
  void givenMediansOfEachEngine_whenDrawn_thenBarsAreDl4jsTimeOverTheirs() throws Exception {
    var panel =
        BenchPicture.figure(new ObjectMapper().readTree(FIGURES).get("lstm")).panels().get(0);
    assertEquals(2, panel.traces().size(), "Keras was not measured, so it has no bars");
    assertEquals(List.of("64 × 60 × 5, 64 × 2", "32 × 60 × 1, 50"), panel.x().names());
    var fast = (Bars) panel.traces().get(0);
    assertArrayEquals(new double[] {25, 10}, fast.tops());
    var pytorch = (Bars) panel.traces().get(1);
    assertArrayEquals(new double[] {1}, pytorch.xs(), "only on the second shape");
    assertArrayEquals(new double[] {4}, pytorch.tops());
  }

  @Test
  void givenAFileOfFigures_whenDrawn_thenThePictureIsThere(@TempDir Path folder) throws Exception {
    Path json = Files.writeString(folder.resolve("bench.json"), FIGURES);
    Path png = folder.resolve("bench.png");
    BenchPicture.main(new String[] {json.toString(), png.toString()});
    assertTrue(ImageIO.read(png.toFile()).getWidth() > 500);
  }
}
