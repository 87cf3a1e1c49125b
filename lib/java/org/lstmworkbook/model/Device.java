package org.lstmworkbook.model;

import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.device.DeviceChoice;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where arrays live and arithmetic runs. In DL4J nothing is moved by a call: the backend that ND4J
 * loads first owns the memory of every array and every network from then on.
 *
 * @param backend the ND4J backend: {@code CpuBackend} or {@code JCublasBackend}
 * @param name what it runs on, for example {@code CPU, 2 cores, Linux amd64}
 * @param reason one sentence: what was found, and why this device
 * @param isGpu whether it is a GPU
 */
public record Device(String backend, String name, String reason, boolean isGpu) {

  /**
   * The device of this process. The first call loads ND4J, and with it the choice is made.
   *
   * @throws UserException if {@code WORKBOOK_DEVICE} asks for a device that cannot be had
   */
  public static Device current() {
    Arithmetic.pin();
    DeviceChoice choice = DeviceChoice.current();
    if (Nd4j.getBackend() instanceof CpuBackend) {
      String cores =
          "CPU, %d cores, %s %s"
              .formatted(
                  Runtime.getRuntime().availableProcessors(),
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"));
      String failed = " But ND4J's CUDA backend did not start on it, so the CPU computes.";
      return new Device(
          CpuBackend.class.getSimpleName(),
          cores,
          choice.reason() + (choice.isGpu() ? failed : ""),
          false);
    }
    return new Device(
        Nd4j.getBackend().getClass().getSimpleName(),
        choice.isGpu() ? "GPU, " + choice.name() : "GPU",
        choice.reason(),
        true);
  }

  /** Device and reason in one line, as a notebook shows it. */
  public String describe() {
    return "%s (ND4J %s): %s".formatted(name, backend, reason);
  }

  /** In whose memory this array's numbers are at this moment. */
  public String memoryOf(INDArray array) {
    if (!isGpu) {
      return "native memory of this computer";
    }
    Location location = Nd4j.getAffinityManager().getActiveLocation(array);
    return switch (location) {
      case HOST -> "native memory of this computer, not yet on the card";
      case DEVICE -> "memory of the card";
      case EVERYWHERE -> "memory of the card, and a copy in this computer's";
    };
  }

  /**
   * Prints the device, after a calculation on it has given the right numbers: a GPU that cannot
   * compute ends this program, not a notebook.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    try {
      Device device = current();
      INDArray ones = Nd4j.ones(64, 64);
      double sum = ones.mmul(ones).addi(1).sumNumber().doubleValue();
      if (sum != 64 * 64 * 65) {
        throw new UserException(device.name() + " computed 64·64·65 as " + sum + ".");
      }
      System.out.println(device.describe());
    } catch (UserException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }
}
