package org.lstmworkbook.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.plotly.traces.BarTrace;

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
    var figure = BenchPicture.figure(new ObjectMapper().readTree(FIGURES).get("lstm"));
    assertEquals(2, figure.getTraces().length, "Keras was not measured, so it has no bars");
    String fast = ((BarTrace) figure.getTraces()[0]).asJavascript(0);
    assertTrue(fast.contains("64 × 60 × 5, 64 × 2") && fast.contains("25.0"), fast);
    assertTrue(fast.contains("32 × 60 × 1, 50\"") && fast.contains("10.0"), fast);
    String pytorch = ((BarTrace) figure.getTraces()[1]).asJavascript(1);
    assertTrue(pytorch.contains("4.0") && !pytorch.contains("64 × 60"), pytorch);
  }

  @Test
  void givenAFileOfFigures_whenDrawn_thenThePictureIsThere(@TempDir Path folder) throws Exception {
    Path json = Files.writeString(folder.resolve("bench.json"), FIGURES);
    Path png = folder.resolve("bench.png");
    BenchPicture.main(new String[] {json.toString(), png.toString()});
    assertTrue(ImageIO.read(png.toFile()).getWidth() > 500);
  }
}
