package org.lstmworkbook.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.UserException;

class DrawingsTest {

  @Test
  void givenAllDrawings_whenRead_thenEachIsSvgThatNeedsNothingFromOutside() throws Exception {
    for (Drawing drawing :
        List.of(
            Drawings.cell(),
            Drawings.learn(),
            Drawings.forget(),
            Drawings.remember(),
            Drawings.use(),
            Drawings.plainRnn(),
            Drawings.unrolled(),
            Drawings.windows(),
            Drawings.backPropagation(),
            Drawings.sequenceKinds(),
            Drawings.courseMap())) {
      var root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(drawing.svg().getBytes(StandardCharsets.UTF_8)))
              .getDocumentElement();
      assertEquals("svg", root.getTagName());
      assertEquals(drawing.title(), root.getElementsByTagName("title").item(0).getTextContent());
      assertTrue(drawing.svg().contains("font-family"), "the common style is in it");
      assertFalse(drawing.svg().contains("href"), "nothing is loaded");
    }
  }

  @Test
  void givenCellDrawing_whenRead_thenEveryPartOfTheEquationsIsNamed() {
    for (String part :
        List.of("f(t)", "i(t)", "g(t)", "o(t)", "c(t−1)", "c(t)", "h(t−1)", "h(t)", "x(t)")) {
      assertTrue(Drawings.cell().svg().contains(">" + part + "<"), part);
    }
  }

  @Test
  void givenCellInFourDrawings_whenRead_thenEachLightsItsGateAndTogetherTheyLightAll() {
    String cell = Drawings.cell().svg();
    Map<String, String> equations =
        Map.of(
            "learn",
            "g(t) = tanh",
            "forget",
            "f(t) = σ",
            "remember",
            "c(t) = f",
            "use",
            "h(t) = o");

    equations.forEach(
        (verb, equation) -> {
          String part = "data-part=\"" + verb + "\"";
          assertTrue(cell.lines().anyMatch(l -> l.contains(part) && l.contains(equation)), verb);
        });
    assertTrue(
        cell.lines()
            .filter(line -> line.contains("data-gate") || line.contains("data-wire"))
            .allMatch(line -> line.contains("data-part=")),
        "each gate and wire is lit in one of them");
    var labels =
        cell.lines()
            .filter(l -> l.contains(" x=\"8\""))
            .map(l -> l.replaceAll(" y=.*", ""))
            .toList();
    assertEquals(labels.get(0), labels.get(1), "both lines of a label are lit, or none");
    assertEquals(labels.get(2), labels.get(3), "both lines of a label are lit, or none");
    assertTrue(Drawings.forget().svg().contains("class=\"wb-drawing only-forget\""));
    assertTrue(Drawings.forget().svg().contains(".only-forget [data-part]:not("));
  }

  @Test
  void givenNameThatLooksLikeMarkup_whenPlaygroundMade_thenItCannotEndTheScript() {
    var cell = RandomCells.lstm(2, 1, new Random(1));

    String page = Playground.of(cell, "</script><b>").page();

    assertFalse(page.contains("</script><b>"));
    assertTrue(page.contains("{\"inputs\":[\"\\u003c/script>\\u003cb>\"],\"inputGate\":{\"w\":[["));
  }

  @Test
  void givenTooFewNames_whenPlaygroundMade_thenRefused() {
    var cell = RandomCells.lstm(2, 3, new Random(1));

    var error = assertThrows(UserException.class, () -> Playground.of(cell, "x"));

    assertEquals(
        "The cell has 3 inputs and you named 1: give one name for each.", error.getMessage());
  }

  @Test
  void givenPlayground_whenFramed_thenPageStandsInASandbox() {
    String frame = Playground.of(RandomCells.lstm(2, 1, new Random(1)), "x").frame();

    assertTrue(frame.startsWith("<iframe "));
    assertTrue(frame.contains("sandbox=\"allow-scripts\""));
    assertFalse(
        frame.substring(frame.indexOf("srcdoc=\"") + 8, frame.indexOf("\"><img")).contains("\""));
    assertTrue(frame.contains(">To move it, run this cell, or trust the notebook.</iframe>"));
    assertTrue(
        frame.contains("<img alt=\"An LSTM cell\" src=\"" + Drawings.cell().address() + "\">"),
        "where the frame is taken out, the drawing is left");
  }
}
