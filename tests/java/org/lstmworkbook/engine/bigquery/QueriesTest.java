package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Field.Mode;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lstmworkbook.market.PriceCsv;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * Queries in GoogleSQL against DuckDB's answers to the same questions, or those of BigQuery's
 * reference. Their file is {@code queries.test}; {@code answer_queries.py} beside it says what it
 * holds. Decimal numbers are compared to ten digits, all else exactly; rows in their order where
 * the query gives one.
 */
class QueriesTest {

  private static final Path FOLDER = Path.of("tests", "resources", "bigquery");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param kind how the answer came about: empty for DuckDB's
   */
  record Question(String sql, List<String> parameters, String kind, List<String> answer) {

    static Question of(String block) {
      String[] sides = block.split("\n----", 2);
      List<String> lines = sides[0].lines().filter(line -> !line.startsWith("duckdb: ")).toList();
      List<String> answer = sides[1].lines().toList();
      List<String> parameters = lines.stream().filter(line -> line.startsWith("@")).toList();
      return new Question(
          String.join("\n", lines.subList(0, lines.size() - parameters.size())),
          parameters,
          answer.isEmpty() ? "" : answer.get(0).strip(),
          answer.subList(1, answer.size()));
    }

    boolean isOrdered() {
      String open = sql;
      for (String before = ""; !before.equals(open); ) {
        before = open;
        open = open.replaceAll("\\([^()]*\\)", "");
      }
      return open.contains("ORDER BY");
    }

    QueryJobConfiguration query() {
      QueryJobConfiguration.Builder query = QueryJobConfiguration.newBuilder(sql);
      for (String parameter : parameters) {
        String[] parts = parameter.substring(1).split(" ", 3);
        query.addNamedParameter(
            parts[0],
            QueryParameterValue.newBuilder()
                .setType(StandardSQLTypeName.valueOf(parts[1]))
                .setValue(parts[2])
                .build());
      }
      return query.build();
    }

    @Override
    public String toString() {
      return sql;
    }
  }

  private static EmbeddedBigQuery endpoint;
  private static BigQuery client;

  @BeforeAll
  static void start() {
    endpoint = EmbeddedBigQuery.serve(QueriesTest::catalog);
    client = endpoint.client();
  }

  private static Catalog catalog() {
    Table prices =
        read(
            "prices.csv",
            ColumnType.LONG,
            ColumnType.STRING,
            ColumnType.LOCAL_DATE,
            ColumnType.DOUBLE,
            ColumnType.LONG,
            ColumnType.BOOLEAN,
            ColumnType.INSTANT);
    Table names =
        read(
            "names.csv",
            ColumnType.STRING,
            ColumnType.STRING,
            ColumnType.STRING,
            ColumnType.LOCAL_DATE);
    Table samples = PriceCsv.readAll(Path.of("data-samples", "daily_prices.csv"));
    return new Catalog(
        EmbeddedBigQuery.PROJECT,
        List.of(
            stored("d", "prices", prices),
            stored("d", "names", names),
            stored("market", "daily_prices", samples)));
  }

  private static Table read(String file, ColumnType... types) {
    return Table.read()
        .usingOptions(
            CsvReadOptions.builder(FOLDER.resolve(file).toFile())
                .columnTypes(types)
                .missingValueIndicator("")
                .build());
  }

  private static StoredTable stored(String dataset, String name, Table table) {
    return new StoredTable(new TableName(EmbeddedBigQuery.PROJECT, dataset, name), table.columns());
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  private static Stream<Question> questions(String... kinds) throws IOException {
    return Stream.of(Files.readString(FOLDER.resolve("queries.test")).strip().split("\n\n"))
        .filter(block -> !block.startsWith("#"))
        .map(Question::of)
        .filter(question -> List.of(kinds).contains(question.kind));
  }

  private static Stream<Question> answered() throws IOException {
    return questions("", "by hand");
  }

  private static Stream<Question> wrong() throws IOException {
    return questions("error");
  }

  private static Stream<Question> notOffered() throws IOException {
    return questions("not offered");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answered")
  void givenAQuery_whenRun_thenTheOtherEnginesTypesAndRows(Question question)
      throws InterruptedException, JsonProcessingException {
    TableResult result = client.query(question.query());

    FieldList fields = result.getSchema().getFields();
    List<String> types = List.of(question.answer.get(0).split(", "));
    assertEquals(types, types(fields, types));
    List<String> expected = new ArrayList<>();
    for (String row : question.answer.subList(1, question.answer.size())) {
      expected.add(text(fields, JSON.readTree(row)));
    }
    List<String> rows = result.streamAll().map(row -> text(fields, row)).toList();
    assertEquals(
        question.isOrdered() ? expected : expected.stream().sorted().toList(),
        question.isOrdered() ? rows : rows.stream().sorted().toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void givenAWrongQuery_whenRun_thenItsFaultIsSaid(Question question) {
    var error = assertThrows(BigQueryException.class, () -> client.query(question.query()));

    assertTrue(error.getMessage().startsWith(question.answer.get(0)), error.getMessage());
    assertTrue(error.getCode() == 400 || error.getCode() == 404, error.getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notOffered")
  void givenWhatBigQueryHasAndThisNot_whenRun_thenItSaysSo(Question question) {
    var error = assertThrows(BigQueryException.class, () -> client.query(question.query()));

    assertTrue(
        error
            .getMessage()
            .endsWith(" is not implemented by the embedded endpoint; BigQuery itself has it."),
        error.getMessage());
  }

  /** A column of nothing but NULL has no type in DuckDB. */
  private static List<String> types(FieldList fields, List<String> expected) {
    return IntStream.range(0, fields.size())
        .mapToObj(
            i ->
                i < expected.size() && expected.get(i).startsWith("?")
                    ? expected.get(i)
                    : type(fields.get(i)))
        .toList();
  }

  private static String type(Field field) {
    return field.getType().name() + (field.getMode() == Mode.REPEATED ? "[]" : "");
  }

  private static String text(FieldList fields, JsonNode row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Field field = fields.get(i);
      if (field.getMode() == Mode.REPEATED) {
        List<String> items = new ArrayList<>();
        row.get(i).forEach(item -> items.add(one(field, item)));
        values.add(items.toString());
      } else {
        values.add(one(field, row.get(i)));
      }
    }
    return values.toString();
  }

  private static String one(Field field, JsonNode value) {
    if (value.isNull()) {
      return "NULL";
    }
    return isRecord(field)
        ? text(field.getSubFields(), value)
        : plain(field.getType(), value.asText());
  }

  private static String text(FieldList fields, List<FieldValue> row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Field field = fields.get(i);
      values.add(
          field.getMode() == Mode.REPEATED
              ? row.get(i).getRepeatedValue().stream()
                  .map(item -> one(field, item))
                  .toList()
                  .toString()
              : one(field, row.get(i)));
    }
    return values.toString();
  }

  private static String one(Field field, FieldValue value) {
    if (value.isNull()) {
      return "NULL";
    } else if (isRecord(field)) {
      return text(field.getSubFields(), value.getRecordValue());
    } else if (field.getType().equals(LegacySQLTypeName.TIMESTAMP)) {
      return Instant.EPOCH.plus(value.getTimestampValue(), ChronoUnit.MICROS).toString();
    }
    return plain(field.getType(), value.getStringValue());
  }

  private static boolean isRecord(Field field) {
    return field.getType().equals(LegacySQLTypeName.RECORD);
  }

  /** One way to write each value. */
  private static String plain(LegacySQLTypeName type, String text) {
    return switch (type.name()) {
      case "FLOAT" -> String.format(Locale.ROOT, "%.9e", Double.parseDouble(text));
      case "TIMESTAMP" -> Instant.parse(text).toString();
      case "DATETIME" -> LocalDateTime.parse(text).toString();
      case "TIME" -> LocalTime.parse(text).toString();
      default -> text;
    };
  }
}
