package org.lstmworkbook.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What ND4J 1.0.0-M2.1's CUDA 11.6 backend asks of a GPU. Its own check only counts GPUs, and then
 * fails in the middle of the first calculation.
 *
 * <p>Compute capability: its library holds machine code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0
 * and 8.6 (counted in libnd4jcuda.so of linux-x86_64). Code for 8.6 runs on 8.9 too, since code
 * runs on later minor versions of the same major one (CUDA C++ Programming Guide, "Binary
 * Compatibility"). It holds no PTX, which the driver of a newer GPU could translate.
 *
 * <p>Driver: any that CUDA 11.x supports, by "Minor Version Compatibility" (CUDA Compatibility,
 * table 1; CUDA 11.6 Release Notes, table 2).
 *
 * <p>Memory: for each capability that code is about 0.6 GB, and the driver loads all of it; with
 * CUDA's own context, cuBLAS and the arrays, 2 GiB is a careful floor, not a measured one.
 */
final class CudaLimits {

  private static final String OLDEST_LINUX_DRIVER = "450.80.02";
  private static final String OLDEST_WINDOWS_DRIVER = "452.39";
  private static final int OLDEST_CAPABILITY = 37;
  private static final int NEWEST_CAPABILITY = 89;
  private static final long LEAST_MEBIBYTES = 2048;

  private CudaLimits() {}

  /** The oldest driver for the operating system of this process. */
  static String oldestDriver() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? OLDEST_WINDOWS_DRIVER : OLDEST_LINUX_DRIVER;
  }

  /**
   * Why this GPU cannot be used and what would help, as a clause; empty if it can be used. One
   * whose capability is unknown is used only if the reader asks for a GPU.
   */
  static Optional<String> unfit(Gpu gpu, DeviceRequest request) {
    if (compareVersions(gpu.driver(), oldestDriver()) < 0) {
      return Optional.of(
          "%s has driver %s, too old for CUDA 11.6: install %s or newer"
              .formatted(gpu.describe(), gpu.driver(), oldestDriver()));
    }
    if (gpu.capability().isEmpty() && request.kind() != DeviceRequest.Kind.GPU) {
      return Optional.of(
          ("%s has driver %s, which does not tell the compute capability: install 510 or newer, or"
                  + " ask for it with --device gpu:%d if it is 3.7 or more")
              .formatted(gpu.describe(), gpu.driver(), gpu.index()));
    }
    if (gpu.capability().orElse(OLDEST_CAPABILITY) < OLDEST_CAPABILITY) {
      return Optional.of(
          "%s is too old: ND4J's GPU code begins at 3.7, so only another GPU would help"
              .formatted(gpu.describe()));
    }
    if (gpu.capability().orElse(NEWEST_CAPABILITY) > NEWEST_CAPABILITY) {
      return Optional.of(
          ("%s is too new: ND4J's GPU code ends at 8.9, so an older GPU would help, and no driver"
                  + " or toolkit does")
              .formatted(gpu.describe()));
    }
    if (gpu.freeMebibytes() < LEAST_MEBIBYTES) {
      return Optional.of(
          "%s has %s free, and ND4J needs 2: close the programs that nvidia-smi lists"
              .formatted(gpu.describe(), gpu.memory()));
    }
    return Optional.empty();
  }

  private static int compareVersions(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other));
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\D+"))
        .filter(part -> !part.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
