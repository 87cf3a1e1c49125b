package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lstmworkbook.engine.bigquery.StoredTable.StoredColumn;
import org.lstmworkbook.engine.bigquery.TableCut.Cut;

/** The rows of a large table in parts of a size that goes to the evaluator at once. */
final class TableParts {

  /** What the evaluator's gRPC takes, 4 MiB, less room for the query and what else it reads. */
  static final long BYTES = 3L << 20;

  /** Runs a query over some rows of the table, given by their numbers. */
  interface Query {
    List<List<Value>> over(int[] rows) throws IOException;
  }

  private final TableRead read;
  private final long partBytes;
  private final int[] rows;

  /** By this the rows are sorted, and between equal ones no part ends; null if any may. */
  private final Comparator<Integer> order;

  private long left;

  /**
   * @param first the column along whose order the parts follow each other, if that matters
   */
  TableParts(TableRead read, Cut cut, Optional<Integer> first, boolean descending, long partBytes) {
    this.read = read;
    this.partBytes = partBytes;
    if (first.isEmpty() && cut.anywhere()) {
      order = null;
      rows = read.rows();
      return;
    }
    int[] unsorted = read.rows();
    StoredColumn column =
        read.table().columns().get(first.orElseGet(() -> mostValues(cut, unsorted)));
    Value[] values = new Value[read.table().rowCount()];
    Arrays.stream(unsorted).forEach(row -> values[row] = column.value(row));
    Comparator<Value> nullsFirst =
        Comparator.comparing(Value::isNull)
            .reversed()
            .thenComparing((a, b) -> a.isNull() || b.isNull() ? 0 : TableReads.compare(a, b));
    Comparator<Integer> ascending = Comparator.comparing(row -> values[row], nullsFirst);
    order = descending ? ascending.reversed() : ascending;
    rows = Arrays.stream(unsorted).boxed().sorted(order).mapToInt(Integer::intValue).toArray();
  }

  /** Whether parts can follow the order of a column. */
  static boolean ordered(TableRead read, int column) {
    return TableReads.isCompared(read.table().columns().get(column).type());
  }

  /** Small groups make parts of equal size. */
  private int mostValues(Cut cut, int[] all) {
    return cut.keys().stream()
        .filter(column -> ordered(read, column))
        .max(
            Comparator.comparing(
                column ->
                    Arrays.stream(all)
                        .mapToObj(read.table().columns().get(column)::value)
                        .distinct()
                        .count()))
        .orElseThrow(TooManyRowsException::new);
  }

  /**
   * Runs a query over one part after the other.
   *
   * @param most how many rows are wanted at most
   */
  void run(Query query, QueryPlan.Rows result, long most) throws IOException {
    left = most;
    run(0, rows.length, query, result);
  }

  /** Halves what is too large on the way there, or turns out to be on the way back. */
  private void run(int from, int to, Query query, QueryPlan.Rows result) throws IOException {
    if (left == 0) {
      return;
    }
    if ((to - from) * read.rowBytes() > partBytes) {
      halves(from, to, query, result);
      return;
    }
    List<List<Value>> found;
    try {
      found = query.over(Arrays.copyOfRange(rows, from, to));
    } catch (TooManyRowsException e) {
      halves(from, to, query, result);
      return;
    }
    for (List<Value> each : found.subList(0, (int) Math.min(left, found.size()))) {
      result.add(each);
    }
    left -= Math.min(left, found.size());
  }

  private void halves(int from, int to, Query query, QueryPlan.Rows result) throws IOException {
    int middle = (from + to) >>> 1;
    int cut =
        IntStream.range(0, to - from)
            .map(i -> (i & 1) == 0 ? middle + i / 2 : middle - (i + 1) / 2)
            .filter(at -> from < at && at < to)
            .filter(at -> order == null || order.compare(rows[at - 1], rows[at]) != 0)
            .findFirst()
            .orElseThrow(TooManyRowsException::new);
    run(from, cut, query, result);
    run(cut, to, query, result);
  }
}
