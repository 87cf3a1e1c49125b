package org.lstmworkbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program in a JVM of its own: for what is decided, or said, once in a JVM's life. */
public final class OtherJvm {

  private OtherJvm() {}

  /**
   * All that a program printed; it must end by itself, with exit code 0.
   *
   * @param environment variables that it gets beside this JVM's class path and variables, or
   *     instead of them
   */
  public static String output(Class<?> program, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            program.getName());
    java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    java.environment().putAll(environment);
    Process process = java.redirectErrorStream(true).start();

    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertTrue(ended, "The JVM must end by itself, although nothing was closed: " + said);
    assertEquals(0, process.exitValue(), said);
    return said;
  }
}
