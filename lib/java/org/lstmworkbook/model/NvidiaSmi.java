package org.lstmworkbook.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the Nvidia driver for its GPUs through {@code nvidia-smi}, the program that comes with it.
 */
final class NvidiaSmi {

  private static final long SECONDS = 30; // a driver that sleeps takes a few to wake up
  private static final String CAPABILITY = "compute_cap";
  private static final String[] FIELDS = {
    "index", "uuid", "name", "driver_version", "memory.free", "memory.total"
  };

  private NvidiaSmi() {}

  /** Runs a program: its exit status and what it wrote. */
  interface Command {
    Output run(List<String> words) throws IOException;
  }

  record Output(int status, String text) {}

  /**
   * What the driver said.
   *
   * @param gpus the GPUs, none if there is a fault
   * @param fault why there is no GPU, as a clause; empty if there is one
   */
  record Answer(List<Gpu> gpus, String fault) {

    static Answer none(String fault) {
      return new Answer(List.of(), fault);
    }
  }

  /** Asks the {@code nvidia-smi} of PATH. */
  static Answer ask() {
    return ask(NvidiaSmi::run);
  }

  /** Drivers before 510 know no compute capability; they are asked again without it. */
  static Answer ask(Command command) {
    try {
      Output output = query(command, true);
      boolean withCapability = !output.text().contains(CAPABILITY);
      return read(withCapability ? output : query(command, false), withCapability);
    } catch (IOException e) {
      return Answer.none(
          "no Nvidia driver was found (no nvidia-smi on PATH); a GPU from Nvidia and its driver, %s or newer, would be needed"
              .formatted(CudaLimits.oldestDriver()));
    }
  }

  private static Output query(Command command, boolean withCapability) throws IOException {
    String fields = String.join(",", FIELDS) + (withCapability ? "," + CAPABILITY : "");
    return command.run(
        List.of("nvidia-smi", "--query-gpu=" + fields, "--format=csv,noheader,nounits"));
  }

  private static Answer read(Output output, boolean withCapability) {
    List<String> lines =
        output.text().lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
    if (output.status() != 0 || lines.isEmpty()) {
      String said = lines.isEmpty() ? "nothing" : lines.get(0);
      return Answer.none("the Nvidia driver shows no GPU (nvidia-smi says: %s)".formatted(said));
    }
    List<Gpu> gpus = new ArrayList<>();
    for (String line : lines) {
      try {
        gpus.add(gpu(line.split("\\s*,\\s*"), withCapability));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        return Answer.none("nvidia-smi's answer could not be understood (%s)".formatted(line));
      }
    }
    return new Answer(List.copyOf(gpus), "");
  }

  private static Gpu gpu(String[] fields, boolean withCapability) {
    return new Gpu(
        Integer.parseInt(fields[0]),
        fields[1],
        fields[2],
        fields[3],
        withCapability
            ? OptionalInt.of(Integer.parseInt(fields[6].replace(".", "")))
            : OptionalInt.empty(),
        Long.parseLong(fields[4]),
        Long.parseLong(fields[5]));
  }

  private static Output run(List<String> words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var text = CompletableFuture.supplyAsync(() -> text(process));
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Output(-1, "no answer in %d seconds".formatted(SECONDS));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return new Output(-1, "interrupted");
    }
    return new Output(process.exitValue(), text.join());
  }

  private static String text(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
