package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedJoinScanEnums.JoinType;
import com.google.zetasql.resolvedast.ResolvedNode;
import com.google.zetasql.resolvedast.ResolvedNodes;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionGroup;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFilterScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedJoinScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedProjectScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithRefScan;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a large table may be cut so that a query's rows over the parts, put together, are its rows
 * over the whole. Each kind of scan must be known to allow it; one that is not known forbids it.
 *
 * @param table the large table's name in the query
 * @param with the queries of the WITH clause by name
 */
record TableCut(String table, Map<String, ResolvedScan> with) {

  /**
   * The cut that a scan allows.
   *
   * @param keys columns of the table: all rows of one value must stay in one part; one of them is
   *     to be chosen
   * @param anywhere whether the table may be cut between any two rows
   * @param origins which column of the table a column of the scan shows, by the column's id
   */
  record Cut(Set<Integer> keys, boolean anywhere, Map<Long, Integer> origins) {

    private Optional<Cut> within(Collection<Integer> wanted) {
      Set<Integer> left = new HashSet<>(keys);
      left.retainAll(wanted);
      return left.isEmpty() ? Optional.empty() : Optional.of(new Cut(left, false, origins));
    }

    private Cut showing(Map<Long, Integer> more) {
      Map<Long, Integer> all = new HashMap<>(origins);
      all.putAll(more);
      return new Cut(keys, anywhere, all);
    }

    /** An outer join puts NULL into columns: they show the table's no longer. */
    private Cut hidden() {
      return new Cut(keys, anywhere, Map.of());
    }

    /** The table's column behind an expression, or nothing if it is computed. */
    Optional<Integer> origin(ResolvedExpr expression) {
      return expression instanceof ResolvedColumnRef reference
          ? Optional.ofNullable(origins.get(reference.getColumn().getId()))
          : Optional.empty();
    }
  }

  /** The cut that a scan allows, or nothing if it needs the table whole or does not read it. */
  Optional<Cut> of(ResolvedScan scan) {
    if (scan instanceof ResolvedTableScan read && reads(read)) {
      Map<Long, Integer> origins = new HashMap<>();
      for (int i = 0; i < read.getColumnList().size(); i++) {
        origins.put(
            read.getColumnList().get(i).getId(), read.getColumnIndexList().get(i).intValue());
      }
      return Optional.of(new Cut(Set.copyOf(origins.values()), true, origins));
    } else if (scan instanceof ResolvedWithRefScan reference) {
      return of(with.get(reference.getWithQueryName())).map(cut -> renamed(cut, reference));
    } else if (scan instanceof ResolvedFilterScan filter && !reads(filter.getFilterExpr())) {
      return of(filter.getInputScan());
    } else if (scan instanceof ResolvedProjectScan project && !reads(project.getExprList())) {
      return of(project.getInputScan())
          .map(cut -> cut.showing(columns(cut, project.getExprList())));
    } else if (scan instanceof ResolvedArrayScan array
        && array.getInputScan() != null
        && !reads(array.getArrayExprList())
        && (array.getJoinExpr() == null || !reads(array.getJoinExpr()))) {
      return of(array.getInputScan());
    } else if (scan instanceof ResolvedAggregateScan aggregate
        && aggregate.getGroupingSetList().isEmpty()
        && !reads(aggregate.getGroupByList())
        && !reads(aggregate.getAggregateList())) {
      return of(aggregate.getInputScan()).flatMap(cut -> grouped(cut, aggregate));
    } else if (scan instanceof ResolvedAnalyticScan analytic
        && !reads(analytic.getFunctionGroupList())) {
      Optional<Cut> cut = of(analytic.getInputScan());
      for (ResolvedAnalyticFunctionGroup each : analytic.getFunctionGroupList()) {
        cut = cut.flatMap(known -> known.within(partition(known, each)));
      }
      return cut;
    } else if (scan instanceof ResolvedJoinScan join && !join.getIsLateral()) {
      return join(join);
    }
    return Optional.empty();
  }

  private Cut renamed(Cut cut, ResolvedWithRefScan reference) {
    List<ResolvedColumn> inside = with.get(reference.getWithQueryName()).getColumnList();
    Map<Long, Integer> outside = new HashMap<>();
    for (int i = 0; i < inside.size(); i++) {
      Integer origin = cut.origins().get(inside.get(i).getId());
      if (origin != null) {
        outside.put(reference.getColumnList().get(i).getId(), origin);
      }
    }
    return new Cut(cut.keys(), cut.anywhere(), outside);
  }

  private static Map<Long, Integer> columns(Cut cut, List<ResolvedComputedColumn> computed) {
    Map<Long, Integer> columns = new HashMap<>();
    for (ResolvedComputedColumn each : computed) {
      cut.origin(each.getExpr()).ifPresent(origin -> columns.put(each.getColumn().getId(), origin));
    }
    return columns;
  }

  /** A group must lie in one part. */
  private static Optional<Cut> grouped(Cut cut, ResolvedAggregateScan aggregate) {
    Map<Long, Integer> groups = columns(cut, aggregate.getGroupByList());
    return cut.within(groups.values()).map(known -> known.showing(groups));
  }

  /** So must the rows that a window function looks at. */
  private static List<Integer> partition(Cut cut, ResolvedAnalyticFunctionGroup group) {
    return group.getPartitionBy() == null
        ? List.of()
        : group.getPartitionBy().getPartitionByList().stream()
            .flatMap(each -> cut.origin(each).stream())
            .toList();
  }

  /**
   * A small table goes whole to each part, unless the join would show its unmatched rows each time;
   * the large one meets itself where the join demands the same key on both sides.
   */
  private Optional<Cut> join(ResolvedJoinScan join) {
    JoinType type = join.getJoinType();
    boolean left = reads(join.getLeftScan());
    boolean right = reads(join.getRightScan());
    ResolvedExpr condition = join.getJoinExpr();
    if (condition != null && reads(condition)) {
      return Optional.empty();
    } else if (!right && (type == JoinType.INNER || type == JoinType.LEFT)) {
      return of(join.getLeftScan());
    } else if (!left && (type == JoinType.INNER || type == JoinType.RIGHT)) {
      return of(join.getRightScan());
    } else if (!left || !right || condition == null) {
      return Optional.empty();
    }
    return of(join.getLeftScan())
        .flatMap(one -> of(join.getRightScan()).flatMap(other -> same(one, other, condition)))
        .map(cut -> type == JoinType.INNER ? cut : cut.hidden());
  }

  private static Optional<Cut> same(Cut left, Cut right, ResolvedExpr condition) {
    Cut both = left.showing(right.origins());
    return left.within(right.keys())
        .flatMap(cut -> cut.within(equal(both, left, condition)))
        .map(cut -> cut.showing(right.origins()));
  }

  private static Set<Integer> equal(Cut both, Cut left, ResolvedExpr condition) {
    Set<Integer> keys = new HashSet<>();
    if (condition instanceof ResolvedFunctionCall call) {
      List<ResolvedExpr> arguments = call.getArgumentList();
      if (call.getFunction().getName().equals("$and")) {
        arguments.forEach(each -> keys.addAll(equal(both, left, each)));
      } else if (call.getFunction().getName().equals("$equal")
          && left.origin(arguments.get(0)).isPresent() != left.origin(arguments.get(1)).isPresent()
          && both.origin(arguments.get(0)).equals(both.origin(arguments.get(1)))) {
        both.origin(arguments.get(0)).ifPresent(keys::add);
      }
    }
    return keys;
  }

  private boolean reads(Collection<? extends ResolvedNode> nodes) {
    return nodes.stream().anyMatch(this::reads);
  }

  /** Whether the large table is read anywhere below. */
  private boolean reads(ResolvedNode node) {
    boolean[] found = {false};
    node.accept(
        new ResolvedNodes.Visitor() {
          @Override
          public void visit(ResolvedTableScan scan) {
            found[0] |= scan.getTable().getName().equals(table);
            super.visit(scan);
          }

          @Override
          public void visit(ResolvedWithRefScan scan) {
            found[0] |= reads(with.get(scan.getWithQueryName()));
          }
        });
    return found[0];
  }
}
