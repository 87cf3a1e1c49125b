package org.lstmworkbook.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * Where a value lies along a picture's axis, and how a place on it is labelled. Positions are
 * chosen such that round ones are what a reader wants to see marked: powers of ten on a log axis;
 * on a time axis years, months or days, as long as it is.
 *
 * @param position of a value as Plotly has it: a number, or a time as text; NaN: it has no place
 * @param label of a position
 */
record PictureAxis(Function<Object, Double> position, DoubleFunction<String> label) {

  private static final double A_DAY = 0.02; // of a month, less than one
  private static final int MANY_YEARS = 3 * 365;
  private static final int MANY_DAYS = 100;
  private static final double SECONDS_OF_DAY = 24 * 60 * 60;

  /** The axis "xaxis" or "yaxis" of a plot. */
  static PictureAxis of(Map<String, Object> plot, String name) {
    Object type = PlotlyTree.at(PlotlyTree.at(plot, "layout"), name).get("type");
    if ("log".equals(type)) {
      return new PictureAxis(
          value -> (Double) value > 0 ? Math.log10((Double) value) : Double.NaN,
          position -> number(rounded(Math.pow(10, position))));
    }
    if ("date".equals(type)) {
      return time(PlotlyTree.traces(plot), name.substring(0, 1));
    }
    return new PictureAxis(value -> (Double) value, PictureAxis::number);
  }

  private static PictureAxis time(List<Map<String, Object>> traces, String key) {
    var times =
        traces.stream()
            .flatMap(trace -> PlotlyTree.list(trace, key).stream())
            .map(text -> PlotlyTree.time((String) text))
            .sorted()
            .toList();
    long days = Duration.between(times.get(0), times.get(times.size() - 1)).toDays();
    if (days > MANY_YEARS) {
      return new PictureAxis(text -> months(text) / 12, position -> month(12 * position, true));
    }
    if (days > MANY_DAYS) {
      return new PictureAxis(PictureAxis::months, position -> month(position, false));
    }
    return new PictureAxis(
        text -> PlotlyTree.time((String) text).getEpochSecond() / SECONDS_OF_DAY,
        position -> time(Math.round(position * SECONDS_OF_DAY)).replaceFirst("T00:00$", ""));
  }

  /** Months since the year 0, with the part of the month that is over. */
  private static double months(Object text) {
    var time = LocalDateTime.ofInstant(PlotlyTree.time((String) text), ZoneOffset.UTC);
    double day = time.getDayOfMonth() - 1 + time.toLocalTime().toSecondOfDay() / SECONDS_OF_DAY;
    return time.getYear() * 12.0
        + time.getMonthValue()
        - 1
        + day / time.toLocalDate().lengthOfMonth();
  }

  private static String month(double months, boolean years) {
    double whole = Math.floor(months + A_DAY);
    var first = LocalDate.of((int) whole / 12, (int) whole % 12 + 1, 1);
    if (months - whole > A_DAY) {
      return first.plusDays((long) ((months - whole) * first.lengthOfMonth())).toString();
    }
    String month = first.toString().substring(0, 7);
    return years ? month.replaceFirst("-01$", "") : month;
  }

  private static String time(long epochSecond) {
    return LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC).toString();
  }

  /** Between powers of ten stand 3.2 and, where there is room, 1.6, 2.5, 4, 6.3. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(2)).doubleValue();
  }

  private static String number(double value) {
    double size = Math.abs(value);
    boolean powers = size != 0 && (size >= 1e7 || size < 1e-4);
    var symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
    symbols.setExponentSeparator("e");
    return new DecimalFormat(powers ? "0.##E0" : "#,##0.######", symbols).format(value);
  }
}
