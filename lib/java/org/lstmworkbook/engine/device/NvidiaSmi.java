package org.lstmworkbook.engine.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lstmworkbook.UserException;

/**
 * Asks the Nvidia driver for its GPUs through {@code nvidia-smi}, the program that comes with it.
 */
final class NvidiaSmi {

  private static final long SECONDS = 30; // a driver that sleeps takes a few to wake up
  private static final String FIELDS = "index,uuid,name,driver_version,memory.free,memory.total";
  private static final String CAPABILITY = "compute_cap";

  private NvidiaSmi() {}

  /** Asks for fields of each GPU: the exit status and what the program wrote. */
  interface Query {
    Output run(String fields) throws IOException;
  }

  record Output(int status, String text) {}

  /**
   * Asks the {@code nvidia-smi} of PATH.
   *
   * @throws UserException if there is no GPU; why, as a clause
   */
  static List<Gpu> ask() {
    return ask(NvidiaSmi::run);
  }

  /** Drivers before 510 know no compute capability; they are asked again without it. */
  static List<Gpu> ask(Query query) {
    try {
      Output output = query.run(FIELDS + "," + CAPABILITY);
      return read(output.text().contains(CAPABILITY) ? query.run(FIELDS) : output);
    } catch (IOException e) {
      throw new UserException(
          "no Nvidia driver was found (no nvidia-smi on PATH); a GPU from Nvidia and its driver, %s or newer, would be needed"
              .formatted(Gpu.oldestDriver()));
    }
  }

  private static List<Gpu> read(Output output) {
    List<String> lines =
        output.text().lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
    if (output.status() != 0 || lines.isEmpty()) {
      String said = lines.isEmpty() ? "nothing" : lines.get(0);
      throw new UserException("the Nvidia driver shows no GPU (nvidia-smi says: " + said + ")");
    }
    List<Gpu> gpus = new ArrayList<>();
    for (String line : lines) {
      try {
        gpus.add(gpu(line.split("\\s*,\\s*")));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new UserException("nvidia-smi's answer could not be understood (" + line + ")");
      }
    }
    return gpus;
  }

  private static Gpu gpu(String[] fields) {
    return new Gpu(
        Integer.parseInt(fields[0]),
        fields[1],
        fields[2],
        fields[3],
        fields.length == 6 ? 0 : Integer.parseInt(fields[6].replace(".", "")),
        Long.parseLong(fields[4]),
        Long.parseLong(fields[5]));
  }

  private static Output run(String fields) throws IOException {
    Process process =
        new ProcessBuilder("nvidia-smi", "--query-gpu=" + fields, "--format=csv,noheader,nounits")
            .redirectErrorStream(true)
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) { // a line for each GPU: no pipe gets full
        process.destroyForcibly();
        return new Output(-1, "no answer in %d seconds".formatted(SECONDS));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return new Output(-1, "interrupted");
    }
    byte[] text = process.getInputStream().readAllBytes();
    return new Output(process.exitValue(), new String(text, StandardCharsets.UTF_8));
  }
}
