package org.lstmworkbook.model;

import org.lstmworkbook.UserException;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How many threads one array operation may use: one. An LSTM makes thousands of tiny operations,
 * one after the other, and threads that wait for the next of them spin against each other: with
 * two, the same training step took two and a half times as long. One thread also fixes the order of
 * additions, so that two runs give the same bits.
 */
final class NativeThreads {

  private NativeThreads() {}

  /**
   * Sets it for ND4J's own operations and for its matrix products, for the whole process.
   *
   * @throws UserException if the reader asked for a device that cannot be had
   */
  static void limit() {
    DeviceChoice choice = ProcessDevice.choice();
    if (choice.refused()) {
      throw new UserException(choice.reason());
    }
    Environment nd4j = Nd4j.getEnvironment();
    nd4j.setMaxThreads(1);
    nd4j.setMaxMasterThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
  }
}
