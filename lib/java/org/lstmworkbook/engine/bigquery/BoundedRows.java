package org.lstmworkbook.engine.bigquery;

import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import com.google.common.primitives.ImmutableIntArray;
import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTBinaryExpressionEnums.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows of which others see those with their key and within their bounds. What is compared is a list
 * of values without NULL and NaN, the keys first; it is ranked once, so that only numbers are
 * compared for each pair of rows.
 */
final class BoundedRows {

  /** A value, and a number for each bound, below which this must not be. */
  private record Row(Value value, ImmutableIntArray places) {}

  private final int keys;
  private final List<Op> bounds;

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
    this.bounds = bounds;
    this.ranked =
        IntStream.range(keys, keys + bounds.size())
            .mapToObj(i -> distinct(compared.stream().map(each -> each.get(i))))
            .toList();
  }

  private static List<Value> distinct(Stream<Value> values) {
    return new ArrayList<>(
        values.collect(Collectors.toCollection(() -> new TreeSet<>(TableReads::compare))));
  }

  void add(Value value, List<Value> compared) {
    rows.computeIfAbsent(compared.subList(0, keys), key -> new ArrayList<>())
        .add(new Row(value, places(compared, 0)));
  }

  /**
   * The values of the rows that are seen with these keys and bounds, in the order of their coming.
   */
  Stream<Value> by(List<Value> compared) {
    ImmutableIntArray least = places(compared, 1);
    return rows.getOrDefault(compared.subList(0, keys), List.of()).stream()
        .filter(row -> isWithin(row.places, least))
        .map(Row::value);
  }

  /** The totals of the rows that each of some compared values sees, in whatever order. */
  List<Value> totals(List<List<Value>> asked, Supplier<RunningTotal> nothing) {
    Map<List<Value>, Value> totals = new HashMap<>();
    if (bounds.size() == 1) {
      asked.stream()
          .collect(Collectors.groupingBy(each -> each.subList(0, keys)))
          .forEach((key, those) -> addUp(key, those, nothing.get(), totals));
    } else {
      for (List<Value> each : asked) {
        RunningTotal total = nothing.get();
        by(each).forEach(total::add);
        totals.put(each, total.value());
      }
    }
    return asked.stream().map(totals::get).toList();
  }

  /** With one bound each sees what the one before saw, and more. */
  private void addUp(
      List<Value> key,
      List<List<Value>> asked,
      RunningTotal total,
      Map<List<Value>, Value> totals) {
    PeekingIterator<Row> unseen =
        Iterators.peekingIterator(
            rows.getOrDefault(key, List.of()).stream()
                .sorted(Comparator.comparing(row -> -row.places.get(0)))
                .iterator());
    asked.stream()
        .sorted(Comparator.comparing(each -> -places(each, 1).get(0)))
        .forEach(
            each -> {
              int least = places(each, 1).get(0);
              while (unseen.hasNext() && unseen.peek().places.get(0) >= least) {
                total.add(unseen.next().value);
              }
              totals.put(each, total.value());
            });
  }

  /**
   * Even numbers in the order of the compared values, or against it where a row has to be less.
   *
   * @param more what to add where equal is not enough
   */
  private ImmutableIntArray places(List<Value> compared, int more) {
    return ImmutableIntArray.copyOf(
        IntStream.range(0, bounds.size())
            .map(
                i -> {
                  int rank =
                      Collections.binarySearch(
                          ranked.get(i), compared.get(keys + i), TableReads::compare);
                  return switch (bounds.get(i)) {
                    case LT -> -2 * rank + more;
                    case LE -> -2 * rank;
                    case GT -> 2 * rank + more;
                    case GE -> 2 * rank;
                    default -> throw new IllegalStateException("not a bound: " + bounds.get(i));
                  };
                }));
  }

  private static boolean isWithin(ImmutableIntArray places, ImmutableIntArray least) {
    for (int i = 0; i < least.length(); i++) {
      if (places.get(i) < least.get(i)) {
        return false;
      }
    }
    return true;
  }
}
