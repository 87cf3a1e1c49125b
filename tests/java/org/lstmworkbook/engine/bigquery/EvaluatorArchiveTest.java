package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.bigquery.QueryJobConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/** That evaluators use it, a test of the kernel sees: an archive holds the classes of jars only. */
class EvaluatorArchiveTest {

  @AfterEach
  void forget() {
    System.clearProperty(EvaluatorArchive.PROPERTY);
  }

  @Test
  void givenAFileThatIsNoArchive_whenAnEvaluatorStarts_thenItAnswersAllTheSame(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("evaluator.jsa"), "no archive");
    System.setProperty(EvaluatorArchive.PROPERTY, file.toString());
    Table table = Table.create("t", LongColumn.create("n", new long[] {7}));

    try (EmbeddedBigQuery endpoint = EmbeddedBigQuery.start("d", () -> table)) {
      var answer = endpoint.client().query(QueryJobConfiguration.of("SELECT n FROM d.t"));

      assertEquals(7, answer.iterateAll().iterator().next().get(0).getLongValue());
    }
  }
}
