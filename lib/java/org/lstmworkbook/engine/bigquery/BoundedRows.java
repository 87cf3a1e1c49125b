package org.lstmworkbook.engine.bigquery;

import com.google.common.primitives.ImmutableIntArray;
import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTBinaryExpressionEnums.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows of which others see those with their key and within their bounds. What is compared is a list
 * of values without NULL and NaN, the keys first; it is ranked once, so that only numbers are
 * compared for each pair of rows.
 */
final class BoundedRows {

  /** A value, and the ranks of what bounds are compared with. */
  private record Row(Value value, ImmutableIntArray ranks) {}

  private final int keys;
  private final List<IntPredicate> signs;

  /** For each bound all that is compared with it, in order. */
  private final List<List<Value>> ranked;

  private final Map<List<Value>, List<Row>> rows = new HashMap<>();

  /**
   * @param keys how many of the compared values are keys
   * @param bounds how a row's own value is compared with each of the others
   * @param compared all that will be compared, of both sides
   */
  BoundedRows(int keys, List<Op> bounds, List<List<Value>> compared) {
    this.keys = keys;
    this.signs = bounds.stream().map(BoundedRows::sign).toList();
    this.ranked =
        IntStream.range(keys, keys + bounds.size())
            .mapToObj(i -> distinct(compared.stream().map(each -> each.get(i))))
            .toList();
  }

  private static List<Value> distinct(Stream<Value> values) {
    return new ArrayList<>(
        values.collect(Collectors.toCollection(() -> new TreeSet<>(TableReads::compare))));
  }

  private static IntPredicate sign(Op op) {
    return switch (op) {
      case LT -> sign -> sign < 0;
      case LE -> sign -> sign <= 0;
      case GT -> sign -> sign > 0;
      case GE -> sign -> sign >= 0;
      default -> throw new IllegalArgumentException("not a bound: " + op);
    };
  }

  void add(Value value, List<Value> compared) {
    rows.computeIfAbsent(compared.subList(0, keys), key -> new ArrayList<>())
        .add(new Row(value, ranks(compared)));
  }

  /**
   * The values of the rows that are seen with these keys and bounds, in the order of their coming.
   */
  Stream<Value> by(List<Value> compared) {
    ImmutableIntArray bounds = ranks(compared);
    return rows.getOrDefault(compared.subList(0, keys), List.of()).stream()
        .filter(row -> isWithin(row.ranks, bounds))
        .map(Row::value);
  }

  private ImmutableIntArray ranks(List<Value> compared) {
    return ImmutableIntArray.copyOf(
        IntStream.range(0, ranked.size())
            .map(
                i ->
                    Collections.binarySearch(
                        ranked.get(i), compared.get(keys + i), TableReads::compare)));
  }

  private boolean isWithin(ImmutableIntArray ranks, ImmutableIntArray bounds) {
    for (int i = 0; i < bounds.length(); i++) {
      if (!signs.get(i).test(Integer.compare(ranks.get(i), bounds.get(i)))) {
        return false;
      }
    }
    return true;
  }
}
