package org.lstmworkbook.model;

import java.util.Locale;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Where arrays live and arithmetic runs. In DL4J nothing is moved by a call: the backend that ND4J
 * loads first owns the memory of every array and every network from then on.
 *
 * @param backend the ND4J backend, for example {@code CpuBackend}
 * @param name what it runs on, for example {@code CPU, 2 cores, Linux amd64}
 * @param reason one sentence: why this one
 */
public record Device(String backend, String name, String reason) {

  private static final String CUDA_BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";

  /** The device of this process. The first call loads ND4J, and with it the choice is made. */
  public static Device current() {
    NativeThreads.limit();
    String backend = Nd4j.getBackend().getClass().getSimpleName();
    boolean cpu = backend.toLowerCase(Locale.ROOT).contains("cpu");
    String name =
        cpu
            ? "CPU, %d cores, %s %s"
                .formatted(
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"))
            : "GPU";
    return new Device(backend, name, reason(cpu));
  }

  /** Device and reason in one line, as a notebook shows it. */
  public String describe() {
    return "%s (ND4J %s): %s".formatted(name, backend, reason);
  }

  /** Prints {@link #describe} of this machine, for {@code ./workbook doctor}. */
  public static void main(String[] args) {
    System.out.println(current().describe());
  }

  private static String reason(boolean cpu) {
    if (!cpu) {
      return "ND4J's CUDA backend is installed and found a GPU that it can use.";
    }
    return cudaInstalled()
        ? "ND4J's CUDA backend is installed, but the CPU was asked for or no usable GPU was found."
        : "only ND4J's CPU backend is installed.";
  }

  private static boolean cudaInstalled() {
    try {
      Class.forName(CUDA_BACKEND, false, Nd4jBackend.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
