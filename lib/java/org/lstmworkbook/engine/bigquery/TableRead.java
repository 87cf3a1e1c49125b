package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.TableContent;
import com.google.zetasql.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.lstmworkbook.engine.bigquery.StoredTable.StoredColumn;

/**
 * What a query reads of a table. The evaluator takes no more than 4 MiB of rows at once, so only
 * the columns and, where a WHERE compares a column with a constant, the rows that matter go there.
 */
final class TableRead {

  private final StoredTable table;
  private final BitSet columns = new BitSet();
  private IntPredicate rows = row -> false;

  TableRead(StoredTable table) {
    this.table = table;
  }

  /** One more place of the query reads these rows, and of them these columns. */
  void add(Iterable<Long> columnIndexes, IntPredicate condition) {
    columnIndexes.forEach(index -> columns.set(index.intValue()));
    rows = rows.or(condition);
  }

  long bytes() {
    return columns.stream().mapToLong(index -> table.columns().get(index).bytes()).sum();
  }

  StoredTable table() {
    return table;
  }

  /** The numbers of the rows that matter. */
  int[] rows() {
    return IntStream.range(0, table.rowCount()).filter(rows).toArray();
  }

  /** About what a row takes on its way, rather more than less. */
  long rowBytes() {
    return 3 + 4L * table.columns().size() + bytes() / Math.max(1, table.rowCount());
  }

  /** These rows, with NULL in the columns that are not read. */
  TableContent content(int[] wanted) {
    return TableContent.create(Arrays.stream(wanted).mapToObj(this::row).toList());
  }

  private List<Value> row(int row) {
    List<Value> values = new ArrayList<>(table.columns().size());
    for (int i = 0; i < table.columns().size(); i++) {
      StoredColumn column = table.columns().get(i);
      values.add(columns.get(i) ? column.value(row) : column.missing());
    }
    return values;
  }
}
