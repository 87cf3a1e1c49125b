package org.lstmworkbook.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.engine.files.AtomicFile;
import org.lstmworkbook.engine.plots.Plot;
import org.lstmworkbook.notebook.PlotBuilder;
import org.lstmworkbook.notebook.Plots;

/** Draws what {@code ./workbook bench lstm} measured: each engine's speed against plain DL4J's. */
public final class BenchPicture {

  private static final String PLAIN = "dl4j";

  /** The engines in the order of their bars, and what a reader knows them by. */
  private static final Map<String, String> ENGINES = new LinkedHashMap<>();

  static {
    ENGINES.put("helper", "DL4J on the fast path");
    ENGINES.put("pytorch", "PyTorch");
    ENGINES.put("keras", "Keras");
  }

  private BenchPicture() {}

  /** Arguments: the JSON of the bench, and the PNG to write. */
  public static void main(String[] arguments) throws IOException {
    JsonNode rows = new ObjectMapper().readTree(Path.of(arguments[0]).toFile()).get("lstm");
    byte[] picture = figure(rows).png();
    AtomicFile.replace(Path.of(arguments[1]), file -> file.write(picture));
  }

  /**
   * Bars of DL4J's median training time divided by each engine's.
   *
   * @param rows the bench's list {@code lstm}
   */
  static Plot figure(JsonNode rows) {
    Map<String, Map<String, Double>> times = new LinkedHashMap<>();
    for (JsonNode row : rows) {
      times
          .computeIfAbsent(name(row.get("shape")), shape -> new LinkedHashMap<>())
          .put(row.get("engine").asText(), row.get("train_ms").get("median").asDouble());
    }
    PlotBuilder plot =
        Plots.of(
            "A training step: how many times faster than plain DL4J",
            "batch × days × features, hidden units (× layers)",
            "times faster (median)");
    ENGINES.forEach(
        (engine, label) -> {
          List<String> shapes = new ArrayList<>(times.keySet());
          shapes.removeIf(shape -> !times.get(shape).containsKey(engine));
          double[] faster =
              shapes.stream()
                  .mapToDouble(shape -> times.get(shape).get(PLAIN) / times.get(shape).get(engine))
                  .toArray();
          if (faster.length > 0) {
            plot.bars(label, shapes, faster);
          }
        });
    return plot.figure();
  }

  /** For example {@code 64 × 60 × 5, 64 × 2}. */
  private static String name(JsonNode shape) {
    int layers = shape.get(4).asInt();
    return "%d × %d × %d, %d%s"
        .formatted(
            shape.get(0).asInt(),
            shape.get(1).asInt(),
            shape.get(2).asInt(),
            shape.get(3).asInt(),
            layers == 1 ? "" : " × " + layers);
  }
}
