package org.lstmworkbook.lab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class ExperimentsTest {

  @TempDir Path folder;

  @Test
  void givenTheSmallVersions_whenRun_thenEachJobHasItsRow() {
    var said = new ByteArrayOutputStream();
    var experiments =
        new Experiments(
            new Experiments.Settings(
                folder,
                folder.resolve("work"),
                Path.of("data-samples/daily_prices.csv"),
                true,
                false),
            new PrintStream(said, true, StandardCharsets.UTF_8));
    assertEquals(0, experiments.runAll(List.of("noise", "truncation")));
    Table noise = Table.read().csv(folder.resolve("noise/results.csv").toFile());
    assertEquals(6, noise.rowCount());
    double clean = noise.doubleColumn("noise_0.0").get(0);
    assertTrue(clean < 0.01, "the linear model follows the clean series, its RMSE is " + clean);
    assertTrue(clean < noise.doubleColumn("noise_0.5").get(0));
    assertEquals(2, Table.read().csv(folder.resolve("truncation/results.csv").toFile()).rowCount());

    experiments.list(List.of("noise", "memory"));
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("noise: 6 of 6 jobs done"), text);
    assertTrue(text.contains("memory: 0 of 3 jobs done"), text);
  }

  /** The committed results are read with the settings that the jobs have now. */
  @Test
  void givenTheCommittedResults_whenListed_thenTheirSettingsAreThoseOfTheJobs() {
    for (String name : List.of("noise", "truncation", "memory")) {
      Path file = Path.of("data-samples/experiments").resolve(name).resolve("results.csv");
      List<Job> jobs =
          switch (name) {
            case "noise" -> NoiseJob.all();
            case "truncation" -> TruncationJob.all();
            default -> MemoryJob.all();
          };
      assertEquals(Table.read().csv(file.toFile()).rowCount(), new ResultFile(file, jobs).done());
    }
  }
}
