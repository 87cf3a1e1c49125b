package org.lstmworkbook.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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

  private static Optional<LocalDate> parsed(String text) {
    return CsvDates.of(List.of(text)).parse(text);
  }
}
