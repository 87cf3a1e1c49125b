package org.lstmworkbook.train;

import java.time.Duration;

/**
 * Where a training stands after a mini-batch.
 *
 * @param epoch the present epoch, from 1
 * @param epochs the most epochs there can be
 * @param batch the mini-batch just learned, from 1
 * @param batches mini-batches in an epoch
 * @param loss mean squared error of that batch, with dropout, while it was learned
 * @param elapsed since this training began
 * @param left the time until all epochs are done, at the pace so far; early stopping may end it
 *     sooner
 */
public record Progress(
    int epoch, int epochs, int batch, int batches, double loss, Duration elapsed, Duration left) {

  /** The share of all mini-batches that is done, 0 … 1. */
  public double share() {
    return ((epoch - 1.0) * batches + batch) / ((double) epochs * batches);
  }
}
