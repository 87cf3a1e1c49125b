package org.lstmworkbook.lab.experiments;

/** A job ended before its time because its thread was interrupted. */
public final class JobStoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JobStoppedException() {
    super("stopped");
  }

  /** Ends the job if its thread was interrupted. */
  static void check() {
    if (Thread.interrupted()) {
      throw new JobStoppedException();
    }
  }
}
