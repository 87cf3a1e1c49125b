package org.lstmworkbook.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The CPU or which GPU, and why: decided before ND4J loads. ND4J itself would try any GPU, and fail
 * in the middle of the first calculation on one that it holds no code for.
 *
 * @param gpu the GPU; empty for the CPU
 * @param refused whether the reader asked for a GPU that cannot be had
 * @param reason one sentence: what was found, why this device, what would help
 */
record DeviceChoice(Optional<Gpu> gpu, boolean refused, String reason) {

  /** The variable by which CUDA, and with it every program, is told which GPUs to see. */
  static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /**
   * The choice among the GPUs that the driver shows.
   *
   * @param request what the reader asked for
   * @param answer what the driver shows
   * @param visible the value of {@code CUDA_VISIBLE_DEVICES}; null shows all
   */
  static DeviceChoice of(DeviceRequest request, NvidiaSmi.Answer answer, String visible) {
    if (answer.gpus().isEmpty()) {
      return cpu(request, answer.fault());
    }
    List<Gpu> seen = visible(answer.gpus(), visible);
    if (seen.isEmpty()) {
      return cpu(
          request, "%s=%s hides all GPUs: %s".formatted(VISIBLE, visible, list(answer.gpus())));
    }
    List<Gpu> asked = seen.stream().filter(request::accepts).toList();
    if (asked.isEmpty()) {
      return cpu(request, "there is no %s here, only %s".formatted(request, list(seen)));
    }
    List<String> faults = new ArrayList<>();
    List<Gpu> fit = new ArrayList<>();
    for (Gpu gpu : asked) {
      CudaLimits.unfit(gpu, request).ifPresentOrElse(faults::add, () -> fit.add(gpu));
    }
    if (fit.isEmpty()) {
      return cpu(request, String.join("; ", faults));
    }
    Gpu best = fit.stream().max(Comparator.comparingLong(Gpu::freeMebibytes)).orElseThrow();
    faults.add(
        0, "%s has driver %s and %s free".formatted(best.describe(), best.driver(), best.memory()));
    return new DeviceChoice(Optional.of(best), false, String.join("; ", faults) + ".");
  }

  /** The CPU, for this reason; which is to refuse a reader who asked for a GPU. */
  static DeviceChoice cpu(DeviceRequest request, String reason) {
    String sentence = reason.endsWith(".") ? reason : reason + ".";
    return new DeviceChoice(Optional.empty(), request.kind() == DeviceRequest.Kind.GPU, sentence);
  }

  /** What was asked for is no device at all. */
  static DeviceChoice refused(String sentence) {
    return new DeviceChoice(Optional.empty(), true, sentence);
  }

  /** The environment in which a new process keeps to this choice. */
  Map<String, String> environment() {
    return gpu.map(
            g ->
                Map.of(
                    "BACKEND_PRIORITY_CPU", "0", "BACKEND_PRIORITY_GPU", "100", VISIBLE, g.uuid()))
        .orElse(Map.of("BACKEND_PRIORITY_CPU", "200"));
  }

  /**
   * As CUDA reads the variable: numbers or the beginnings of uuids, up to the first unknown one.
   */
  static List<Gpu> visible(List<Gpu> gpus, String variable) {
    if (variable == null) {
      return gpus;
    }
    List<Gpu> seen = new ArrayList<>();
    for (String name : Arrays.stream(variable.split(",")).map(String::strip).toList()) {
      Optional<Gpu> named =
          gpus.stream()
              .filter(
                  gpu ->
                      name.equals(Integer.toString(gpu.index()))
                          || (name.startsWith("GPU-") && gpu.uuid().startsWith(name)))
              .findFirst();
      if (named.isEmpty()) {
        break;
      }
      seen.add(named.get());
    }
    return seen;
  }

  private static String list(List<Gpu> gpus) {
    return gpus.stream().map(Gpu::describe).collect(Collectors.joining(", "));
  }
}
