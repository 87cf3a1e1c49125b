package org.lstmworkbook.engine.plots;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.lstmworkbook.engine.plots.Plot.Axis;

/**
 * Numbers for Plotly. Jupyter writes each number of a list on a line of its own, so long lists
 * become Plotly's typed arrays: 32-bit floats (seven digits, more than a screen shows) or, for
 * times, 64-bit milliseconds, as one Base64 text.
 */
final class PlotlyArrays {

  /** Shorter lists stay lists, which a person can read. */
  private static final int SHORT = 24;

  private PlotlyArrays() {}

  /** Values along an axis: numbers, names, or times. */
  static Object coordinates(Axis axis, double[] values) {
    return switch (axis.scale()) {
      case CATEGORY -> DoubleStream.of(values).mapToObj(i -> axis.names().get((int) i)).toList();
      case DATE ->
          values.length > SHORT
              ? packed("f8", Double.BYTES, values)
              : DoubleStream.of(values).mapToObj(PlotlyArrays::iso).toList();
      default -> of(values);
    };
  }

  private static String iso(double milliseconds) {
    return Instant.ofEpochMilli((long) milliseconds).toString().replaceFirst("(T00:00:00)?Z$", "");
  }

  /** Numbers; null, as JSON has no NaN, where one is missing. */
  static Object of(double[] numbers) {
    return numbers.length > SHORT
        ? floats(numbers)
        : DoubleStream.of(numbers)
            .mapToObj(n -> Double.isFinite(n) ? Double.valueOf(Float.toString((float) n)) : null)
            .toList();
  }

  static Map<String, Object> floats(double[] numbers) {
    return packed("f4", Float.BYTES, numbers);
  }

  private static Map<String, Object> packed(String type, int size, double[] numbers) {
    byte[] bytes = new byte[size * numbers.length];
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      if (size == Float.BYTES) {
        buffer.putFloat((float) number);
      } else {
        buffer.putDouble(number);
      }
    }
    var array = new LinkedHashMap<String, Object>();
    array.put("dtype", type);
    array.put("bdata", Base64.getEncoder().encodeToString(bytes));
    return array;
  }
}
