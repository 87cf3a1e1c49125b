package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lstmworkbook.model.CudaToolkit.COMPLETE;
import static org.lstmworkbook.model.CudaToolkit.NO_BACKEND;
import static org.lstmworkbook.model.CudaToolkit.NO_LIBRARIES;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lstmworkbook.UserException;

class ProcessDeviceTest {

  private static NvidiaSmi.Answer oneGpu() {
    return NvidiaSmi.ask(StubNvidiaSmi.current().gpu("RTX 3060", "535.54", "8.6", 8000));
  }

  private static NvidiaSmi.Answer twoGpus() {
    return NvidiaSmi.ask(
        StubNvidiaSmi.current()
            .gpu("RTX 3060", "535.54", "8.6", 5000)
            .gpu("RTX 4060", "535.54", "8.9", 7000));
  }

  private static NvidiaSmi.Answer notAsked() {
    throw new AssertionError("the driver was asked");
  }

  @Test
  void givenTheDefaultInstallation_whenDecided_thenTheCpuAndTheDriverIsNotAsked() {
    DeviceChoice choice = ProcessDevice.decide(Map.of(), NO_BACKEND, ProcessDeviceTest::notAsked);

    assertTrue(choice.gpu().isEmpty());
    assertFalse(choice.refused());
    assertTrue(choice.reason().startsWith("only ND4J's CPU backend is installed"));
  }

  @Test
  void givenTheDefaultInstallation_whenAGpuIsAskedFor_thenRefused() {
    assertTrue(
        ProcessDevice.decide(
                Map.of("WORKBOOK_DEVICE", "gpu"), NO_BACKEND, ProcessDeviceTest::notAsked)
            .refused());
  }

  @Test
  void givenTheBackendWithoutToolkit_whenDecided_thenTheCpuAndWhatIsMissing() {
    DeviceChoice choice = ProcessDevice.decide(Map.of(), NO_LIBRARIES, ProcessDeviceTest::notAsked);

    assertTrue(choice.gpu().isEmpty());
    assertTrue(choice.reason().contains("without Nvidia's CUDA 11.6 libraries"), choice.reason());
  }

  @Test
  void givenCudaAndOneGpu_whenDecided_thenTheGpu() {
    assertTrue(
        ProcessDevice.decide(Map.of(), COMPLETE, ProcessDeviceTest::oneGpu).gpu().isPresent());
  }

  @Test
  void givenTwoGpusInSight_whenDecided_thenTheCpuAndTheVariableToSet() {
    DeviceChoice choice = ProcessDevice.decide(Map.of(), COMPLETE, ProcessDeviceTest::twoGpus);

    assertTrue(choice.gpu().isEmpty());
    assertTrue(choice.reason().contains("set CUDA_VISIBLE_DEVICES=GPU-10c0ffee"), choice.reason());
  }

  @Test
  void givenTwoGpusOneVisible_whenDecided_thenThatOne() {
    var environment = Map.of("CUDA_VISIBLE_DEVICES", "GPU-00c0ffee");

    DeviceChoice choice = ProcessDevice.decide(environment, COMPLETE, ProcessDeviceTest::twoGpus);

    assertEquals(0, choice.gpu().orElseThrow().index());
  }

  @Test
  void givenTheEnvironmentOfAChoice_whenDecidedInIt_thenTheSameGpu() {
    DeviceChoice before = DeviceChoice.of(DeviceRequest.parse(""), twoGpus(), null);

    DeviceChoice inside =
        ProcessDevice.decide(before.environment(), COMPLETE, ProcessDeviceTest::twoGpus);

    assertEquals(before, inside);
  }

  @Test
  void givenTheCpuAskedFor_whenDecided_thenTheDriverIsNotAsked() {
    var byTheWorkbook = Map.of("WORKBOOK_DEVICE", "cpu");
    var byNd4j = Map.of("BACKEND_PRIORITY_CPU", "200");

    assertEquals(
        "the CPU was asked for.",
        ProcessDevice.decide(byTheWorkbook, COMPLETE, ProcessDeviceTest::notAsked).reason());
    assertEquals(
        "the CPU was asked for.",
        ProcessDevice.decide(byNd4j, COMPLETE, ProcessDeviceTest::notAsked).reason());
  }

  @Test
  void givenTheLaunchersReason_whenDecided_thenItIsTheSentence() {
    var environment = Map.of("WORKBOOK_DEVICE_REASON", "the driver is too old.");

    assertEquals(
        "the driver is too old.",
        ProcessDevice.decide(environment, NO_BACKEND, ProcessDeviceTest::notAsked).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpu", "gpu:", "gpu:x", "gpu:-1", "GPU", "gpu:99999999999"})
  void givenAWordThatIsNoDevice_whenDecided_thenRefusedByItsName(String word) {
    DeviceChoice choice =
        ProcessDevice.decide(
            Map.of("WORKBOOK_DEVICE", word), COMPLETE, ProcessDeviceTest::notAsked);

    assertTrue(choice.refused());
    assertTrue(choice.reason().contains("'" + word + "' is no device"), choice.reason());
    assertThrows(UserException.class, () -> DeviceRequest.parse(word));
  }

  @Test
  void givenClassPaths_whenLookedAt_thenWhatIsOnThem(@TempDir Path folder) throws IOException {
    Path backend = folder.resolve("backend");
    Path libraries = folder.resolve("libraries");
    touch(backend.resolve("org/nd4j/linalg/jcublas/JCublasBackend.class"));
    touch(libraries.resolve("org/bytedeco/cuda/linux-x86_64/libcudart.so.11.0"));

    assertEquals(NO_BACKEND, toolkit());
    assertEquals(NO_LIBRARIES, toolkit(backend));
    assertEquals(COMPLETE, toolkit(backend, libraries));
  }

  private static CudaToolkit toolkit(Path... classPath) throws IOException {
    var urls = new URL[classPath.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath[i].toUri().toURL();
    }
    try (var loader = new URLClassLoader(urls, null)) {
      return CudaToolkit.find(loader, "linux-x86_64", Map.of());
    }
  }

  private static void touch(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }
}
