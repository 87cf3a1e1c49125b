package org.lstmworkbook.engine.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.lstmworkbook.UserException;

/**
 * The CPU or which GPU, and why: decided before ND4J loads. ND4J itself would try any GPU, and fail
 * in the middle of the first calculation on one that it holds no code for.
 *
 * @param device {@code cpu}, or {@code gpu:1} as {@code nvidia-smi} counts
 * @param name what the GPU is sold as; empty for the CPU
 * @param refused whether the reader asked for what cannot be had
 * @param reason one sentence: what was found, why this device, what would help
 * @param environment the variables with which a new process keeps to this choice
 */
public record DeviceChoice(
    String device, String name, boolean refused, String reason, Map<String, String> environment) {

  /** In this variable a reader, or the launcher's {@code --device}, asks for a device. */
  private static final String ASKED = "WORKBOOK_DEVICE";

  /** Why the launcher starts a process without CUDA though the reader asked for it. */
  private static final String TOLD = "WORKBOOK_DEVICE_REASON";

  /** The variable by which CUDA, and with it every program, is told which GPUs to see. */
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  private static final Pattern DEVICE = Pattern.compile("(cpu|gpu(:\\d{1,3})?)?");

  private static final class Once {
    static final DeviceChoice CHOICE =
        inside(System.getenv(), DeviceChoice.class.getClassLoader(), NvidiaSmi::ask);
  }

  /** The choice of this process. The driver is asked only where CUDA is on the class path. */
  public static DeviceChoice current() {
    return Once.CHOICE;
  }

  /** Whether it is a GPU. */
  public boolean isGpu() {
    return !device.equals("cpu");
  }

  /**
   * Prints the choice for a process to come, as JSON. CUDA is taken to be there: the launcher
   * fetches it only for a GPU that can be used.
   *
   * @param arguments none, or one: cpu, gpu or gpu:1
   */
  public static void main(String[] arguments) throws JsonProcessingException {
    String request = arguments.length == 0 ? "" : arguments[0];
    DeviceChoice choice = of(request, System.getenv(), NvidiaSmi::ask);
    System.out.println(JsonMapper.builder().build().writeValueAsString(choice));
  }

  /**
   * The choice for a process that is started with its environment.
   *
   * @param request cpu, gpu, gpu:1, or blank for what is best
   * @param driver the GPUs; its {@link UserException} says why there is none
   */
  static DeviceChoice of(
      String request, Map<String, String> environment, Supplier<List<Gpu>> driver) {
    return choose(request.strip(), environment, driver, true);
  }

  /** The choice of a process that already has this environment and this class path. */
  static DeviceChoice inside(
      Map<String, String> environment, ClassLoader classPath, Supplier<List<Gpu>> driver) {
    String request = environment.getOrDefault(ASKED, "").strip();
    if (!DEVICE.matcher(request).matches()) {
      return cpu(true, ASKED + ": " + noDevice(request));
    }
    if (environment.containsKey(TOLD)) {
      return cpu(request.startsWith("gpu"), environment.get(TOLD));
    }
    boolean hasBackend = hasBackend(classPath);
    if (hasBackend && priority(environment, "CPU", 0) > priority(environment, "GPU", 100)) {
      request = "cpu"; // the reader told ND4J itself
    }
    if (!request.equals("cpu") && !hasBackend) {
      return cpu(
          request.startsWith("gpu"),
          "only ND4J's CPU backend is installed (with a GPU from Nvidia: ./workbook run --cuda)");
    }
    if (!request.equals("cpu") && !hasLibraries(classPath, environment)) {
      return cpu(
          request.startsWith("gpu"),
          "ND4J's CUDA backend is installed without Nvidia's CUDA 11.6 libraries (./workbook run"
              + " --cuda fetches both)");
    }
    return choose(request, environment, driver, false);
  }

  /** Whether ND4J's CUDA backend is on this class path. Does not load it. */
  static boolean hasBackend(ClassLoader classPath) {
    return classPath.getResource("org/nd4j/linalg/jcublas/JCublasBackend.class") != null;
  }

  /** Whether Nvidia's libraries are there, in a jar or where Nvidia's own installers put them. */
  private static boolean hasLibraries(ClassLoader classPath, Map<String, String> environment) {
    String folder = "org/bytedeco/cuda/" + Loader.getPlatform() + "/";
    return Stream.of("libcudart.so.11.0", "cudart64_110.dll")
            .anyMatch(file -> classPath.getResource(folder + file) != null)
        || environment.containsKey("CUDA_PATH_V11_6")
        || Files.isDirectory(Path.of("/usr/local/cuda-11.6/lib64"));
  }

  private static int priority(Map<String, String> environment, String backend, int usual) {
    String value = environment.getOrDefault("BACKEND_PRIORITY_" + backend, "");
    return value.isEmpty() ? usual : Integer.parseInt(value);
  }

  private static DeviceChoice choose(
      String request,
      Map<String, String> environment,
      Supplier<List<Gpu>> driver,
      boolean canHide) {
    if (!DEVICE.matcher(request).matches()) {
      return cpu(true, noDevice(request));
    }
    if (request.equals("cpu")) {
      return cpu(false, "the CPU was asked for");
    }
    try {
      return best(request, visible(driver.get(), environment.get(VISIBLE)), canHide);
    } catch (UserException e) {
      return cpu(request.startsWith("gpu"), e.getMessage());
    }
  }

  /**
   * The fit GPU with most free memory.
   *
   * @param canHide whether the process can still be started so that it sees this GPU only; on
   *     several, ND4J would give each thread another one
   */
  private static DeviceChoice best(String request, List<Gpu> seen, boolean canHide) {
    int index = request.startsWith("gpu:") ? Integer.parseInt(request.substring(4)) : -1;
    List<Gpu> asked = seen.stream().filter(gpu -> index < 0 || gpu.index() == index).toList();
    if (asked.isEmpty()) {
      throw new UserException("there is no GPU %d here, only %s".formatted(index, list(seen)));
    }
    List<String> reasons = new ArrayList<>();
    List<Gpu> fit = new ArrayList<>();
    for (Gpu gpu : asked) {
      gpu.fault(request.startsWith("gpu")).ifPresentOrElse(reasons::add, () -> fit.add(gpu));
    }
    Gpu best =
        fit.stream()
            .max(Comparator.comparingLong(Gpu::freeMebibytes))
            .orElseThrow(() -> new UserException(String.join("; ", reasons)));
    if (!canHide && seen.size() > 1) {
      throw new UserException(
          "%d GPUs are here; to use %s, set %s=%s before this program starts, as ./workbook does"
              .formatted(seen.size(), best.describe(), VISIBLE, best.uuid()));
    }
    reasons.add(
        0, "%s has driver %s and %s free".formatted(best.describe(), best.driver(), best.memory()));
    return new DeviceChoice(
        "gpu:" + best.index(),
        best.name(),
        false,
        String.join("; ", reasons) + ".",
        Map.of("BACKEND_PRIORITY_CPU", "0", "BACKEND_PRIORITY_GPU", "100", VISIBLE, best.uuid()));
  }

  /**
   * As CUDA reads the variable: numbers or the beginnings of uuids, up to the first unknown one.
   */
  private static List<Gpu> visible(List<Gpu> gpus, String variable) {
    if (variable == null) {
      return gpus;
    }
    List<Gpu> seen =
        Stream.of(variable.split(","))
            .map(String::strip)
            .map(name -> gpus.stream().filter(gpu -> gpu.isNamed(name)).findFirst())
            .takeWhile(Optional::isPresent)
            .flatMap(Optional::stream)
            .toList();
    if (seen.isEmpty()) {
      throw new UserException("%s=%s hides all GPUs: %s".formatted(VISIBLE, variable, list(gpus)));
    }
    return seen;
  }

  private static DeviceChoice cpu(boolean refused, String reason) {
    String sentence = reason.endsWith(".") ? reason : reason + ".";
    return new DeviceChoice("cpu", "", refused, sentence, Map.of("BACKEND_PRIORITY_CPU", "200"));
  }

  private static String noDevice(String request) {
    return "'%s' is no device: say cpu, gpu, or a certain one such as gpu:1.".formatted(request);
  }

  private static String list(List<Gpu> gpus) {
    return gpus.stream().map(Gpu::describe).collect(Collectors.joining(", "));
  }
}
