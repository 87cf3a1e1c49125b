package org.lstmworkbook.gates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.lstmworkbook.UserException;

/**
 * A page on which a reader moves the inputs, the weights and the previous state of a cell, and sees
 * the numbers flow through the drawing. It stands alone: no network, no framework. Its script
 * computes what {@link LstmCell} computes.
 *
 * @param page the whole page, as HTML
 */
public record Playground(String page) {

  /** Makes a frame as high as its page, which tells its height whenever it changes. */
  private static final String AS_HIGH_AS_ITS_PAGE =
      """
      <script>
      window.addEventListener("message", message => {
        for (const frame of document.querySelectorAll("iframe[title='gate playground']")) {
          if (frame.contentWindow === message.source) {
            frame.style.height = Number(message.data.playgroundHeight) + "px";
          }
        }
      });
      </script>
      """;

  /**
   * The playground of a cell: one made by hand, or a trained one from {@link TrainedCells}.
   *
   * @param inputNames what each value of x(t) is called
   * @throws UserException if there is not one name for each input
   */
  public static Playground of(LstmCell cell, String... inputNames) {
    if (inputNames.length != cell.inputs()) {
      throw new UserException(
          "The cell has %d inputs and you named %d: give one name for each."
              .formatted(cell.inputs(), inputNames.length));
    }
    return new Playground(
        Drawings.text("playground.html")
            .replace("/* drawing.css */", Drawings.text("drawing.css"))
            .replace("<!-- cell.svg -->", Drawings.cell().svg())
            .replace("/* cell.json */", json(cell, List.of(inputNames))));
  }

  /**
   * The page in a frame of its own, for a notebook: its script can reach nothing outside the frame.
   * JupyterLab takes the frame out of a notebook that it does not trust, and leaves what stands in
   * it: the drawing, which does not move, and a sentence. The frame is as high as its page.
   */
  public String frame() {
    String escaped = page.replace("&", "&amp;").replace("\"", "&quot;");
    return "<iframe title=\"gate playground\" sandbox=\"allow-scripts\" width=\"100%\" height=\"720\""
        + " style=\"border: 0\" srcdoc=\""
        + escaped
        + "\"><img alt=\"An LSTM cell\" src=\""
        + Drawings.cell().address()
        + "\">To move it, run this cell, or trust the notebook.</iframe>\n"
        + AS_HIGH_AS_ITS_PAGE;
  }

  private static String json(LstmCell cell, List<String> inputNames) {
    var numbers =
        new Numbers(
            inputNames, cell.inputGate(), cell.forgetGate(), cell.outputGate(), cell.candidate());
    try {
      // "<" could end the script element that the numbers stand in.
      return new ObjectMapper().writeValueAsString(numbers).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a cell's numbers could not be written as JSON", e);
    }
  }

  /** What the page's script reads. A record keeps its order: the same cell gives the same page. */
  private record Numbers(
      List<String> inputs,
      GateWeights inputGate,
      GateWeights forgetGate,
      GateWeights outputGate,
      GateWeights candidate) {}
}
