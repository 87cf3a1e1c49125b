package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class DeviceTest {

  @Test
  void givenOnlyTheCpuBackend_whenCurrent_thenItSaysWhichAndWhy() {
    String cuda = "/org/nd4j/linalg/jcublas/JCublasBackend.class";
    assumeTrue(DeviceTest.class.getResource(cuda) == null, "this build has the profile cuda on");
    Device device = Device.current();

    assertEquals("CpuBackend", device.backend());
    assertFalse(device.isGpu());
    assertTrue(device.name().startsWith("CPU, "), device.name());
    assertTrue(device.reason().startsWith("only ND4J's CPU backend is installed"));
    assertTrue(device.describe().contains(device.name()));
    assertTrue(device.describe().contains(device.reason()));
    assertEquals("native memory of this computer", device.memoryOf(Nd4j.ones(2, 3)));
  }

  @Test
  void givenADevice_whenCurrent_thenOneNativeThreadIsUsed() {
    Device.current();

    assertEquals(1, Nd4j.getEnvironment().maxThreads());
    assertEquals(1, Nd4j.getEnvironment().maxMasterThreads());
    assertEquals(1, Nd4j.factory().blas().getMaxThreads());
  }

  @Test
  void givenAnArray_whenItsTransferIsMeasured_thenItsBytesAndThatThereIsNoGpu() {
    var array = Nd4j.linspace(1, 6, 6).reshape(2, 3);

    TransferTime transfer = TransferTime.measure(array);

    assertEquals(6L * array.dataType().width(), transfer.bytes());
    assertTrue(transfer.seconds() > 0);
    assertFalse(transfer.overTheBus());
    assertTrue(transfer.describe().startsWith("There is no GPU here"), transfer.describe());
    assertEquals(21, array.sumNumber().doubleValue());
  }
}
