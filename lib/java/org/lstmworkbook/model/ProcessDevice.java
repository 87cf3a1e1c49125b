package org.lstmworkbook.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lstmworkbook.UserException;

/** The device of this process, decided once; and for the launcher that of a process to come. */
final class ProcessDevice {

  /** Why the launcher starts a process without CUDA though the reader asked for it. */
  private static final String TOLD = "WORKBOOK_DEVICE_REASON";

  private ProcessDevice() {}

  private static final class Once {
    static final DeviceChoice CHOICE = decide(System.getenv(), CudaToolkit.find(), NvidiaSmi::ask);
  }

  /** The choice of this process. The driver is asked only where CUDA is on the class path. */
  static DeviceChoice choice() {
    return Once.CHOICE;
  }

  /**
   * Prints the choice for a process to come, as JSON: {@code device}, {@code refused}, {@code
   * reason} and the {@code environment} in which that process keeps to it. CUDA is taken to be
   * there: the launcher fetches it only for a GPU that can be used.
   *
   * @param arguments none, or one: cpu, gpu or gpu:1
   */
  public static void main(String[] arguments) throws JsonProcessingException {
    DeviceChoice choice;
    try {
      DeviceRequest request = DeviceRequest.parse(arguments.length == 0 ? "" : arguments[0]);
      choice =
          request.kind() == DeviceRequest.Kind.CPU
              ? DeviceChoice.cpu(request, "the CPU was asked for")
              : DeviceChoice.of(request, NvidiaSmi.ask(), System.getenv(DeviceChoice.VISIBLE));
    } catch (UserException e) {
      choice = DeviceChoice.refused(e.getMessage());
    }
    var answer =
        Map.of(
            "device", choice.gpu().map(gpu -> "gpu:" + gpu.index()).orElse("cpu"),
            "refused", choice.refused(),
            "reason", choice.reason(),
            "environment", choice.environment());
    System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
  }

  /**
   * The choice of a process with this environment and class path. On several GPUs it keeps to the
   * CPU unless one of them is named: ND4J would give each thread another one.
   */
  static DeviceChoice decide(
      Map<String, String> environment, CudaToolkit toolkit, Supplier<NvidiaSmi.Answer> driver) {
    DeviceRequest request;
    try {
      request = DeviceRequest.parse(environment.get(DeviceRequest.VARIABLE));
    } catch (UserException e) {
      return DeviceChoice.refused(DeviceRequest.VARIABLE + ": " + e.getMessage());
    }
    if (environment.containsKey(TOLD)) {
      return DeviceChoice.cpu(request, environment.get(TOLD));
    }
    if (request.kind() == DeviceRequest.Kind.CPU || cpuComesFirst(environment, toolkit)) {
      return DeviceChoice.cpu(request, "the CPU was asked for");
    }
    if (toolkit != CudaToolkit.COMPLETE) {
      return DeviceChoice.cpu(request, toolkit.fault());
    }
    NvidiaSmi.Answer answer = driver.get();
    String visible = environment.get(DeviceChoice.VISIBLE);
    DeviceChoice choice = DeviceChoice.of(request, answer, visible);
    List<Gpu> seen = DeviceChoice.visible(answer.gpus(), visible);
    if (choice.gpu().isEmpty() || seen.size() == 1) {
      return choice;
    }
    return DeviceChoice.cpu(
        request,
        "%d GPUs are here; to use %s, set %s=%s before this program starts, as ./workbook does"
            .formatted(
                seen.size(),
                choice.gpu().get().describe(),
                DeviceChoice.VISIBLE,
                choice.gpu().get().uuid()));
  }

  /** Whether the reader told ND4J itself to take the CPU, where that makes a difference. */
  private static boolean cpuComesFirst(Map<String, String> environment, CudaToolkit toolkit) {
    return toolkit != CudaToolkit.NO_BACKEND
        && priority(environment, "CPU", 0) > priority(environment, "GPU", 100);
  }

  private static int priority(Map<String, String> environment, String backend, int usual) {
    String value = environment.get("BACKEND_PRIORITY_" + backend);
    return value == null || value.isEmpty() ? usual : Integer.parseInt(value);
  }
}
