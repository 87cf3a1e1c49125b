package org.lstmworkbook.notebook;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;

/**
 * The plot as a notebook stores it. Jupyter writes each number of a list on a line of its own, so
 * the long ones become Plotly's typed arrays: the numbers in binary, as one Base64 text. Values are
 * 32-bit floats (seven significant digits, more than a screen shows); times are 64-bit milliseconds
 * since 1970, UTC.
 */
final class PlotArrays {

  /** Shorter lists stay lists, which a person can read. */
  private static final int SHORT = 24;

  private static final Set<String> DATA = Set.of("x", "y", "z");

  private PlotArrays() {}

  /** A copy of {@code plot} that JSON can hold: no NaN, long lists packed. */
  static Map<String, Object> packed(Map<String, Object> plot) {
    var packed = new LinkedHashMap<String, Object>(plot);
    packed.put("data", PlotlyTree.traces(plot).stream().map(PlotArrays::trace).toList());
    return packed;
  }

  private static Map<String, Object> trace(Map<String, Object> trace) {
    var packed = new LinkedHashMap<String, Object>();
    trace.forEach((key, value) -> packed.put(key, value(trace, key, value)));
    return packed;
  }

  private static Object value(Map<String, Object> trace, String key, Object value) {
    if (!DATA.contains(key) || !(value instanceof List<?> list) || list.isEmpty()) {
      return value;
    }
    if (list.get(0) instanceof List<?>) {
      return matrix(PlotlyTree.matrix(trace));
    }
    if (list.size() > SHORT && PlotlyTree.hasDates(trace, key + "axis")) {
      return doubles(list.stream().mapToDouble(time -> milliseconds((String) time)).toArray());
    }
    if (!(list.get(0) instanceof Double)) {
      return list;
    }
    double[] numbers = PlotlyTree.numbers(trace, key);
    return numbers.length > SHORT ? floats(numbers) : plain(numbers);
  }

  private static List<Object> plain(double[] numbers) {
    return DoubleStream.of(numbers)
        .mapToObj(
            n -> Double.isFinite(n) ? (Object) Double.valueOf(Float.toString((float) n)) : null)
        .toList();
  }

  private static Map<String, Object> matrix(List<List<Double>> rows) {
    var packed =
        floats(rows.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray());
    packed.put("shape", rows.size() + ", " + rows.get(0).size());
    return packed;
  }

  private static Map<String, Object> floats(double[] numbers) {
    return array(
        "f4",
        numbers,
        Float.BYTES,
        (buffer, number) -> buffer.putFloat((float) number.doubleValue()));
  }

  private static Map<String, Object> doubles(double[] numbers) {
    return array("f8", numbers, Double.BYTES, ByteBuffer::putDouble);
  }

  private static Map<String, Object> array(
      String type, double[] numbers, int size, BiConsumer<ByteBuffer, Double> put) {
    byte[] bytes = new byte[size * numbers.length];
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    DoubleStream.of(numbers).forEach(number -> put.accept(buffer, number));
    var array = new LinkedHashMap<String, Object>();
    array.put("dtype", type);
    array.put("bdata", Base64.getEncoder().encodeToString(bytes));
    return array;
  }

  private static double milliseconds(String iso) {
    return PlotlyTree.time(iso).toEpochMilli();
  }
}
