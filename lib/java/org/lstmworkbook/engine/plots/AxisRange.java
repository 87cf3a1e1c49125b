package org.lstmworkbook.engine.plots;

import java.util.List;
import org.lstmworkbook.engine.plots.Plot.Axis;
import org.lstmworkbook.engine.plots.Plot.Bars;
import org.lstmworkbook.engine.plots.Plot.Panel;
import org.lstmworkbook.engine.plots.Plot.Scale;
import org.lstmworkbook.engine.plots.Ticks.Tick;

/**
 * What an axis shows of its scale, with a little room at both ends.
 *
 * @param from the end at the left or the bottom; on a log axis its decimal logarithm
 * @param to the other end
 */
record AxisRange(Axis axis, double from, double to, List<Tick> ticks) {

  private static final double ROOM_ACROSS = 0.02;
  private static final double ROOM_UPWARDS = 0.05;

  /** The range that holds all values of a panel along one axis, with about {@code most} ticks. */
  static AxisRange of(Panel panel, boolean across, int most) {
    Axis axis = across ? panel.x() : panel.y();
    if (axis.scale() == Scale.CATEGORY) {
      double last = axis.names().size() - 0.5;
      return new AxisRange(axis, -0.5, last, Ticks.of(axis, -0.5, last, most));
    }
    var values = Plot.values(panel, across).summaryStatistics();
    boolean empty = values.getCount() == 0;
    double low = place(axis, empty ? 1 : values.getMin());
    double high = place(axis, empty ? 10 : values.getMax());
    double room = high > low ? (high - low) * (across ? ROOM_ACROSS : ROOM_UPWARDS) : 0.5;
    double from = isBase(panel, across, values.getMin()) ? low : low - room;
    double to = isBase(panel, across, values.getMax()) ? high : high + room;
    var ticks = across ? Ticks.measured(axis, Plot.values(panel, true)) : List.<Tick>of();
    if (ticks.isEmpty()) {
      ticks = Ticks.of(axis, value(axis, from), value(axis, to), most);
    }
    return new AxisRange(axis, from, to, ticks);
  }

  /** Bars stand on the frame. */
  private static boolean isBase(Panel panel, boolean across, double end) {
    return !across && panel.traces().stream().anyMatch(t -> t instanceof Bars b && b.base() == end);
  }

  /** How far along the axis a coordinate lies, 0 to 1; NaN, if it has no place. */
  double share(double coordinate) {
    return (place(axis, coordinate) - from) / (to - from);
  }

  private static double place(Axis axis, double coordinate) {
    return axis.scale() != Scale.LOG
        ? coordinate
        : coordinate > 0 ? Math.log10(coordinate) : Double.NaN;
  }

  private static double value(Axis axis, double place) {
    return axis.scale() == Scale.LOG ? Math.pow(10, place) : place;
  }
}
