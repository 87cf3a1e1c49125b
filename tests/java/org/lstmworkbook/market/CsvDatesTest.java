package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDatesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2019-09-27",
        "2019/9/27 16:00:00",
        "Fri 2019-09-27",
        "Friday, September 27, 2019",
        "Fri, 27 Sep 2019 00:00:00 GMT",
        "Fri Sep 27 2019 00:00:00 GMT+0200 (CEST)",
        "Sept. 27, 2019",
        "27-Sep-19",
        "27SEP2019",
        "Sep-27-2019",
        "27. September 2019",
        "27 sept. 2019",
        "Fr 27.09.2019",
        "09/27/19",
        "20190927",
        "20190927 16:00:00",
        "2019年9月27日",
        "2019- 09- 27",
        "1569542400000",
      })
  void givenADayInAnySpelling_whenParsed_thenThatDay(String text) {
    assertEquals(Optional.of(LocalDate.of(2019, 9, 27)), parsed(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2. März 2019", "2 mars 2019", "2 marzo 2019", "Mar 2, 2019"})
  void givenAMonthsNameInAnotherLanguage_whenParsed_thenThatMonth(String text) {
    assertEquals(Optional.of(LocalDate.of(2019, 3, 2)), parsed(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"43735", "########", "27 Foo 2019", "27 Ju 2019", "31 Feb 2019", "2019-13-01", ""})
  void givenNoDay_whenParsed_thenNone(String text) {
    assertEquals(Optional.empty(), parsed(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"19/09/27", "19.09.27", "19-09-27"})
  void givenAShortYearThatChangesLessThanTheDay_whenParsed_thenItComesFirst(String text) {
    String next = text.replace("27", "30");

    assertEquals(
        Optional.of(LocalDate.of(2019, 9, 27)), CsvDates.of(List.of(text, next)).parse(text));
  }

  @Test
  void givenShortYearsInAnyOrder_whenTheyComeLast_thenReadAsBefore() {
    CsvDates monthFirst = CsvDates.of(List.of("09/27/19", "09/28/03", "10/27/12", "09/27/18"));
    CsvDates dayFirst = CsvDates.of(List.of("27.09.19", "28.09.03", "30.10.19"));

    assertEquals(Optional.of(LocalDate.of(2019, 9, 27)), monthFirst.parse("09/27/19"));
    assertEquals(Optional.of(LocalDate.of(2019, 9, 27)), dayFirst.parse("27.09.19"));
  }

  private static Optional<LocalDate> parsed(String text) {
    return CsvDates.of(List.of(text)).parse(text);
  }
}
