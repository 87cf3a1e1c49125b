package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.style.CategoryStyler;

class BarPictureTest {

  @Test
  void givenNamesThatFit_whenDrawn_thenEachStandsUpright() {
    CategoryStyler style = style(List.of("LSTM", "HAR", "EWMA"));
    assertEquals(0, style.getXAxisLabelRotation());
    assertTrue(style.getXAxisTickMarkSpacingHint() < 20, "no name is left out");
  }

  @Test
  void givenLongNames_whenDrawn_thenSlantedSoThatEachHasRoom() {
    CategoryStyler style =
        style(IntStream.range(0, 11).mapToObj(i -> "moving average " + i).toList());
    assertTrue(style.getXAxisLabelRotation() > 0);
    assertTrue(style.getXAxisTickMarkSpacingHint() < 20, "no name is left out");
  }

  @Test
  void givenDozensOfBars_whenDrawn_thenOnlySomeAreNamed() {
    assertTrue(style(IntStream.range(0, 60).boxed().toList()).getXAxisTickMarkSpacingHint() > 50);
  }

  private static CategoryStyler style(List<?> categories) {
    var figure =
        Plots.of("Bars", "name", "height")
            .bars("a", categories, new double[categories.size()])
            .figure();
    var plot = PlotlyJson.of(figure);
    PlotStyle.complete(plot);
    return BarPicture.chart(plot).getStyler();
  }
}
