package org.lstmworkbook.lab.experiments;

import java.nio.file.Path;
import java.util.Map;

/**
 * One piece of an experiment, mostly one network with one seed. On one machine the same settings
 * give the same result, to the last bit.
 */
public interface Job {

  /** Its name, told apart from the experiment's other jobs: {@code LSTM, gap 100, seed 1}. */
  String name();

  /** All that decides its result, the seed among it: column → value. */
  Map<String, Object> settings();

  /**
   * Does the job.
   *
   * @param checkpoint where a long job keeps what it goes on from, and looks for it when it begins
   * @param progress a listener that hears how far the job is
   * @return its result: column → value; null where there is none
   * @throws org.lstmworkbook.train.TrainingInterruptedException if the thread was interrupted
   */
  Map<String, Object> run(Path checkpoint, Progress progress);

  /** Is told how far a job is. */
  interface Progress {

    /**
     * A part of the job is done.
     *
     * @param done sequences, or what the job counts
     * @param most how many there will be at most
     * @param error where the job stands, in words: {@code 45 of 2,560 wrong}
     */
    void at(long done, long most, String error);
  }
}
