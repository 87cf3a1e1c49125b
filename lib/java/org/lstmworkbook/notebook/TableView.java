package org.lstmworkbook.notebook;

import com.google.common.base.Strings;
import com.google.common.html.HtmlEscapers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.table.Relation;

/** A Tablesaw table as an HTML table, and as plain text for viewers without HTML. */
final class TableView {

  private TableView() {}

  static Map<String, Object> bundle(Relation table) {
    var cells = TableCells.of(table);
    var bundle = new LinkedHashMap<String, Object>();
    bundle.put("text/html", html(cells));
    bundle.put("text/plain", text(cells));
    return bundle;
  }

  private static String html(TableCells cells) {
    var html = new StringBuilder("<table>\n<thead>");
    html.append(row("th", cells.names(), cells.numeric())).append("</thead>\n<tbody>\n");
    for (int row = 0; row < cells.rows().size(); row++) {
      if (row == cells.head()) {
        html.append(
            "<tr><td colspan=\"%d\" style=\"text-align:center\">%s</td></tr>\n"
                .formatted(cells.names().size(), gap(cells)));
      }
      html.append(row("td", cells.rows().get(row), cells.numeric())).append('\n');
    }
    return html.append("</tbody>\n</table>\n<p>").append(cells.caption()).append("</p>").toString();
  }

  private static String row(String tag, List<String> texts, List<Boolean> numeric) {
    return IntStream.range(0, texts.size())
        .mapToObj(
            i ->
                "<%s style=\"text-align:%s\">%s</%s>"
                    .formatted(
                        tag,
                        numeric.get(i) ? "right" : "left",
                        HtmlEscapers.htmlEscaper().escape(texts.get(i)),
                        tag))
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private static String gap(TableCells cells) {
    return "… " + TableCells.counted(cells.omitted(), "more row");
  }

  private static String text(TableCells cells) {
    int[] widths =
        IntStream.range(0, cells.names().size())
            .map(
                column ->
                    Math.max(
                        cells.names().get(column).length(),
                        cells.rows().stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0)))
            .toArray();
    var lines =
        cells.rows().stream()
            .map(row -> line(row, cells.numeric(), widths))
            .collect(Collectors.toList());
    if (cells.omitted() > 0) {
      lines.add(cells.head(), gap(cells));
    }
    lines.add(0, line(cells.names(), cells.numeric(), widths));
    lines.add(cells.caption());
    return String.join("\n", lines);
  }

  private static String line(List<String> texts, List<Boolean> numeric, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            i ->
                numeric.get(i)
                    ? Strings.padStart(texts.get(i), widths[i], ' ')
                    : Strings.padEnd(texts.get(i), widths[i], ' '))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}
