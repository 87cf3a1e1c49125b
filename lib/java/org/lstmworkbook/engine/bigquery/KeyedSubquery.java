package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNodes.ASTGroupingItem;
import com.google.zetasql.parser.ASTNodes.ASTSelect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lstmworkbook.engine.bigquery.Correlation.Comparison;

/**
 * A sub-query that needs of the row around it only keys, as {@code (SELECT MAX(q.close) FROM t AS q
 * WHERE q.ticker = p.ticker AND q.year = EXTRACT(YEAR FROM p.trade_date))}: what it gives for each
 * key can be computed at once.
 *
 * @param columns its SELECT list, without names
 * @param keys its own side of the equations
 * @param outers the other side, of the query around it
 * @param from its FROM clause
 * @param where the rest of WHERE, which needs no row around it
 */
record KeyedSubquery(
    String columns, List<String> keys, List<String> outers, String from, String where) {

  static Optional<KeyedSubquery> of(Correlation correlation, SideQueries side) {
    ASTSelect select = correlation.select();
    List<Comparison> keys = correlation.comparisons();
    if (correlation.query().getLimitOffset() != null
        || (select.getGroupBy() == null && select.getHaving() != null)
        || !keys.stream().allMatch(Comparison::isEquation)) {
      return Optional.empty();
    }
    KeyedSubquery ofRows =
        new KeyedSubquery(
            select.getSelectList().getColumns().stream()
                .map(column -> side.text(column.getExpression()))
                .collect(Collectors.joining(", ")),
            keys.stream().map(Comparison::own).toList(),
            keys.stream().map(Comparison::outer).toList(),
            correlation.from(),
            correlation.rest());
    return select.getGroupBy() == null ? Optional.of(ofRows) : ofRows.grouped(select, side);
  }

  /** What GROUP BY and HAVING give for each key, as a FROM clause of its own. */
  private Optional<KeyedSubquery> grouped(ASTSelect select, SideQueries side) {
    List<ASTGroupingItem> items = select.getGroupBy().getGroupingItems();
    // ROLLUP and the like have a row where there is none, and a group may go by a column's alias.
    if (items.isEmpty()
        || items.stream().anyMatch(item -> item.getExpression() == null)
        || select.getSelectList().getColumns().stream().anyMatch(it -> it.getAlias() != null)) {
      return Optional.empty();
    }
    List<String> names = IntStream.range(0, keys.size()).mapToObj("`!key%d`"::formatted).toList();
    String named =
        IntStream.range(0, keys.size())
            .mapToObj(i -> keys.get(i) + " AS " + names.get(i) + ", ")
            .collect(Collectors.joining());
    String groups =
        Stream.concat(keys.stream(), items.stream().map(side::text))
            .collect(Collectors.joining(", "));
    String having = select.getHaving() == null ? "" : " " + side.text(select.getHaving());
    String rows =
        "SELECT "
            + named
            + columns
            + " AS `!value`"
            + from
            + where
            + " GROUP BY "
            + groups
            + having;
    return Optional.of(new KeyedSubquery("`!value`", names, outers, " FROM (" + rows + ")", ""));
  }

  /** Whether there is a row. */
  Optional<String> exists(SideQueries side) {
    return columns.equals("1") || side.isPlain(columns + from)
        ? byKey("TRUE", side).map(map -> "(" + at(map, side) + " IS NOT NULL)")
        : Optional.empty();
  }

  /** Whether a value is among those of its only column: TRUE, FALSE or NULL. */
  Optional<String> contains(String value, SideQueries side) {
    if (!side.isPlain(columns + from)) {
      return aggregate(side).map(only -> "((%s) = %s)".formatted(value, only));
    }
    KeyedSubquery equal =
        new KeyedSubquery(columns, with(keys, columns), with(outers, "`!value`"), from, where);
    Optional<Value> found = equal.byKey("TRUE", side);
    Optional<Value> hasNull = byKey("LOGICAL_OR((" + columns + ") IS NULL)", side);
    // Without a row NULL is not among them either; with one it may be, and NULL may be any value.
    return found.isEmpty() || hasNull.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("WITH(`!value` AS %s, `!null` AS %s, CASE WHEN `!null` IS NULL THEN FALSE WHEN %s THEN"
                    + " TRUE WHEN `!value` IS NULL OR `!null` THEN NULL ELSE FALSE END)")
                .formatted(value, at(hasNull.get(), side), equal.at(found.get(), side)));
  }

  private static List<String> with(List<String> some, String more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  /** The value of its only row, or its aggregate. */
  Optional<String> value(SideQueries side) {
    // With two rows for a key this fails, and the sub-query stays: it fails if asked for that key.
    return side.isPlain(columns + from)
        ? byKey("IF(COUNT(*) = 1, ANY_VALUE(" + columns + "), ERROR('more than one row'))", side)
            .map(map -> at(map, side))
        : aggregate(side);
  }

  /** What has no row for a key gives what it gives without any row. */
  private Optional<String> aggregate(SideQueries side) {
    Optional<Value> map = byKey(columns, side);
    Optional<QueryRows> none =
        side.rows("SELECT " + columns + from + " WHERE FALSE")
            .filter(rows -> rows.rows().size() == 1);
    if (map.isEmpty() || none.isEmpty()) {
      return Optional.empty();
    }
    Value otherwise = none.get().single().orElseThrow();
    if (otherwise.isNull()) {
      return Optional.of(at(map.get(), side));
    }
    return map.get().getMapEntries().values().stream().anyMatch(Value::isNull)
        ? Optional.empty()
        : Optional.of("IFNULL(%s, %s)".formatted(at(map.get(), side), side.parameter(otherwise)));
  }

  /** A value for each key. */
  private Optional<Value> byKey(String value, SideQueries side) {
    return side.rows(
            "SELECT "
                + RunningAggregate.tuple(keys.stream())
                + ", "
                + value
                + from
                + where
                + " GROUP BY 1")
        .filter(rows -> rows.types().size() == 2)
        .flatMap(QueryRows::byKey);
  }

  /** The value for the row around it. */
  private String at(Value map, SideQueries side) {
    return side.at(map, RunningAggregate.tuple(outers.stream()));
  }
}
