package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ASTNodes.ASTSelectColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lstmworkbook.engine.bigquery.Correlation.Comparison;

/**
 * A sub-query that needs of the row around it keys and bounds, as {@code (SELECT MAX(e.close) FROM
 * t AS e WHERE e.ticker = p.ticker AND e.trade_date <= p.trade_date)}. The evaluator goes through
 * all its rows for each row around it; here they are read once, and so are the keys and bounds.
 *
 * @param column its only column
 * @param comparisons with the row around it, the equations first
 * @param from its FROM clause, and what of WHERE needs no row around it
 * @param order its ORDER BY clause, empty without one
 * @param first whether it ends with LIMIT 1
 * @param around FROM and WHERE of the query around it
 */
record BoundedSubquery(
    ASTSelectColumn column,
    List<Comparison> comparisons,
    String from,
    String order,
    boolean first,
    String around) {

  private static final Pattern LIMIT_1 = Pattern.compile("LIMIT\\s+1", Pattern.CASE_INSENSITIVE);

  /** A window sees only the rows for the one around, and so cannot be computed for all. */
  private static final Pattern WINDOW = Pattern.compile("\\bOVER\\b", Pattern.CASE_INSENSITIVE);

  /** Makes one value of those of a type, or nothing if it cannot. */
  private interface Fold extends BiFunction<Type, Stream<Value>, Optional<Value>> {}

  static Optional<BoundedSubquery> of(ASTQuery query, SideQueries side) {
    boolean first = query.getLimitOffset() != null;
    if (!Correlation.isIn(query)
        || !(query.getQueryExpr() instanceof ASTSelect select)
        || select.getGroupBy() != null
        || select.getHaving() != null
        || select.getSelectList().getColumns().size() != 1
        || (first && !LIMIT_1.matcher(side.text(query.getLimitOffset())).matches())
        || WINDOW.matcher(side.text(query)).find()) {
      return Optional.empty();
    }
    Correlation correlation = Correlation.of(select, side);
    List<Comparison> comparisons =
        Stream.concat(
                correlation.comparisons().stream().filter(Comparison::isEquation),
                correlation.comparisons().stream().filter(each -> !each.isEquation()))
            .toList();
    return comparisons.isEmpty()
        ? Optional.empty()
        : side.around(query)
            .map(
                around ->
                    new BoundedSubquery(
                        select.getSelectList().getColumns().get(0),
                        comparisons,
                        " " + side.text(select.getFromClause()) + correlation.rest(),
                        query.getOrderBy() == null ? "" : " " + side.text(query.getOrderBy()),
                        first,
                        around));
  }

  /** Whether there is a row. */
  Optional<String> exists(SideQueries side) {
    return isPlain(side)
        ? byRow("TRUE", "", BoundedSubquery::firstOf, side)
            .map(found -> "(" + found + " IS NOT NULL)")
        : Optional.empty();
  }

  /** The value of its first row, or its aggregate. */
  Optional<String> value(SideQueries side) {
    if (first) {
      // ORDER BY may mean a name of SELECT, or the number of a column there.
      return isPlain(side)
          ? byRow(side.text(column), order, BoundedSubquery::firstOf, side)
          : Optional.empty();
    }
    return AggregateCall.of(column.getExpression(), side::text)
        .filter(AggregateCall::isExact)
        .flatMap(
            call ->
                byRow(call.argument(), "", call::of, side)
                    .map(found -> call.isCount() ? "IFNULL(" + found + ", 0)" : found));
  }

  /** Whether it has a row for each of FROM and WHERE. */
  private boolean isPlain(SideQueries side) {
    String text = side.text(column.getExpression());
    return text.equals("1") || KeyedSubquery.isPlain(text + from, side);
  }

  private static Optional<Value> firstOf(Type type, Stream<Value> values) {
    return Optional.of(values.findFirst().orElseGet(() -> Value.createNullValue(type)));
  }

  /**
   * What becomes of a value of the rows that a row around sees, as SQL; NULL where this one
   * compares with NULL or NaN.
   */
  private Optional<String> byRow(String value, String ordered, Fold fold, SideQueries side) {
    String own =
        IntStream.range(0, comparisons.size())
            .mapToObj(i -> ", %s AS `!own%d`".formatted(comparisons.get(i).own(), i))
            .collect(Collectors.joining());
    String outer = RunningAggregate.tuple(comparisons.stream().map(Comparison::outer));
    return side.rows("SELECT " + value + own + from + ordered)
        .flatMap(
            rows ->
                side.rows("SELECT " + outer + around + " GROUP BY 1")
                    .flatMap(outers -> map(rows, outers, fold)))
        .map(map -> side.at(map, outer));
  }

  /**
   * @param rows their value, and what of them is compared
   * @param outers tuples of what it is compared with
   */
  private Optional<Value> map(QueryRows rows, QueryRows outers, Fold fold) {
    Type type = rows.types().get(0);
    List<Type> compared = rows.types().subList(1, rows.types().size());
    List<Comparison> bounds = comparisons.stream().filter(each -> !each.isEquation()).toList();
    int keys = comparisons.size() - bounds.size();
    if (!compared.equals(QueryRows.parts(outers.types().get(0)))
        || !compared.subList(0, keys).stream().allMatch(QueryRows::isExact)
        || !compared.subList(keys, compared.size()).stream().allMatch(TableReads::isCompared)) {
      return Optional.empty();
    }
    List<List<Value>> known =
        rows.rows().stream()
            .filter(row -> QueryRows.equalsAnything(row.subList(1, row.size())))
            .toList();
    Map<Value, List<Value>> asked = new LinkedHashMap<>();
    outers.rows().forEach(row -> asked.put(row.get(0), QueryRows.parts(row.get(0))));
    asked.values().removeIf(each -> !QueryRows.equalsAnything(each));
    BoundedRows seen =
        new BoundedRows(
            keys,
            bounds.stream().map(Comparison::op).toList(),
            Stream.concat(
                    known.stream().map(row -> row.subList(1, row.size())), asked.values().stream())
                .toList());
    known.forEach(row -> seen.add(row.get(0), row.subList(1, row.size())));
    Map<Value, Value> values = new LinkedHashMap<>();
    for (Map.Entry<Value, List<Value>> each : asked.entrySet()) {
      Optional<Value> value = fold.apply(type, seen.by(each.getValue()));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.put(each.getKey(), value.get());
    }
    return fold.apply(type, Stream.empty()).map(none -> outers.map(none.getType(), values));
  }
}
