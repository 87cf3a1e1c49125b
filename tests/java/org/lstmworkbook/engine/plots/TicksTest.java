package org.lstmworkbook.engine.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Scale;

class TicksTest {

  private static Axis axis(Scale scale) {
    return new Axis("", scale, List.of());
  }

  private static List<String> labels(List<Ticks.Tick> ticks) {
    return ticks.stream().map(Ticks.Tick::label).toList();
  }

  private static List<String> dates(LocalDateTime from, LocalDateTime to) {
    double low = from.toInstant(ZoneOffset.UTC).toEpochMilli();
    double high = to.toInstant(ZoneOffset.UTC).toEpochMilli();
    return labels(Ticks.of(axis(Scale.DATE), low, high, 6));
  }

  @Test
  void givenNumbers_whenMarked_thenAtRoundOnesWrittenInFull() {
    assertEquals(
        List.of("−0.5", "0", "0.5", "1"), labels(Ticks.of(axis(Scale.LINEAR), -0.6, 1.1, 4)));
    assertEquals(
        List.of("1,500", "1,505", "1,510"),
        labels(Ticks.of(axis(Scale.LINEAR), 1498, 1511, 4)),
        "no offset that a reader would have to add");
    assertEquals(
        List.of("5", "10", "15"),
        labels(Ticks.of(axis(Scale.LINEAR), 0.7, 15.3, 6)),
        "no half days");
  }

  @Test
  void givenALogAxis_whenMarked_thenAtPowersOfTenOrAtOneTwoFive() {
    assertEquals(
        List.of("1e−6", "1e−3", "1e0", "1e3"), labels(Ticks.of(axis(Scale.LOG), 1e-7, 2e3, 4)));
    assertEquals(List.of("5", "10", "20", "50"), labels(Ticks.of(axis(Scale.LOG), 4, 60, 6)));
  }

  @Test
  void givenAFewSizesOnALogAxis_whenMarked_thenAtTheseAndNotBetween() {
    var sizes = DoubleStream.of(32, 8, 16, 8);
    assertEquals(List.of("8", "16", "32"), labels(Ticks.measured(axis(Scale.LOG), sizes)));
    var many = IntStream.rangeClosed(1, 100).asDoubleStream();
    assertEquals(List.of(), Ticks.measured(axis(Scale.LOG), many));
    assertEquals(List.of(), Ticks.measured(axis(Scale.LINEAR), DoubleStream.of(8, 16)));
  }

  @Test
  void givenDates_whenMarked_thenAtTheFirstOfYearsMonthsAtDaysOrAtHours() {
    var day = LocalDate.of(2000, 3, 1).atStartOfDay();
    assertEquals(
        List.of("2002", "2004", "2006", "2008", "2010", "2012"), dates(day, day.plusYears(13)));
    assertEquals(
        List.of("2000-03", "2000-05", "2000-07", "2000-09", "2000-11"),
        dates(day, day.plusMonths(9)));
    assertEquals(
        List.of("2000-03-02", "2000-03-04", "2000-03-06", "2000-03-08"),
        dates(day, day.plusDays(8)));
    assertEquals(
        List.of("2000-03-01 00:00", "2000-03-01 01:00", "2000-03-01 02:00"),
        dates(day, day.plusHours(2).plusMinutes(30)));
  }

  @Test
  void givenMoreNamesThanFit_whenMarked_thenSomeInTheirPlaceEvenlyApart() {
    var names = IntStream.range(0, 32).mapToObj(i -> "unit " + i).toList();
    var ticks = Ticks.of(new Axis("", Scale.CATEGORY, names), -0.5, 31.5, 11);

    assertEquals(11, ticks.size());
    assertEquals(new Ticks.Tick(1, "unit 1"), ticks.get(0));
    assertEquals(new Ticks.Tick(4, "unit 4"), ticks.get(1));
  }
}
