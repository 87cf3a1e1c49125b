package org.lstmworkbook.engine.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.Maps;
import com.google.zetasql.ParseLocationRange;
import com.google.zetasql.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;

/**
 * A query with some of its text replaced, which can still tell where in the reader's own text an
 * error lies.
 */
final class RewrittenSql {

  /** A replacement; start and end count bytes of UTF-8, as the parser does. */
  record Edit(int start, int end, String text) {}

  private static final Pattern POSITION = Pattern.compile("\\[at (\\d+):(\\d+)]");
  private static final int TAB = 8;

  private final String original;
  private final String text;
  private final List<Edit> edits;
  private final Map<String, StoredTable> tables;

  /**
   * @param tables the tables that the rewritten query reads, by the name it gives them
   */
  RewrittenSql(String original, List<Edit> edits, Map<String, StoredTable> tables) {
    byte[] bytes = original.getBytes(UTF_8);
    this.original = original;
    this.tables = tables;
    this.edits =
        edits.stream()
            .sorted(Comparator.comparing(Edit::start))
            .map(each -> new Edit(chars(bytes, each.start), chars(bytes, each.end), each.text))
            .toList();
    StringBuilder rewritten = new StringBuilder();
    int done = 0;
    for (Edit each : this.edits) {
      rewritten.append(original, done, each.start).append(each.text);
      done = each.end;
    }
    this.text = rewritten.append(original, done, original.length()).toString();
  }

  String text() {
    return text;
  }

  /** A piece of the rewritten text, which the parser found there. */
  String text(ParseLocationRange at) {
    return new String(Arrays.copyOfRange(text.getBytes(UTF_8), at.start(), at.end()), UTF_8);
  }

  Map<String, StoredTable> tables() {
    return tables;
  }

  /** The columns' names and types of each table. */
  Map<String, List<Entry<String, Type>>> schemas() {
    return Maps.transformValues(tables, StoredTable::schema);
  }

  /** An error message of the evaluator with BigQuery's form of position, in the reader's text. */
  String inReadersText(String message) {
    return POSITION
        .matcher(message)
        .replaceAll(
            at ->
                "at "
                    + position(
                        originalOffset(
                            offset(
                                text,
                                Integer.parseInt(at.group(1)),
                                Integer.parseInt(at.group(2))))));
  }

  /** BigQuery writes "at [1:8]" where the evaluator writes "[at 1:8]". */
  static String inBigQuerysForm(String message) {
    return POSITION.matcher(message).replaceAll("at [$1:$2]");
  }

  private static int chars(byte[] bytes, int offset) {
    return new String(bytes, 0, offset, UTF_8).length();
  }

  private int originalOffset(int offset) {
    int grown = 0;
    for (Edit each : edits) {
      int start = each.start + grown;
      if (offset < start) {
        break;
      }
      if (offset < start + each.text.length()) {
        return each.start;
      }
      grown += each.text.length() - (each.end - each.start);
    }
    return offset - grown;
  }

  /** Lines and columns count from 1, and a tab goes on to the next multiple of eight. */
  private static int offset(String text, int line, int column) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      at = text.indexOf('\n', at) + 1;
    }
    for (int i = 1; i < column && at < text.length(); i = nextColumn(i, text.charAt(at++))) {}
    return at;
  }

  private String position(int offset) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < offset; i++) {
      if (original.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column = nextColumn(column, original.charAt(i));
      }
    }
    return "[" + line + ":" + column + "]";
  }

  private static int nextColumn(int column, char c) {
    return c == '\t' ? (column - 1) / TAB * TAB + TAB + 1 : column + 1;
  }
}
