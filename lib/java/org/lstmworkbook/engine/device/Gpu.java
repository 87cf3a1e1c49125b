package org.lstmworkbook.engine.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An Nvidia GPU as its driver describes it, and whether ND4J 1.0.0-M2.1's CUDA 11.6 backend can use
 * it. ND4J's own check only counts GPUs.
 *
 * <p>Compute capability: the backend's library holds machine code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0,
 * 7.5, 8.0 and 8.6 (counted in libnd4jcuda.so of linux-x86_64). Code for 8.6 runs on 8.9 too, since
 * code runs on later minor versions of the same major one (CUDA C++ Programming Guide, "Binary
 * Compatibility"). It holds no PTX, which the driver of a newer GPU could translate.
 *
 * <p>Driver: any that CUDA 11.x supports, by "Minor Version Compatibility" (CUDA Compatibility,
 * table 1; CUDA 11.6 Release Notes, table 2).
 *
 * <p>Memory: for each capability that code is about 0.6 GB, and the driver loads all of it; with
 * CUDA's own context, cuBLAS and the arrays, 2 GiB is a careful floor, not a measured one.
 *
 * @param index its number, as {@code nvidia-smi} counts
 * @param uuid its name for {@code CUDA_VISIBLE_DEVICES}; unlike the number it means the same to
 *     every program
 * @param name what it is sold as
 * @param driver the driver's version, for example 535.104.05
 * @param capability its compute capability times ten: 86 for 8.6; 0 where the driver is too old to
 *     say
 * @param freeMebibytes memory that no program holds
 * @param totalMebibytes all its memory
 */
record Gpu(
    int index,
    String uuid,
    String name,
    String driver,
    int capability,
    long freeMebibytes,
    long totalMebibytes) {

  private static final int OLDEST_CAPABILITY = 37;
  private static final int NEWEST_CAPABILITY = 89;
  private static final long MIN_MEBIBYTES = 2048;

  /** The oldest driver for the operating system of this process. */
  static String oldestDriver() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? "452.39" : "450.80.02";
  }

  /**
   * Why this GPU cannot be used and what would help, as a clause; empty if it can be used.
   *
   * @param askedFor whether the reader asks for a GPU; only then one of unknown capability is used
   */
  Optional<String> fault(boolean askedFor) {
    return Optional.ofNullable(words(askedFor)).map(words -> describe() + " " + words);
  }

  private String words(boolean askedFor) {
    if (Arrays.compare(numbers(driver), numbers(oldestDriver())) < 0) {
      return "has driver %s, too old for CUDA 11.6: install %s or newer"
          .formatted(driver, oldestDriver());
    }
    if (capability == 0 && !askedFor) {
      return ("has driver %s, which does not tell the compute capability: install 510 or newer, or"
              + " ask for it with --device gpu:%d if it is 3.7 or more")
          .formatted(driver, index);
    }
    if (capability != 0 && capability < OLDEST_CAPABILITY) {
      return "is too old: ND4J's GPU code begins at 3.7, so only another GPU would help";
    }
    if (capability > NEWEST_CAPABILITY) {
      return "is too new: ND4J's GPU code ends at 8.9, so an older GPU would help, and no driver or"
          + " toolkit does";
    }
    if (freeMebibytes < MIN_MEBIBYTES) {
      return "has %s free, and ND4J needs 2: close the programs that nvidia-smi lists"
          .formatted(memory());
    }
    return null;
  }

  /**
   * Whether {@code CUDA_VISIBLE_DEVICES} means this one by its number or the beginning of its uuid.
   */
  boolean isNamed(String text) {
    return text.equals(Integer.toString(index))
        || (text.startsWith("GPU-") && uuid.startsWith(text));
  }

  /** For example: GPU 0 (NVIDIA A100, compute capability 8.0, Ampere). */
  String describe() {
    String what =
        capability == 0
            ? "unknown"
            : "%d.%d, %s".formatted(capability / 10, capability % 10, generation());
    return "GPU %d (%s, compute capability %s)".formatted(index, name, what);
  }

  /** For example: 3.2 of 8.0 GiB. */
  String memory() {
    return String.format(
        Locale.ROOT, "%.1f of %.1f GiB", freeMebibytes / 1024.0, totalMebibytes / 1024.0);
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\D+"))
        .filter(part -> !part.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private String generation() {
    return switch (capability / 10) {
      case 0, 1, 2 -> "Fermi or older";
      case 3 -> "Kepler";
      case 5 -> "Maxwell";
      case 6 -> "Pascal";
      case 7 -> capability < 75 ? "Volta" : "Turing";
      case 8 -> capability < 89 ? "Ampere" : "Ada";
      case 9 -> "Hopper";
      case 10, 11, 12 -> "Blackwell";
      default -> "a generation newer than this workbook";
    };
  }
}
