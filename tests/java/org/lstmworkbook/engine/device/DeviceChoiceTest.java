package org.lstmworkbook.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice on machines that no test has: a stub answers in the place of nvidia-smi. */
class DeviceChoiceTest {

  /**
   * The GPUs of a cell of a table: for each driver, compute capability and free MiB of 8192, and
   * its name is "card"; or the status and the words of a nvidia-smi that fails; or none at all.
   */
  private static Supplier<List<Gpu>> driver(String machine) {
    return () ->
        NvidiaSmi.ask(
            fields -> {
              if (machine == null) {
                throw new IOException("Cannot run program \"nvidia-smi\"");
              }
              if (machine.startsWith("fails: ")) {
                return new NvidiaSmi.Output(9, machine.substring(7));
              }
              if (machine.startsWith("says: ")) {
                return new NvidiaSmi.Output(0, machine.substring(6));
              }
              boolean before510 = machine.contains("?");
              if (before510 && fields.contains("compute_cap")) {
                return new NvidiaSmi.Output(2, "Field \"compute_cap\" is not a valid field.");
              }
              String[] gpus = machine.split("; ", -1);
              var lines = new StringBuilder();
              for (int i = 0; i < gpus.length; i++) {
                String[] gpu = gpus[i].split(" ", -1);
                String line = "%d, GPU-%d0c0ffee, card, %s, %s, 8192";
                lines.append(line.formatted(i, i, gpu[0], gpu[2]));
                lines.append(before510 ? "\n" : ", " + gpu[1] + "\n");
              }
              return new NvidiaSmi.Output(0, lines.toString());
            });
  }

  private static Map<String, String> environment(String text) {
    return text == null
        ? Map.of()
        : Arrays.stream(text.split(" "))
            .map(variable -> variable.split("=", 2))
            .collect(Collectors.toMap(v -> v[0], v -> v[1]));
  }

  private static void check(DeviceChoice choice, String device, String reason) {
    assertEquals(device, choice.refused() ? "refused" : choice.device(), choice.reason());
    assertTrue(
        choice.reason().contains(reason.replace("OLDEST", Gpu.oldestDriver())), choice.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                |                                 | cpu     | no Nvidia driver was found (no nvidia-smi on PATH); a GPU from Nvidia and its driver, OLDEST or newer, would be needed.
          gpu   |                                 | refused | no Nvidia driver was found
                | fails: NVIDIA-SMI has failed.   | cpu     | the Nvidia driver shows no GPU (nvidia-smi says: NVIDIA-SMI has failed.).
                | says: 0, GPU-1, X, 535, [N/A]   | cpu     | nvidia-smi's answer could not be understood (0, GPU-1, X, 535, [N/A]).
                | 418.226.00 7.0 8000             | cpu     | GPU 0 (card, compute capability 7.0, Volta) has driver 418.226.00, too old for CUDA 11.6: install OLDEST or newer.
                | 535.54 3.5 8000                 | cpu     | GPU 0 (card, compute capability 3.5, Kepler) is too old: ND4J's GPU code begins at 3.7, so only another GPU would help.
                | 535.54 9.0 8000                 | cpu     | GPU 0 (card, compute capability 9.0, Hopper) is too new: ND4J's GPU code ends at 8.9, so an older GPU would help, and no driver or toolkit does.
                | 535.54 10.0 8000                | cpu     | (card, compute capability 10.0, Blackwell) is too new
          gpu   | 535.54 12.0 8000                | refused | (card, compute capability 12.0, Blackwell) is too new
                | 535.54 3.7 8000                 | gpu:0   | GPU 0 (card, compute capability 3.7, Kepler) has driver 535.54 and 7.8 of 8.0 GiB free.
                | 535.54 5.2 8000                 | gpu:0   | Maxwell
                | 535.54 6.1 8000                 | gpu:0   | Pascal
                | 535.54 7.0 8000                 | gpu:0   | Volta
                | 535.54 7.5 8000                 | gpu:0   | Turing
                | 535.54 8.6 8000                 | gpu:0   | Ampere
                | 535.54 8.9 8000                 | gpu:0   | Ada
                | 460.32.03 ? 8000                | cpu     | GPU 0 (card, compute capability unknown) has driver 460.32.03, which does not tell the compute capability: install 510 or newer, or ask for it with --device gpu:0 if it is 3.7 or more.
          gpu:0 | 460.32.03 ? 8000                | gpu:0   | compute capability unknown
                | 535.54 8.6 5000; 535.54 8.9 7000| gpu:1   | GPU 1
          gpu:0 | 535.54 8.6 5000; 535.54 8.9 7000| gpu:0   | GPU 0
                | 535.54 8.6 300; 535.54 6.1 4096 | gpu:1   | GPU 1 (card, compute capability 6.1, Pascal) has driver 535.54 and 4.0 of 8.0 GiB free; GPU 0 (card, compute capability 8.6, Ampere) has 0.3 of 8.0 GiB free, and ND4J needs 2: close the programs that nvidia-smi lists.
          gpu:0 | 535.54 8.6 300; 535.54 6.1 4096 | refused | 0.3 of 8.0 GiB free
                | 535.54 9.0 8000; 535.54 8.6 100 | cpu     | or toolkit does; GPU 1 (card, compute capability 8.6, Ampere) has 0.1
          gpu:1 | 535.54 8.6 8000                 | refused | there is no GPU 1 here, only GPU 0 (card, compute capability 8.6, Ampere).
          cpu   | 535.54 8.6 8000                 | cpu     | the CPU was asked for.
          tpu   | 535.54 8.6 8000                 | refused | 'tpu' is no device: say cpu, gpu, or a certain one such as gpu:1.
          """)
  void givenAMachine_whenChosenForANewProcess_thenTheDeviceAndWhy(
      String request, String machine, String device, String reason) {
    check(
        DeviceChoice.of(request == null ? "" : request, Map.of(), driver(machine)), device, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|gpu:0",
        "1|gpu:1",
        "1,0|gpu:1",
        "GPU-1|gpu:1",
        "0,7,1|gpu:0",
        "-1|cpu",
        "''|cpu",
        "MIG-5|cpu"
      })
  void givenVisibleDevices_whenChosen_thenAmongTheGpusThatCudaWouldSee(
      String variable, String device) {
    DeviceChoice choice =
        DeviceChoice.of(
            "",
            Map.of("CUDA_VISIBLE_DEVICES", variable),
            driver("535.54 8.6 5000; 535.54 8.9 7000"));

    check(
        choice,
        device,
        device.equals("cpu")
            ? "CUDA_VISIBLE_DEVICES=%s hides all GPUs: GPU 0 (card, ".formatted(variable)
            : "GiB free");
  }

  /** "not asked" in the column of the machine: a driver that was asked would end in an error. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                         |                   | not asked       | cpu     | only ND4J's CPU backend is installed
          WORKBOOK_DEVICE=gpu            |                   | not asked       | refused | only ND4J's CPU backend is installed
                                         | backend           | not asked       | cpu     | without Nvidia's CUDA 11.6 libraries
                                         | backend libraries | 535.54 8.6 8000 | gpu:0   | 7.8 of 8.0 GiB free
          WORKBOOK_DEVICE=cpu            | backend libraries | not asked       | cpu     | the CPU was asked for.
          BACKEND_PRIORITY_CPU=200       | backend libraries | not asked       | cpu     | the CPU was asked for.
          BACKEND_PRIORITY_CPU=200       |                   | not asked       | cpu     | only ND4J's CPU backend is installed
          WORKBOOK_DEVICE_REASON=too_old |                   | not asked       | cpu     | too_old.
          WORKBOOK_DEVICE=gpu:           | backend libraries | not asked       | refused | WORKBOOK_DEVICE: 'gpu:' is no device
          WORKBOOK_DEVICE=gpu:x          | backend libraries | not asked       | refused | 'gpu:x' is no device
          WORKBOOK_DEVICE=gpu:-1         | backend libraries | not asked       | refused | 'gpu:-1' is no device
          WORKBOOK_DEVICE=GPU            | backend libraries | not asked       | refused | 'GPU' is no device
          WORKBOOK_DEVICE=gpu:99999999999| backend libraries | not asked       | refused | 'gpu:99999999999' is no device
                                         | backend libraries | 535.54 8.6 5000; 535.54 8.9 7000 | cpu     | 2 GPUs are here; to use GPU 1 (card, compute capability 8.9, Ada), set CUDA_VISIBLE_DEVICES=GPU-10c0ffee before this program starts, as ./workbook does.
          WORKBOOK_DEVICE=gpu            | backend libraries | 535.54 8.6 5000; 535.54 8.9 7000 | refused | set CUDA_VISIBLE_DEVICES=GPU-10c0ffee
          CUDA_VISIBLE_DEVICES=GPU-00c0f | backend libraries | 535.54 8.6 5000; 535.54 8.9 7000 | gpu:0   | GiB free
          """)
  void givenAProcess_whenChosenInside_thenTheDeviceAndWhy(
      String environment,
      String classPath,
      String machine,
      String device,
      String reason,
      @TempDir Path folder)
      throws IOException {
    try (var loader = classPath(folder, classPath == null ? "" : classPath)) {
      Supplier<List<Gpu>> driver =
          () -> {
            assertTrue(!machine.equals("not asked"), "the driver was asked");
            return driver(machine).get();
          };
      check(DeviceChoice.inside(environment(environment), loader, driver), device, reason);
    }
  }

  @Test
  void givenTheEnvironmentOfAChoice_whenChosenInside_thenTheSame(@TempDir Path folder)
      throws IOException {
    var twoGpus = driver("535.54 8.6 5000; 535.54 8.9 7000");
    DeviceChoice before = DeviceChoice.of("", Map.of(), twoGpus);

    assertEquals(
        Map.of(
            "BACKEND_PRIORITY_CPU", "0",
            "BACKEND_PRIORITY_GPU", "100",
            "CUDA_VISIBLE_DEVICES", "GPU-10c0ffee"),
        before.environment());
    try (var loader = classPath(folder, "backend libraries")) {
      assertEquals(before, DeviceChoice.inside(before.environment(), loader, twoGpus));
    }
  }

  private static URLClassLoader classPath(Path folder, String parts) throws IOException {
    String library = "org/bytedeco/cuda/" + Loader.getPlatform() + "/libcudart.so.11.0";
    String backend = "org/nd4j/linalg/jcublas/JCublasBackend.class";
    for (String part : Stream.of(parts.split(" ")).filter(p -> !p.isEmpty()).toList()) {
      Path file = folder.resolve(part.equals("backend") ? backend : library);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
  }
}
