package org.lstmworkbook.market;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a file writes its days. A time of day behind is left out: the day is the one that is written.
 * 03/04/2020 alone may be March or April; which, the file's other days tell.
 */
final class CsvDates {

  private static final String WEEKDAY = "(?:\\p{L}+[.,]* )?";
  private static final String TIME = "(?:[T ,].*)?";
  private static final Pattern YEAR_FIRST =
      Pattern.compile(WEEKDAY + "(\\d{4})([-/.年]) ?(\\d{1,2})(?:\\2|月) ?(\\d{1,2})日?" + TIME);
  private static final Pattern YEAR_LAST =
      Pattern.compile(WEEKDAY + "(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})" + TIME);
  private static final Pattern DAY_AND_NAME =
      Pattern.compile(WEEKDAY + "(\\d{1,2})\\.?[-/ ]?(\\p{L}+)\\.?[-/ ]?(\\d{4}|\\d{2})" + TIME);
  private static final Pattern NAME_AND_DAY =
      Pattern.compile(WEEKDAY + "(\\p{L}+)\\.?[-/ ](\\d{1,2}),?[-/ ](\\d{4}|\\d{2})" + TIME);
  private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})" + TIME);
  private static final Pattern EPOCH = Pattern.compile("\\d{10}(?:\\d{3}|\\d{6}|\\d{9})?");
  private static final int SECONDS_DIGITS = 10;

  private static final int SHORTEST_NAME = 3;

  /** By what a month is called, cut anywhere from its third letter on: Sep, sept and September. */
  private static final Map<String, Month> MONTHS = months("en", "de", "fr", "es", "it", "pt", "nl");

  /** What the numbers of 03/04/2020 are; only a year of two digits may come first. */
  enum Order {
    YEAR_FIRST,
    MONTH_FIRST,
    DAY_FIRST,
    /** No day above 12 is written, so nobody can tell. */
    UNKNOWN
  }

  private final Order order;

  private CsvDates(Order order) {
    this.order = order;
  }

  /** Learns the order from all days of a file: a number above 12 is no month. */
  static CsvDates of(List<String> texts) {
    if (yearComesFirst(texts)) {
      return new CsvDates(Order.YEAR_FIRST);
    }
    int dayFirst = 0;
    int monthFirst = 0;
    for (String text : texts) {
      Matcher match = YEAR_LAST.matcher(text);
      if (match.matches() && !match.group(2).equals(".")) {
        dayFirst += Integer.parseInt(match.group(1)) > 12 ? 1 : 0;
        monthFirst += Integer.parseInt(match.group(3)) > 12 ? 1 : 0;
      }
    }
    if (dayFirst == monthFirst) {
      return new CsvDates(Order.UNKNOWN);
    }
    return new CsvDates(dayFirst > monthFirst ? Order.DAY_FIRST : Order.MONTH_FIRST);
  }

  /** Of 20/01/31, a file has more days than years, and its months stand in the middle. */
  private static boolean yearComesFirst(List<String> texts) {
    List<Matcher> days =
        texts.stream()
            .map(YEAR_LAST::matcher)
            .filter(match -> match.matches() && match.group(4).length() == 2)
            .toList();
    return days.stream().allMatch(match -> Integer.parseInt(match.group(3)) <= 12)
        && different(days, 4) > different(days, 1);
  }

  private static long different(List<Matcher> days, int group) {
    return days.stream().map(match -> match.group(group)).distinct().count();
  }

  /** Whether the text is a day in some spelling, if only by its look. */
  static boolean looksLikeADay(String text) {
    CsvDates any = new CsvDates(Order.UNKNOWN);
    return any.isAmbiguous(text)
        || YEAR_LAST.matcher(text).matches()
        || any.parse(text).isPresent();
  }

  /** The way a day is written, the same for all days of a file that one program wrote. */
  static String style(String text) {
    Matcher first = YEAR_FIRST.matcher(text);
    Matcher last = YEAR_LAST.matcher(text);
    if (first.matches()) {
      return "year first" + first.group(2);
    } else if (last.matches()) {
      return "year last" + last.group(2) + last.group(4).length();
    }
    return COMPACT.matcher(text).matches() ? "digits" : text.matches("\\d+") ? "epoch" : "names";
  }

  /** Whether the text is a day whose month cannot be told. */
  boolean isAmbiguous(String text) {
    Matcher match = YEAR_LAST.matcher(text);
    return order == Order.UNKNOWN
        && match.matches()
        && !match.group(2).equals(".")
        && Integer.parseInt(match.group(1)) <= 12
        && Integer.parseInt(match.group(3)) <= 12
        && !match.group(1).equals(match.group(3));
  }

  /** The day, or none if the text is no day of the calendar or may be two. */
  Optional<LocalDate> parse(String text) {
    try {
      return isAmbiguous(text) ? Optional.empty() : read(text);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<LocalDate> read(String text) {
    Matcher match = YEAR_FIRST.matcher(text);
    if (match.matches()) {
      return Optional.of(day(match.group(1), match.group(3), match.group(4)));
    }
    match = YEAR_LAST.matcher(text);
    if (match.matches() && order == Order.YEAR_FIRST) {
      return Optional.of(day(match.group(1), match.group(3), match.group(4)));
    }
    if (match.matches()) {
      boolean dayFirst = match.group(2).equals(".") || order == Order.DAY_FIRST;
      return Optional.of(
          day(match.group(4), match.group(dayFirst ? 3 : 1), match.group(dayFirst ? 1 : 3)));
    }
    match = COMPACT.matcher(text);
    if (match.matches()) {
      return Optional.of(day(match.group(1), match.group(2), match.group(3)));
    }
    if (EPOCH.matcher(text).matches()) {
      long seconds = Long.parseLong(text.substring(0, SECONDS_DIGITS));
      return Optional.of(Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC).toLocalDate());
    }
    match = DAY_AND_NAME.matcher(text);
    if (match.matches()) {
      return named(match.group(3), match.group(2), match.group(1));
    }
    match = NAME_AND_DAY.matcher(text);
    return match.matches()
        ? named(match.group(3), match.group(1), match.group(2))
        : Optional.empty();
  }

  private static Optional<LocalDate> named(String year, String name, String dayOfMonth) {
    return Optional.ofNullable(MONTHS.get(ColumnNames.plain(name)))
        .map(month -> day(year, String.valueOf(month.getValue()), dayOfMonth));
  }

  /** Two digits are a year of 1970 to 2069. */
  private static LocalDate day(String year, String month, String dayOfMonth) {
    int number = Integer.parseInt(year);
    int full = year.length() > 2 ? number : number + (number < 70 ? 2000 : 1900);
    return LocalDate.of(full, Integer.parseInt(month), Integer.parseInt(dayOfMonth));
  }

  private static Map<String, Month> months(String... languages) {
    Map<String, Month> all = new HashMap<>();
    for (String language : languages) {
      for (Month month : Month.values()) {
        Locale locale = Locale.forLanguageTag(language);
        String name = ColumnNames.plain(month.getDisplayName(TextStyle.FULL, locale));
        for (int length = SHORTEST_NAME; length <= name.length(); length++) {
          all.merge(name.substring(0, length), month, (one, other) -> one == other ? one : null);
        }
      }
    }
    return all;
  }
}
