package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNode;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTQueryStatement;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLimitOffsetScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByItem;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedParameter;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithEntry;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithScan;
import com.google.zetasql.resolvedast.ResolvedOrderByItemEnums.NullOrderMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lstmworkbook.engine.bigquery.TableCut.Cut;

/**
 * A query over a table that is too large for one message to the evaluator: it runs over one part of
 * the rows after the other, where its rows over the parts make up its rows over the whole.
 */
final class PartedQuery {

  private final QueryPlan plan;
  private final long partBytes;
  private final Function<RewrittenSql, QueryPlan> analyser;
  private final Map<String, ResolvedScan> with = new HashMap<>();
  private final String large;
  private final ResolvedScan body;
  private ResolvedOrderByScan order;
  private ResolvedLimitOffsetScan limit;

  /**
   * @param partBytes how much of the table goes to the evaluator at once
   * @param analyser plans another text with the same parameters
   */
  PartedQuery(QueryPlan plan, long partBytes, Function<RewrittenSql, QueryPlan> analyser) {
    this.partBytes = partBytes;
    this.plan = plan;
    this.analyser = analyser;
    this.large = largest(plan);
    plan.statement()
        .accept(
            new ResolvedNodes.Visitor() {
              @Override
              public void visit(ResolvedWithEntry entry) {
                with.put(entry.getWithQueryName(), entry.getWithSubquery());
                super.visit(entry);
              }
            });
    ResolvedScan scan = plan.statement().getQuery();
    if (scan instanceof ResolvedWithScan withScan) {
      scan = withScan.getQuery();
    }
    if (scan instanceof ResolvedLimitOffsetScan node) {
      limit = node;
      scan = node.getInputScan();
    }
    if (scan instanceof ResolvedOrderByScan node) {
      order = node;
      scan = node.getInputScan();
    }
    body = scan;
  }

  private static long bytes(TableRead read) {
    return read.rows().length * read.rowBytes();
  }

  /** Whether the rows that a query reads may go to the evaluator at once. */
  static boolean fits(QueryPlan plan, long partBytes) {
    return bytes(plan) <= partBytes;
  }

  /** What the rows that a query reads take on their way. */
  static long bytes(QueryPlan plan) {
    return plan.reads().values().stream().mapToLong(PartedQuery::bytes).sum();
  }

  private static String largest(QueryPlan plan) {
    return plan.reads().entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.comparingLong(PartedQuery::bytes)))
        .orElseThrow()
        .getKey();
  }

  /**
   * @param rows takes the rows, in the query's order
   * @throws TooManyRowsException if the query cannot be cut
   */
  void run(QueryPlan.Rows rows) throws IOException {
    if (Precomputation.isVolatile(plan.sql().text())) {
      throw new TooManyRowsException();
    }
    Optional<Cut> cut = cut(body);
    Optional<Integer> first = cut.flatMap(this::firstOfOrder);
    if (cut.isPresent() && (order == null || first.isPresent()) && offset() == 0) {
      boolean descending = order != null && order.getOrderByItemList().get(0).getIsDescending();
      new TableParts(plan.reads().get(large), cut.get(), first, descending, partBytes)
          .run(part -> rows(plan, part), rows, most());
    } else {
      together(cut.isPresent() && offset() == 0, rows);
    }
  }

  private Optional<Cut> cut(ResolvedScan scan) {
    return new TableCut(large, with).of(scan);
  }

  private List<List<Value>> rows(QueryPlan query, int[] part) throws IOException {
    List<List<Value>> rows = new ArrayList<>();
    query.run(Map.of(large, part), rows::add);
    return rows;
  }

  /** The table's column that comes first in ORDER BY, if the table may be cut along it. */
  private Optional<Integer> firstOfOrder(Cut cut) {
    if (order == null) {
      return Optional.empty();
    }
    ResolvedOrderByItem first = order.getOrderByItemList().get(0);
    return cut.origin(first.getColumnRef())
        .filter(cut.keys()::contains)
        .filter(column -> TableParts.ordered(plan.reads().get(large), column))
        .filter(column -> first.getNullOrder() == NullOrderMode.ORDER_UNSPECIFIED)
        .filter(column -> first.getCollationName() == null);
  }

  private long most() {
    return limit == null || limit.getLimit() == null ? Long.MAX_VALUE : number(limit.getLimit());
  }

  private long offset() {
    return limit == null || limit.getOffset() == null ? 0 : number(limit.getOffset());
  }

  private long number(ResolvedExpr expression) {
    if (expression instanceof ResolvedLiteral literal) {
      return literal.getValue().getInt64Value();
    } else if (expression instanceof ResolvedParameter parameter
        && !plan.parameters().get(parameter.getName()).isNull()) {
      return plan.parameters().get(parameter.getName()).getInt64Value();
    }
    throw new TooManyRowsException();
  }

  /**
   * Puts the rows of the parts into one table, which a second query sums up and sorts.
   *
   * @param topOfEach whether each part may sort and end at LIMIT too, so that fewer rows come
   */
  private void together(boolean topOfEach, QueryPlan.Rows rows) throws IOException {
    List<RewrittenSql.Edit> edits = new ArrayList<>();
    List<Integer> orderedBy = new ArrayList<>();
    ASTQuery query = ((ASTQueryStatement) GoogleSql.parse(plan.sql().text())).getQuery();
    if (order != null) {
      showOrder(query, edits, orderedBy);
    }
    if (!topOfEach) {
      Stream.of(query.getOrderBy(), query.getLimitOffset())
          .filter(Objects::nonNull)
          .map(ASTNode::getParseLocationRange)
          .forEach(at -> edits.add(new RewrittenSql.Edit(at.start(), at.end(), "")));
    }
    QueryPlan over =
        analyser.apply(new RewrittenSql(plan.sql().text(), edits, plan.sql().tables()));
    PartedQuery parted = new PartedQuery(over, partBytes, analyser);
    List<String> values = new ArrayList<>();
    Set<String> groups = new LinkedHashSet<>();
    Optional<Cut> cut = parted.cut(parted.body);
    if (cut.isEmpty()) {
      ResolvedAggregateScan aggregate =
          PartedAggregates.combine(parted.body, over.statement(), values, groups);
      cut = parted.cut(aggregate.getInputScan()).filter(Cut::anywhere);
    } else {
      IntStream.range(0, over.types().size()).forEach(i -> values.add("c" + i));
    }
    List<List<Value>> all = new ArrayList<>();
    long[] bytes = {0};
    new TableParts(
            over.reads().get(large),
            cut.orElseThrow(TooManyRowsException::new),
            Optional.empty(),
            false,
            partBytes)
        .run(
            part -> rows(over, part),
            row -> {
              bytes[0] += RowBytes.of(row).length;
              if (bytes[0] > TableParts.BYTES) {
                throw new TooManyRowsException();
              }
              all.add(row);
            },
            Long.MAX_VALUE);
    String sql =
        "SELECT " + String.join(", ", values.subList(0, plan.types().size())) + " FROM parts";
    if (!groups.isEmpty()) {
      sql += " GROUP BY " + String.join(", ", groups);
    }
    if (order != null) {
      sql += " ORDER BY " + orderBy(orderedBy.stream().map(values::get).toList());
    }
    if (limit != null) {
      sql += " LIMIT " + most() + " OFFSET " + offset();
    }
    over.evaluateOver(all, sql, rows);
  }

  /** What ORDER BY names and SELECT does not becomes a column of the parts too. */
  private void showOrder(ASTQuery query, List<RewrittenSql.Edit> edits, List<Integer> orderedBy) {
    List<Long> shown =
        plan.statement().getOutputColumnList().stream()
            .map(each -> each.getColumn().getId())
            .collect(Collectors.toCollection(ArrayList::new));
    StringBuilder more = new StringBuilder();
    for (int i = 0; i < order.getOrderByItemList().size(); i++) {
      long id = order.getOrderByItemList().get(i).getColumnRef().getColumn().getId();
      if (!shown.contains(id)) {
        var at =
            query
                .getOrderBy()
                .getOrderingExpressions()
                .get(i)
                .getExpression()
                .getParseLocationRange();
        more.append(", ").append(plan.sql().text(at)).append(" AS `!order_").append(i).append('`');
        shown.add(id);
      }
      orderedBy.add(shown.indexOf(id));
    }
    if (!more.isEmpty()) {
      if (!(query.getQueryExpr() instanceof ASTSelect select)) {
        throw new TooManyRowsException();
      }
      int end = select.getSelectList().getParseLocationRange().end();
      edits.add(new RewrittenSql.Edit(end, end, more.toString()));
    }
  }

  private String orderBy(List<String> values) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      ResolvedOrderByItem item = order.getOrderByItemList().get(i);
      String nulls =
          switch (item.getNullOrder()) {
            case NULLS_FIRST -> " NULLS FIRST";
            case NULLS_LAST -> " NULLS LAST";
            default -> "";
          };
      if (item.getCollationName() != null) {
        throw new TooManyRowsException();
      }
      items.add(values.get(i) + (item.getIsDescending() ? " DESC" : "") + nulls);
    }
    return String.join(", ", items);
  }
}
