package org.lstmworkbook.lab.experiments;

/** Is told how far a job is. */
public interface JobProgress {

  /**
   * A part of the job is done.
   *
   * @param done sequences, or what the job counts
   * @param most how many there will be at most
   * @param error where the job stands, in words: {@code 45 of 2,560 wrong}
   */
  void at(long done, long most, String error);
}
