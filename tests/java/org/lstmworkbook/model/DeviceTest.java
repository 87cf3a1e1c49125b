package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class DeviceTest {

  @Test
  void givenOnlyTheCpuBackend_whenCurrent_thenItSaysWhichAndWhy() {
    Device device = Device.current();

    assertEquals("CpuBackend", device.backend());
    assertTrue(device.name().startsWith("CPU, "), device.name());
    assertEquals("only ND4J's CPU backend is installed.", device.reason());
    assertTrue(device.describe().contains(device.name()));
    assertTrue(device.describe().contains(device.reason()));
  }

  @Test
  void givenADevice_whenCurrent_thenOneNativeThreadIsUsed() {
    Device.current();

    assertEquals(1, Nd4j.getEnvironment().maxThreads());
    assertEquals(1, Nd4j.getEnvironment().maxMasterThreads());
    assertEquals(1, Nd4j.factory().blas().getMaxThreads());
  }
}
