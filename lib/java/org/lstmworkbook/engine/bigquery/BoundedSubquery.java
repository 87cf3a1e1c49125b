package org.lstmworkbook.engine.bigquery;

import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import com.google.common.collect.Streams;
import com.google.zetasql.ArrayType;
import com.google.zetasql.StructType;
import com.google.zetasql.StructType.StructField;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNodes.ASTFunctionCall;
import com.google.zetasql.parser.ASTNodes.ASTQuery;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import com.google.zetasql.parser.ASTNodes.ASTSelectColumn;
import com.google.zetasql.parser.ParseTreeVisitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
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
 * @param skipped how many rows stand before the one that it gives; none without LIMIT 1
 * @param around FROM and WHERE of the query around it
 */
record BoundedSubquery(
    ASTSelectColumn column,
    List<Comparison> comparisons,
    String from,
    String order,
    Optional<Long> skipped,
    String around) {

  private static final Pattern LIMIT_1 =
      Pattern.compile("LIMIT\\s+1(?:\\s+OFFSET\\s+(\\d{1,9}))?", Pattern.CASE_INSENSITIVE);

  /** A window sees only the rows for the one around, and so cannot be computed for all. */
  private static final Pattern WINDOW = Pattern.compile("\\bOVER\\b", Pattern.CASE_INSENSITIVE);

  /** Of how many rows around the evaluator gets what they see at once: most see few rows. */
  private static final int AT_ONCE = 1000;

  /** More than a message to the evaluator has room for, and little enough for memory. */
  private static final int MAX_SEEN = 1_000_000;

  /** What no row around sees anything of. */
  private static final BoundedRows NO_ROWS = new BoundedRows(0, List.of(), List.of());

  /** Makes one value of what each row around sees, or nothing if it cannot. */
  private interface Fold {

    /**
     * @param type of what is seen
     */
    Optional<List<Value>> of(Type type, BoundedRows rows, List<List<Value>> asked);
  }

  static Optional<BoundedSubquery> of(Correlation correlation, SideQueries side) {
    ASTQuery query = correlation.query();
    ASTSelect select = correlation.select();
    Optional<Long> skipped =
        Optional.ofNullable(query.getLimitOffset()).flatMap(limit -> skipped(side.text(limit)));
    if (select.getGroupBy() != null
        || select.getHaving() != null
        || select.getSelectList().getColumns().size() != 1
        || (query.getLimitOffset() != null && skipped.isEmpty())
        || WINDOW.matcher(side.text(query)).find()) {
      return Optional.empty();
    }
    List<Comparison> comparisons =
        Stream.concat(
                correlation.comparisons().stream().filter(Comparison::isEquation),
                correlation.comparisons().stream().filter(each -> !each.isEquation()))
            .toList();
    return side.around(query, comparisons.stream().map(Comparison::outer).toList())
        .map(
            around ->
                new BoundedSubquery(
                    select.getSelectList().getColumns().get(0),
                    comparisons,
                    correlation.from() + correlation.rest(),
                    query.getOrderBy() == null ? "" : " " + side.text(query.getOrderBy()),
                    skipped,
                    around));
  }

  private static Optional<Long> skipped(String limit) {
    Matcher one = LIMIT_1.matcher(limit);
    return one.matches()
        ? Optional.of(one.group(1) == null ? 0 : Long.parseLong(one.group(1)))
        : Optional.empty();
  }

  /** Whether there is a row. */
  Optional<String> exists(SideQueries side) {
    return isPlain(side)
        ? byRow("TRUE", "", this::rowOf, side).map(found -> "(" + found + " IS NOT NULL)")
        : Optional.empty();
  }

  /** The value of a row, or its aggregate. */
  Optional<String> value(SideQueries side) {
    if (skipped.isPresent()) {
      // ORDER BY may mean a name of SELECT, or the number of a column there.
      return isPlain(side) ? byRow(side.text(column), order, this::rowOf, side) : Optional.empty();
    }
    Optional<AggregateCall> call = AggregateCall.of(column.getExpression(), side::text);
    Optional<String> value = call.flatMap(each -> value(each, side));
    return call.filter(AggregateCall::isKnown).isPresent()
        ? value
        : value.or(() -> ofAggregates(side));
  }

  private Optional<String> value(AggregateCall call, SideQueries side) {
    return byRow(
        call.argument(),
        "",
        call.isKnown()
            ? call::of
            : (type, rows, asked) ->
                evaluated(call.function(), type, asked.stream().map(rows::by).toList(), side),
        side);
  }

  /** An expression of aggregates, which it sees as columns of one row. */
  private Optional<String> ofAggregates(SideQueries side) {
    Map<ASTFunctionCall, String> names = new LinkedHashMap<>();
    List<String> values = new ArrayList<>();
    column
        .getExpression()
        .accept(
            new ParseTreeVisitor() {
              @Override
              public void visit(ASTFunctionCall call) {
                Optional<AggregateCall> aggregate =
                    AggregateCall.of(call, side::text).filter(AggregateCall::isKnown);
                if (aggregate.isEmpty()) {
                  super.visit(call);
                  return;
                }
                String name = "`!value" + names.size() + "`";
                names.put(call, name);
                value(aggregate.get(), side).ifPresent(value -> values.add(value + " AS " + name));
              }

              /** Its aggregates are its own. */
              @Override
              public void visit(ASTQuery query) {}
            });
    return values.isEmpty() || values.size() < names.size()
        ? Optional.empty()
        : Optional.of(
            "(SELECT %s FROM (SELECT %s))"
                .formatted(side.text(column.getExpression(), names), String.join(", ", values)));
  }

  /** Whether it has a row for each of FROM and WHERE. */
  private boolean isPlain(SideQueries side) {
    String text = side.text(column.getExpression());
    return text.equals("1") || side.isPlain(text + from);
  }

  private Optional<List<Value>> rowOf(Type type, BoundedRows rows, List<List<Value>> asked) {
    Value none = Value.createNullValue(type);
    long before = skipped.orElse(0L);
    return Optional.of(
        asked.stream().map(each -> rows.by(each).skip(before).findFirst().orElse(none)).toList());
  }

  /** What the evaluator computes, in its own way to the last bit. */
  private static Optional<List<Value>> evaluated(
      String function, Type type, List<Stream<Value>> seen, SideQueries side) {
    if (type.isArray()) {
      return Optional.empty(); // GoogleSQL has no arrays of arrays
    }
    ArrayType array = TypeFactory.createArrayType(type).asArray();
    StructType field =
        TypeFactory.createStructType(List.of(new StructField("seen", array))).asStruct();
    List<Value> values = new ArrayList<>();
    for (List<Stream<Value>> part : Lists.partition(seen, AT_ONCE)) {
      List<Value> arrays = new ArrayList<>();
      int left = MAX_SEEN;
      for (Stream<Value> each : part) {
        List<Value> some = each.limit(left + 1L).toList();
        left -= some.size();
        if (left < 0) {
          return Optional.empty();
        }
        Value one = Value.createArrayValue(array, some);
        arrays.add(Value.createStructValue(field, List.of(one)));
      }
      Value all = Value.createArrayValue(TypeFactory.createArrayType(field).asArray(), arrays);
      Optional<QueryRows> rows =
          side.rows(
              "SELECT (SELECT %s(value) FROM UNNEST(seen) AS value) FROM UNNEST(%s) WITH OFFSET AS i ORDER BY i"
                  .formatted(function, side.parameter(all)));
      if (rows.isEmpty()) {
        return Optional.empty();
      }
      rows.get().rows().forEach(row -> values.add(row.get(0)));
    }
    return Optional.of(values);
  }

  /**
   * What becomes of a value of the rows that a row around sees, as SQL. One that compares with NULL
   * or NaN sees none.
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
                    .flatMap(outers -> at(rows, outers, fold, outer, side)));
  }

  /**
   * @param rows their value, and what of them is compared
   * @param outers tuples of what it is compared with
   */
  private Optional<String> at(
      QueryRows rows, QueryRows outers, Fold fold, String outer, SideQueries side) {
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
        rows.rows().stream().filter(row -> QueryRows.equalsAnything(compared(row))).toList();
    Map<Value, List<Value>> asked = new LinkedHashMap<>();
    outers.rows().forEach(row -> asked.put(row.get(0), QueryRows.parts(row.get(0))));
    asked.values().removeIf(each -> !QueryRows.equalsAnything(each));
    BoundedRows seen =
        new BoundedRows(
            keys,
            bounds.stream().map(Comparison::op).toList(),
            Stream.concat(known.stream().map(BoundedSubquery::compared), asked.values().stream())
                .toList());
    known.forEach(row -> seen.add(row.get(0), compared(row)));
    return fold.of(type, NO_ROWS, List.of(List.of()))
        .map(Iterables::getOnlyElement)
        .flatMap(
            none ->
                fold.of(type, seen, List.copyOf(asked.values()))
                    .map(
                        values -> {
                          Map<Value, Value> map = new LinkedHashMap<>();
                          Streams.forEachPair(asked.keySet().stream(), values.stream(), map::put);
                          String found = side.at(outers.map(none.getType(), map), outer);
                          return none.isNull()
                              ? found
                              : "IFNULL(" + found + ", " + side.parameter(none) + ")";
                        }));
  }

  /** What of a row is compared. */
  private static List<Value> compared(List<Value> row) {
    return row.subList(1, row.size());
  }
}
