package org.lstmworkbook.train;

/** Is told how a training goes, on the thread that trains: a progress bar, live curves. */
public interface TrainingListener {

  /** A pass over the training windows begins; epochs are counted from 1. */
  default void epochStarted(int epoch, int epochs) {}

  /** A mini-batch was learned. */
  default void batchEnded(Progress progress) {}

  /** An epoch is over and scored; {@code soFar} ends with it. */
  default void epochEnded(History soFar) {}

  /** The training is over: all epochs, or stopped early; the best weights are in the network. */
  default void trainingEnded(History history) {}

  /**
   * The training ended before its time, by the stop button or a loss that is no number.
   *
   * @param reason the sentence that says why, what is kept, and how to go on
   */
  default void trainingStopped(String reason) {}
}
