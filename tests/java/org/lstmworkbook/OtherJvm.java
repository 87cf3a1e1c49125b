package org.lstmworkbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-Dorg.bytedeco.javacpp.cachedir="))
        .forEach(command::add);
    command.add(program.getName());
    ProcessBuilder java = new ProcessBuilder(command);
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
