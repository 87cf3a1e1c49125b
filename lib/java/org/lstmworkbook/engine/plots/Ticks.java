package org.lstmworkbook.engine.plots;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Scale;

/** Where an axis is marked, and with what: at round values, dates, or the values measured. */
final class Ticks {

  /**
   * A mark.
   *
   * @param value the coordinate that it stands at
   */
  record Tick(double value, String label) {}

  private static final int MEASURED = 12;
  private static final double[] ROUND = {1, 2, 2.5, 5, 10};
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long[] CLOCK = {1, 5, 15, 60, 180, 360, 720}; // minutes
  private static final long[] DAYS = {1, 2, 7, 14};
  private static final int[] MONTHS = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600};

  private Ticks() {}

  /**
   * At most about {@code most} ticks from {@code low} to {@code high}, both above 0 on a log axis.
   */
  static List<Tick> of(Axis axis, double low, double high, int most) {
    return switch (axis.scale()) {
      case HIDDEN -> List.of();
      case LINEAR -> linear(low, high, most);
      case LOG -> log(low, high, most);
      case CATEGORY -> categories(axis.names(), low, high, most);
      case DATE -> dates((long) Math.ceil(low), (long) high, most);
    };
  }

  /**
   * On a log axis with few values, such as sizes that were tried, these are what a reader wants to
   * see marked; empty, if the axis is another one.
   */
  static List<Tick> measured(Axis axis, DoubleStream values) {
    if (axis.scale() != Scale.LOG) {
      return List.of();
    }
    double[] distinct = values.distinct().sorted().limit(MEASURED + 1L).toArray();
    return distinct.length > MEASURED ? List.of() : numbers(DoubleStream.of(distinct));
  }

  /** The least width of at most {@code most} equal parts of a span: 1, 2, 2.5, 5 times 10ⁿ. */
  static double step(double span, int most) {
    double atLeast = span / most;
    double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
    return DoubleStream.of(ROUND)
        .map(round -> round * power)
        .filter(step -> step >= atLeast * (1 - 1e-9))
        .findFirst()
        .orElse(10 * power);
  }

  static String number(double value) {
    return number(value, beyondDigits(value));
  }

  private static boolean beyondDigits(double value) {
    double size = Math.abs(value);
    return size != 0 && (size >= 1e9 || size < 1e-4);
  }

  private static String number(double value, boolean powers) {
    var symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
    symbols.setExponentSeparator("e");
    symbols.setMinusSign('−');
    return new DecimalFormat(powers ? "0.##E0" : "#,##0.######", symbols).format(value);
  }

  /** One way to write a number for all ticks of an axis. */
  private static List<Tick> numbers(DoubleStream values) {
    double[] rounded =
        values
            .map(value -> new BigDecimal(value).round(new MathContext(12)).doubleValue())
            .toArray();
    boolean powers = DoubleStream.of(rounded).anyMatch(Ticks::beyondDigits);
    return DoubleStream.of(rounded)
        .mapToObj(value -> new Tick(value, number(value, powers && value != 0)))
        .toList();
  }

  /** No step of 2.5: days and epochs are whole numbers, and 2.5 of them is none. */
  private static List<Tick> linear(double low, double high, int most) {
    double least = step(high - low, most);
    double step = least == 2.5 ? 5 : least;
    return numbers(
        LongStream.rangeClosed((long) Math.ceil(low / step), (long) Math.floor(high / step))
            .mapToDouble(i -> i * step));
  }

  /** Powers of ten; over less than two of them also 2 and 5, over less than one round steps. */
  private static List<Tick> log(double low, double high, int most) {
    double decades = Math.log10(high / low);
    if (decades < 0.7) {
      return linear(low, high, most);
    }
    int every = Math.max(1, (int) Math.ceil(decades / most));
    double[] marks = decades < 2 ? new double[] {1, 2, 5} : new double[] {1};
    return numbers(
        IntStream.rangeClosed((int) Math.floor(Math.log10(low)), (int) Math.ceil(Math.log10(high)))
            .filter(power -> power % every == 0)
            .mapToObj(power -> DoubleStream.of(marks).map(mark -> mark * Math.pow(10, power)))
            .flatMapToDouble(values -> values)
            .filter(value -> value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)));
  }

  private static List<Tick> categories(List<String> names, double low, double high, int most) {
    int from = (int) Math.max(0, Math.ceil(low));
    int to = (int) Math.min(names.size() - 1, Math.floor(high));
    int step = Math.max(1, (int) Math.ceil((to - from + 1.0) / most));
    return IntStream.rangeClosed(from, to)
        .filter(i -> (i - from) % step == step / 2)
        .mapToObj(i -> new Tick(i, names.get(i)))
        .toList();
  }

  private static List<Tick> dates(long low, long high, int most) {
    for (long minutes : CLOCK) {
      long step = Duration.ofMinutes(minutes).toMillis();
      if ((high - low) / step < most) {
        return times(low, high, step, 16);
      }
    }
    for (long days : DAYS) {
      if ((high - low) / (days * DAY) < most) {
        return times(low, high, days * DAY, 10);
      }
    }
    var first = time(low).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
    long span = ChronoUnit.MONTHS.between(first, time(high)) + 1;
    int step =
        IntStream.of(MONTHS)
            .filter(months -> span / months < (months < 12 ? most : 2 * most)) // Years are short.
            .findFirst()
            .orElse(1200);
    int letters = step < 12 ? 7 : 4;
    var ticks = new ArrayList<Tick>();
    long month = first.getYear() * 12L + first.getMonthValue() - 1;
    for (month -= month % step; ; month += step) {
      var time = LocalDateTime.of((int) (month / 12), (int) (month % 12) + 1, 1, 0, 0);
      long at = time.toInstant(ZoneOffset.UTC).toEpochMilli();
      if (at > high) {
        return ticks;
      }
      if (at >= low) {
        ticks.add(new Tick(at, time.toString().substring(0, letters)));
      }
    }
  }

  private static List<Tick> times(long low, long high, long step, int letters) {
    return LongStream.iterate(-Math.floorDiv(-low, step) * step, at -> at <= high, at -> at + step)
        .mapToObj(at -> new Tick(at, time(at).toString().substring(0, letters).replace('T', ' ')))
        .toList();
  }

  private static LocalDateTime time(long milliseconds) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(milliseconds), ZoneOffset.UTC);
  }
}
