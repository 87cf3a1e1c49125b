import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.lstmworkbook.gates.CellState;
import org.lstmworkbook.gates.GateWeights;
import org.lstmworkbook.gates.LstmCell;
import org.lstmworkbook.gates.LstmStep;
import org.lstmworkbook.gates.Playground;

/** Writes a playground's page, and what the library's cell computes on the way that the test takes through it. */
class PlaygroundValues {

  private static final Random RANDOM = new Random(7);
  private static final int HIDDEN = 4;
  private static final int INPUTS = 2;

  public static void main(String[] folder) throws Exception {
    var cell = new LstmCell(weights(), weights(), weights(), weights());
    double[] x = {1.5, -0.6};
    var steps = new ArrayList<LstmStep>();
    CellState state = cell.zeroState();
    for (int t = 0; t < 12; t++) {
      steps.add(cell.step(x, state));
      state = steps.get(t).after();
    }
    var closed = cell.withOutputGate(0).step(x, state);
    write(folder[0], "page.html", Playground.of(cell, "first", "second").page());
    write(folder[0], "names.html", Playground.of(cell, "log_return", "log_volume_change").page());
    write(folder[0], "frame.html", Playground.of(cell, "first", "second").frame());
    write(folder[0], "closed.html", Playground.of(cell.withOutputGate(0), "first", "second").page());
    var values = Map.of("x", x, "steps", steps.stream().map(PlaygroundValues::numbers).toList(),
        "closed", numbers(closed), "outputBias", cell.outputGate().b());
    write(folder[0], "values.json", new ObjectMapper().writeValueAsString(values));
  }

  private static Map<String, double[]> numbers(LstmStep step) {
    return Map.of("f", step.f(), "i", step.i(), "g", step.g(), "o", step.o(), "c", step.c(), "h", step.h());
  }

  private static void write(String folder, String name, String text) throws Exception {
    Files.writeString(Path.of(folder, name), text);
  }

  private static GateWeights weights() {
    double[][] w = new double[HIDDEN][];
    Arrays.setAll(w, k -> RANDOM.doubles(HIDDEN + INPUTS, -1, 1).toArray());
    return new GateWeights(w, RANDOM.doubles(HIDDEN, -1, 1).toArray());
  }
}
