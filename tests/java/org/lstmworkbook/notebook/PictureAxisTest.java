package org.lstmworkbook.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.plotly.components.Figure;

class PictureAxisTest {

  private static PictureAxis across(LocalDate from, LocalDate to) {
    Figure figure =
        Plots.of("t", "x", "y").line("l", List.of(from, to), new double[] {1, 2}).figure();
    return PictureAxis.of(FigureView.plot(figure), "xaxis");
  }

  /** A tick that XChart sets at a round position must name the date that lies there. */
  @Test
  void givenYears_whenLabelled_thenARoundPositionIsTheFirstOfJanuary() {
    var axis = across(LocalDate.of(2000, 3, 1), LocalDate.of(2013, 3, 1));

    assertEquals(2008.0, axis.position().apply("2008-01-01"));
    assertEquals("2008", axis.label().apply(2008.0));
    assertEquals("2008-07", axis.label().apply(2008.5));
    assertTrue(axis.position().apply("2008-12-31") < 2009);
  }

  @Test
  void givenMonths_whenLabelled_thenARoundPositionIsTheFirstOfAMonth() {
    var axis = across(LocalDate.of(2010, 8, 2), LocalDate.of(2011, 1, 31));
    double october = axis.position().apply("2010-10-01");

    assertEquals(Math.rint(october), october);
    assertEquals("2010-10", axis.label().apply(october));
    assertEquals("2010-10-16", axis.label().apply(october + 0.5));
  }

  @Test
  void givenDays_whenLabelled_thenTheyAreDates() {
    var axis = across(LocalDate.of(2010, 8, 2), LocalDate.of(2010, 8, 20));

    assertEquals("2010-08-09", axis.label().apply(axis.position().apply("2010-08-09")));
    assertEquals("2010-08-09T12:00", axis.label().apply(axis.position().apply("2010-08-09") + 0.5));
  }

  @Test
  void givenALogAxis_whenPlaced_thenPowersOfTenAreEvenlyApartAndZeroHasNoPlace() {
    double[] values = {1, 10};
    var figure = Plots.of("t", "x", "y").line("l", values, values).logY().figure();
    var axis = PictureAxis.of(FigureView.plot(figure), "yaxis");

    assertEquals(-2, axis.position().apply(0.01), 1e-12);
    assertEquals("0.01", axis.label().apply(-2));
    assertEquals("1e-12", axis.label().apply(-12));
    assertEquals("320", axis.label().apply(2.5));
    assertTrue(axis.position().apply(0.0).isNaN());
  }

  @Test
  void givenAVerticalLine_whenDrawn_thenItSpansTheDataAtItsDate() {
    var days = List.of(LocalDate.of(2010, 1, 4), LocalDate.of(2010, 1, 8));
    var figure =
        Plots.of("t", "x", "y")
            .line("l", days, new double[] {3, 5})
            .verticalLine("here", days.get(1))
            .horizontalLine("there", 4)
            .figure();
    var traces = PlotlyTree.traces(FigureView.plot(figure));

    assertEquals(List.of("2010-01-08", "2010-01-08"), traces.get(1).get("x"));
    assertEquals(List.of(3.0, 5.0), traces.get(1).get("y"));
    assertEquals(
        DateColumn.create("d", days).asList().toString(), traces.get(2).get("x").toString());
    assertEquals(List.of(4.0, 4.0), traces.get(2).get("y"));
  }
}
