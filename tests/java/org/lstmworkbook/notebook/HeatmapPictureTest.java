package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.HeatMapChart;

class HeatmapPictureTest {

  private static HeatMapChart chart(int rows, int columns) {
    var days = IntStream.range(0, columns).mapToObj(LocalDate.of(2008, 1, 1)::plusDays).toList();
    var units = IntStream.range(0, rows).boxed().toList();
    var z = new double[rows][columns];
    z[0][0] = 1;
    var figure = Plots.heatmap("Forget gate", "day", "unit", "open", days, units, z);
    Map<String, Object> plot = FigureView.plot(figure);
    return HeatmapPicture.chart(plot);
  }

  private static List<?> written(List<?> labels) {
    return labels.stream().filter(label -> !" ".equals(label)).toList();
  }

  @Test
  void givenEightUnits_whenDrawn_thenEachRowIsNamedInItsPlace() {
    var series = chart(8, 250).getHeatMapSeries();

    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7"), series.getYData());
  }

  @Test
  void givenMoreThanFit_whenDrawn_thenSomeAreNamedInTheirPlaceEvenlyApart() {
    var series = chart(32, 250).getHeatMapSeries();

    assertEquals(32, series.getYData().size());
    assertEquals("4", series.getYData().get(4));
    assertEquals(
        List.of("1", "4", "7", "10", "13", "16", "19", "22", "25", "28", "31"),
        written(series.getYData()));
    assertEquals(6, written(series.getXData()).size());
    assertEquals("2008-01-22", series.getXData().get(21));
  }

  /** XChart leaves names out, and moves the others, where there are more than this. */
  @Test
  void givenAHeatmap_whenDrawn_thenXChartLeavesNothingOutByItself() {
    assertEquals(250, chart(8, 250).getStyler().getXAxisMaxLabelCount());
    assertEquals(40, chart(40, 20).getStyler().getXAxisMaxLabelCount());
  }
}
