package org.lstmworkbook.model;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * An Nvidia GPU as its driver describes it.
 *
 * @param index its number, as {@code nvidia-smi} counts
 * @param uuid its name for {@code CUDA_VISIBLE_DEVICES}; unlike the number it means the same to
 *     every program
 * @param name what it is sold as
 * @param driver the driver's version, for example 535.104.05
 * @param capability its compute capability times ten: 86 for 8.6; empty where the driver is too old
 *     to say
 * @param freeMebibytes memory that no program holds
 * @param totalMebibytes all its memory
 */
record Gpu(
    int index,
    String uuid,
    String name,
    String driver,
    OptionalInt capability,
    long freeMebibytes,
    long totalMebibytes) {

  /** For example: GPU 0 (NVIDIA A100, compute capability 8.0, Ampere). */
  String describe() {
    String what =
        capability.isEmpty()
            ? "compute capability unknown"
            : "compute capability %s, %s"
                .formatted(inWords(capability.getAsInt()), generation(capability.getAsInt()));
    return "GPU %d (%s, %s)".formatted(index, name, what);
  }

  /** For example: 3.2 of 8.0 GiB. */
  String memory() {
    return String.format(
        Locale.ROOT, "%.1f of %.1f GiB", freeMebibytes / 1024.0, totalMebibytes / 1024.0);
  }

  /** 8.6 for 86. */
  static String inWords(int capability) {
    return capability / 10 + "." + capability % 10;
  }

  private static String generation(int capability) {
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
