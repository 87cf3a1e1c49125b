package org.lstmworkbook.train;

import java.util.ArrayList;
import java.util.List;

/** Interrupts its own thread after a batch, and keeps the reason that it is told. */
final class StopAt implements TrainingListener {

  final List<String> reasons = new ArrayList<>();

  private final int epoch;
  private final int batch;

  StopAt(int epoch, int batch) {
    this.epoch = epoch;
    this.batch = batch;
  }

  @Override
  public void batchEnded(Progress progress) {
    if (progress.epoch() == epoch && progress.batch() == batch) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void trainingStopped(String reason) {
    reasons.add(reason);
  }
}
