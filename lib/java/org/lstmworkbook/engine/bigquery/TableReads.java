package org.lstmworkbook.engine.bigquery;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFilterScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedParameter;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.lstmworkbook.engine.bigquery.StoredTable.StoredColumn;

/** Finds in an analysed query what it reads of each table. */
final class TableReads extends ResolvedNodes.Visitor {

  private static final Set<TypeKind> COMPARED =
      Set.of(
          TypeKind.TYPE_STRING,
          TypeKind.TYPE_INT64,
          TypeKind.TYPE_DATE,
          TypeKind.TYPE_DATETIME,
          TypeKind.TYPE_TIMESTAMP,
          TypeKind.TYPE_DOUBLE);

  private final Map<String, StoredTable> tables;
  private final Map<String, Value> parameters;
  private final Map<String, TableRead> reads = new LinkedHashMap<>();
  private final IdentityHashMap<ResolvedTableScan, IntPredicate> conditions =
      new IdentityHashMap<>();

  private TableReads(Map<String, StoredTable> tables, Map<String, Value> parameters) {
    this.tables = tables;
    this.parameters = parameters;
  }

  /**
   * @param tables the query's tables by the name it gives them
   * @throws ApiException if it reads a table as it was
   */
  static Map<String, TableRead> of(
      ResolvedQueryStmt statement, Map<String, StoredTable> tables, Map<String, Value> parameters) {
    TableReads finder = new TableReads(tables, parameters);
    statement.accept(finder);
    return finder.reads;
  }

  @Override
  public void visit(ResolvedTableScan scan) {
    // The evaluator takes it, but a table here has no past.
    if (scan.getForSystemTimeExpr() != null) {
      throw ApiException.notImplemented("FOR SYSTEM_TIME AS OF");
    }
    String name = scan.getTable().getName();
    reads
        .computeIfAbsent(name, each -> new TableRead(tables.get(each)))
        .add(scan.getColumnIndexList(), conditions.getOrDefault(scan, row -> true));
    super.visit(scan);
  }

  /** The filter itself stays in the query: rows that it would drop need not go there. */
  @Override
  public void visit(ResolvedFilterScan filter) {
    if (filter.getInputScan() instanceof ResolvedTableScan scan) {
      conditions.put(scan, condition(scan, filter.getFilterExpr()));
    }
    super.visit(filter);
  }

  private IntPredicate condition(ResolvedTableScan scan, ResolvedExpr expression) {
    if (!(expression instanceof ResolvedFunctionCall call)) {
      return row -> true;
    }
    List<ResolvedExpr> arguments = call.getArgumentList();
    return switch (call.getFunction().getName()) {
      case "$and" ->
          arguments.stream()
              .map(each -> condition(scan, each))
              .reduce(row -> true, IntPredicate::and);
      case "$equal" -> comparison(scan, arguments.get(0), arguments.get(1), sign -> sign == 0);
      case "$less" -> comparison(scan, arguments.get(0), arguments.get(1), sign -> sign < 0);
      case "$less_or_equal" ->
          comparison(scan, arguments.get(0), arguments.get(1), sign -> sign <= 0);
      case "$greater" -> comparison(scan, arguments.get(0), arguments.get(1), sign -> sign > 0);
      case "$greater_or_equal" ->
          comparison(scan, arguments.get(0), arguments.get(1), sign -> sign >= 0);
      case "$between" ->
          comparison(scan, arguments.get(0), arguments.get(1), sign -> sign >= 0)
              .and(comparison(scan, arguments.get(0), arguments.get(2), sign -> sign <= 0));
      default -> row -> true;
    };
  }

  /** Column against constant; all rows where it is anything else. */
  private IntPredicate comparison(
      ResolvedTableScan scan, ResolvedExpr left, ResolvedExpr right, IntPredicate sign) {
    Optional<StoredColumn> column = column(scan, left);
    Optional<Value> constant = constant(right);
    if (column.isEmpty() || constant.isEmpty()) {
      return row -> true;
    }
    return switch (constant.get().getType().getKind()) {
      case TYPE_STRING, TYPE_INT64, TYPE_DATE ->
          row -> {
            Value value = column.get().value(row);
            return !value.isNull() && sign.test(compare(value, constant.get()));
          };
      default -> row -> true;
    };
  }

  /** Whether {@link #compare} knows the order of a type. */
  static boolean isCompared(Type type) {
    return COMPARED.contains(type.getKind());
  }

  /** In GoogleSQL's order; neither is NULL, and their type {@link #isCompared}. */
  static int compare(Value left, Value right) {
    return switch (left.getType().getKind()) {
      case TYPE_STRING ->
          ByteString.unsignedLexicographicalComparator()
              .compare(left.getStringValueBytes(), right.getStringValueBytes());
      case TYPE_INT64 -> Long.compare(left.getInt64Value(), right.getInt64Value());
      case TYPE_DATE -> Integer.compare(left.getDateValue(), right.getDateValue());
      case TYPE_DATETIME -> left.getLocalDateTimeValue().compareTo(right.getLocalDateTimeValue());
      // The evaluator's has nanoseconds.
      case TYPE_TIMESTAMP ->
          Timestamps.compare(
              left.serialize().getTimestampValue(), right.serialize().getTimestampValue());
      case TYPE_DOUBLE -> order(left.getDoubleValue(), right.getDoubleValue());
      default -> throw new IllegalStateException("not compared: " + left.getType());
    };
  }

  /** Zero equals minus zero; no column holds NaN, which Tablesaw takes as missing. */
  private static int order(double left, double right) {
    return left == right ? 0 : Double.compare(left, right);
  }

  private Optional<StoredColumn> column(ResolvedTableScan scan, ResolvedExpr expression) {
    if (expression instanceof ResolvedColumnRef reference) {
      List<ResolvedColumn> columns = scan.getColumnList();
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).getId() == reference.getColumn().getId()) {
          int index = scan.getColumnIndexList().get(i).intValue();
          return Optional.of(tables.get(scan.getTable().getName()).columns().get(index));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Value> constant(ResolvedExpr expression) {
    Value value = null;
    if (expression instanceof ResolvedLiteral literal) {
      value = literal.getValue();
    } else if (expression instanceof ResolvedParameter parameter) {
      value = parameters.get(parameter.getName());
    }
    return Optional.ofNullable(value).filter(each -> !each.isNull());
  }
}
