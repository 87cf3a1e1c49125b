package org.lstmworkbook.engine.device;

import org.nd4j.linalg.cpu.nativecpu.CpuBackend;

/**
 * ND4J's CPU backend once more, as the one that ND4J meets first where the CPU was chosen. ND4J
 * finds it through {@code META-INF/services}; so any program that has this library on its class
 * path keeps to {@link DeviceChoice}, however it was started.
 */
public final class CpuBeforeCuda extends CpuBackend {

  private static final int BEFORE_ALL = 1000;
  private static final int AFTER_ALL = -1;

  /** ND4J loads the backend of the highest priority that is available. */
  @Override
  public int getPriority() {
    boolean cudaIsHere = DeviceChoice.hasBackend(CpuBeforeCuda.class.getClassLoader());
    return cudaIsHere && !DeviceChoice.current().isGpu() ? BEFORE_ALL : AFTER_ALL;
  }
}
