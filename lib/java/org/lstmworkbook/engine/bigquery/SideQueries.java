package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Value;
import com.google.zetasql.parser.ASTNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pieces of a query that run before it, seeing the same WITH clauses, for values to put there. */
interface SideQueries {

  /** A piece of the query as SQL, with what was replaced in it. */
  String text(ASTNode node);

  /** The same with other expressions in the place of some nodes in it. */
  String text(ASTNode node, Map<? extends ASTNode, String> instead);

  /** Whether a query can be run alone. */
  boolean isValid(String sql);

  /**
   * Whether a query without GROUP BY has no aggregate, and so gives a row for each of FROM: a
   * further aggregate makes it invalid.
   *
   * @param query without SELECT
   */
  default boolean isPlain(String query) {
    return isValid("SELECT " + query) && !isValid("SELECT COUNT(*), " + query);
  }

  /** Its rows, or nothing if it cannot be run alone, or gives too many. */
  Optional<QueryRows> rows(String sql);

  /**
   * FROM and WHERE that give at least the rows for which a piece of the query is evaluated.
   *
   * @param outers the expressions of these rows that it needs
   * @return nothing if the piece may see other than such a row, as HAVING sees names of SELECT
   */
  Optional<String> around(ASTNode node, List<String> outers);

  /** A new parameter of this value, as SQL. */
  String parameter(Value value);

  /** The value of a key in a map, NULL if it is not there, as SQL. */
  default String at(Value map, String key) {
    return parameter(map) + "[SAFE_KEY(" + key + ")]";
  }
}
