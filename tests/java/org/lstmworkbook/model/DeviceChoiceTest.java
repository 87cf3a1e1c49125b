package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceChoiceTest {

  private static final String DRIVER = "535.104.05";

  private static DeviceChoice choice(String request, NvidiaSmi.Command smi) {
    return DeviceChoice.of(DeviceRequest.parse(request), NvidiaSmi.ask(smi), null);
  }

  @Test
  void givenNoDriver_whenChosen_thenTheCpuAndWhatWouldBeNeeded() {
    DeviceChoice choice =
        choice(
            "",
            words -> {
              throw new IOException("Cannot run program \"nvidia-smi\"");
            });

    assertTrue(choice.gpu().isEmpty());
    assertFalse(choice.refused());
    assertEquals(
        "no Nvidia driver was found (no nvidia-smi on PATH); a GPU from Nvidia and its driver, "
            + CudaLimits.oldestDriver()
            + " or newer, would be needed.",
        choice.reason());
    assertEquals(Map.of("BACKEND_PRIORITY_CPU", "200"), choice.environment());
  }

  @Test
  void givenADriverThatDoesNotRun_whenChosen_thenItsOwnWords() {
    String said = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.";

    DeviceChoice choice = choice("", StubNvidiaSmi.current().says(9, said));

    assertTrue(choice.gpu().isEmpty());
    assertEquals(
        "the Nvidia driver shows no GPU (nvidia-smi says: " + said + ").", choice.reason());
  }

  @Test
  void givenAnAnswerOfAnotherKind_whenChosen_thenTheCpuAndTheAnswer() {
    DeviceChoice choice = choice("", StubNvidiaSmi.current().says(0, "0, GPU-1, X, 535, [N/A]"));

    assertEquals(
        "nvidia-smi's answer could not be understood (0, GPU-1, X, 535, [N/A]).", choice.reason());
  }

  @Test
  void givenAnOldDriver_whenChosen_thenTheCpuAndTheDriverToInstall() {
    DeviceChoice choice =
        choice("", StubNvidiaSmi.current().gpu("Tesla V100", "418.226.00", "7.0", 8000));

    assertTrue(choice.gpu().isEmpty());
    assertEquals(
        "GPU 0 (Tesla V100, compute capability 7.0, Volta) has driver 418.226.00, too old for CUDA"
            + " 11.6: install %s or newer.".formatted(CudaLimits.oldestDriver()),
        choice.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "3.5, Kepler, is too old: ND4J's GPU code begins at 3.7",
    "9.0, Hopper, is too new: ND4J's GPU code ends at 8.9",
    "10.0, Blackwell, is too new: ND4J's GPU code ends at 8.9",
    "12.0, Blackwell, is too new: ND4J's GPU code ends at 8.9",
  })
  void givenACapabilityWithoutCode_whenChosen_thenTheCpuAndWhy(
      String capability, String generation, String why) {
    var smi = StubNvidiaSmi.current().gpu("Some card", DRIVER, capability, 8000);

    DeviceChoice choice = choice("", smi);

    assertTrue(choice.gpu().isEmpty());
    String card = "GPU 0 (Some card, compute capability %s, %s) ".formatted(capability, generation);
    assertTrue(choice.reason().startsWith(card + why), choice.reason());
    assertTrue(choice("gpu", smi).refused());
  }

  @ParameterizedTest
  @CsvSource({
    "3.7, Kepler",
    "5.2, Maxwell",
    "6.1, Pascal",
    "7.0, Volta",
    "7.5, Turing",
    "8.0, Ampere",
    "8.6, Ampere",
    "8.9, Ada"
  })
  void givenACapabilityWithCode_whenChosen_thenThatGpu(String capability, String generation) {
    DeviceChoice choice =
        choice("", StubNvidiaSmi.current().gpu("Some card", DRIVER, capability, 8000));

    assertEquals(
        "GPU 0 (Some card, compute capability %s, %s) has driver %s and 7.8 of 8.0 GiB free."
            .formatted(capability, generation, DRIVER),
        choice.reason());
    assertEquals(
        Map.of(
            "BACKEND_PRIORITY_CPU", "0",
            "BACKEND_PRIORITY_GPU", "100",
            "CUDA_VISIBLE_DEVICES", "GPU-00c0ffee"),
        choice.environment());
  }

  @Test
  void givenTwoGpus_whenChosen_thenTheOneWithMoreMemory() {
    var smi =
        StubNvidiaSmi.current()
            .gpu("RTX 3060", DRIVER, "8.6", 5000)
            .gpu("RTX 4060", DRIVER, "8.9", 7000);

    assertEquals(1, choice("", smi).gpu().orElseThrow().index());
    assertEquals(0, choice("gpu:0", smi).gpu().orElseThrow().index());
  }

  @Test
  void givenTwoGpusOneFull_whenChosen_thenTheOtherAndAWordAboutTheFullOne() {
    var smi =
        StubNvidiaSmi.current()
            .gpu("RTX 3060", DRIVER, "8.6", 300)
            .gpu("GTX 1070", DRIVER, "6.1", 4096);

    DeviceChoice choice = choice("", smi);

    assertEquals(1, choice.gpu().orElseThrow().index());
    assertEquals(
        "GPU 1 (GTX 1070, compute capability 6.1, Pascal) has driver 535.104.05 and 4.0 of 8.0 GiB"
            + " free; GPU 0 (RTX 3060, compute capability 8.6, Ampere) has 0.3 of 8.0 GiB free, and"
            + " ND4J needs 2: close the programs that nvidia-smi lists.",
        choice.reason());
    DeviceChoice theFullOne = choice("gpu:0", smi);
    assertTrue(theFullOne.refused());
    assertTrue(theFullOne.reason().contains("0.3 of 8.0 GiB free"), theFullOne.reason());
  }

  @Test
  void givenTwoGpusNoneFit_whenChosen_thenTheCpuAndAWordAboutEach() {
    var smi =
        StubNvidiaSmi.current()
            .gpu("H100", DRIVER, "9.0", 8000)
            .gpu("RTX 3060", DRIVER, "8.6", 100);

    String reason = choice("", smi).reason();

    assertTrue(reason.contains("GPU 0 (H100, compute capability 9.0, Hopper) is too new"), reason);
    assertTrue(reason.contains("GPU 1 (RTX 3060, compute capability 8.6, Ampere) has 0.1"), reason);
  }

  @Test
  void givenADriverThatTellsNoCapability_whenChosen_thenTheGpuOnlyIfAskedFor() {
    var smi = StubNvidiaSmi.before510().gpu("Tesla T4", "460.32.03", "", 8000);

    DeviceChoice choice = choice("", smi);

    assertTrue(choice.gpu().isEmpty());
    assertEquals(
        "GPU 0 (Tesla T4, compute capability unknown) has driver 460.32.03, which does not tell the"
            + " compute capability: install 510 or newer, or ask for it with --device gpu:0 if it"
            + " is 3.7 or more.",
        choice.reason());
    assertEquals(0, choice("gpu:0", smi).gpu().orElseThrow().index());
  }

  @Test
  void givenAGpuThatIsNotThere_whenAskedFor_thenRefusedWithThoseThatAre() {
    DeviceChoice choice =
        choice("gpu:1", StubNvidiaSmi.current().gpu("RTX 3060", DRIVER, "8.6", 8000));

    assertTrue(choice.refused());
    assertEquals(
        "there is no GPU 1 here, only GPU 0 (RTX 3060, compute capability 8.6, Ampere).",
        choice.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "1|1", "1,0|1 0", "GPU-1|1", "0,7,1|0", "-1|''", "''|''", "MIG-5|''"})
  void givenVisibleDevices_whenRead_thenTheGpusThatCudaWouldSee(String variable, String seen) {
    var smi = StubNvidiaSmi.current().gpu("A", DRIVER, "8.6", 1).gpu("B", DRIVER, "8.6", 1);

    var visible = DeviceChoice.visible(NvidiaSmi.ask(smi).gpus(), variable);

    String indices =
        String.join(" ", visible.stream().map(gpu -> Integer.toString(gpu.index())).toList());
    assertEquals(seen, indices);
  }

  @Test
  void givenAllGpusHidden_whenChosen_thenTheVariableIsNamed() {
    var answer = NvidiaSmi.ask(StubNvidiaSmi.current().gpu("RTX 3060", DRIVER, "8.6", 8000));

    DeviceChoice choice = DeviceChoice.of(DeviceRequest.parse(""), answer, "-1");

    assertEquals(
        "CUDA_VISIBLE_DEVICES=-1 hides all GPUs: GPU 0 (RTX 3060, compute capability 8.6, Ampere).",
        choice.reason());
  }
}
