package org.lstmworkbook.market;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a file writes its days. A time of day behind is left out: the day is the one that is written.
 * 03/04/2020 alone may be March or April; which, the file's other days tell.
 */
final class CsvDates {

  private static final String TIME = "(?:[T ,].*)?";
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})" + TIME);
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})" + TIME);
  private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
  private static final Pattern EPOCH = Pattern.compile("\\d{10}(?:\\d{3}|\\d{6}|\\d{9})?");
  private static final int SECONDS_DIGITS = 10;
  private static final Pattern WEEKDAY =
      Pattern.compile("^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]? ", Pattern.CASE_INSENSITIVE);

  private static final List<DateTimeFormatter> WITH_NAMES =
      List.of(
          named("d-MMM-", true),
          named("d-MMM-", false),
          named("d MMM ", false),
          named("d MMMM ", false),
          named("MMM d, ", false),
          named("MMMM d, ", false));

  /** Which of the first two numbers of 03/04/2020 is the month. */
  enum Order {
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
    String bare = WEEKDAY.matcher(text).replaceFirst("");
    return WITH_NAMES.stream().flatMap(format -> read(format, bare).stream()).findFirst();
  }

  private static Optional<LocalDate> read(DateTimeFormatter format, String text) {
    try {
      return Optional.of(LocalDate.parse(text, format));
    } catch (DateTimeException e) {
      return Optional.empty(); // another format may fit
    }
  }

  /** Two digits are a year of 1970 to 2069. */
  private static LocalDate day(String year, String month, String dayOfMonth) {
    int number = Integer.parseInt(year);
    int full = year.length() > 2 ? number : number + (number < 70 ? 2000 : 1900);
    return LocalDate.of(full, Integer.parseInt(month), Integer.parseInt(dayOfMonth));
  }

  private static DateTimeFormatter named(String dayAndMonth, boolean twoDigits) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(dayAndMonth);
    if (twoDigits) {
      builder.appendValueReduced(ChronoField.YEAR, 2, 2, 1970);
    } else {
      builder.appendValue(ChronoField.YEAR, 4);
    }
    return builder.toFormatter(Locale.ENGLISH);
  }
}
