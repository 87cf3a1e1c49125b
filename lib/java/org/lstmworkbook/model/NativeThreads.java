package org.lstmworkbook.model;

import org.lstmworkbook.Notice;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How many threads one array operation may use: one. An LSTM makes thousands of tiny operations,
 * one after the other, and threads that wait for the next of them spin against each other: with
 * two, the same training step took two and a half times as long. One thread also fixes the order of
 * additions, so that two runs give the same bits.
 *
 * <p>ND4J reads the number for its own operations once, from OMP_NUM_THREADS, when its library is
 * loaded; its {@code setMaxThreads} changes nothing afterwards (1.0.0-M2.1). The launcher sets that
 * variable; where it is missing, this can only say so.
 */
final class NativeThreads {

  private NativeThreads() {}

  /**
   * Sets it where that is possible, for the whole process; says once where it is not.
   *
   * @throws UserException if the reader asked for a device that cannot be had
   */
  static void limit() {
    DeviceChoice choice = ProcessDevice.choice();
    if (choice.refused()) {
      throw new UserException(choice.reason());
    }
    Environment nd4j = Nd4j.getEnvironment();
    nd4j.setMaxMasterThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
    int threads = nd4j.maxThreads();
    if (nd4j.isCPU() && threads > 1) {
      Notice.once(
          "ND4J computes with %d threads: slower for an LSTM, and long sums differ in their last bits. Set OMP_NUM_THREADS=1 in the environment of this program (for a Jupyter kernel: in the env of its kernelspec) and start it again."
              .formatted(threads));
    }
  }
}
