package org.lstmworkbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs a program in a JVM of its own: for what is said or read once in a JVM's life. */
public final class OtherJvm {

  private OtherJvm() {}

  /** All that the program printed; it must end with exit code 0. */
  public static String output(Class<?> program, String ompNumThreads)
      throws IOException, InterruptedException {
    ProcessBuilder jvm =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName());
    jvm.environment().put("OMP_NUM_THREADS", ompNumThreads);
    Process process = jvm.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
