package org.lstmworkbook.notebook;

import java.time.Duration;

/** Lets something happen at most once in a while, and the first time at once. */
final class Throttle {

  private long next = System.nanoTime();
  private final long pause;

  Throttle(Duration pause) {
    this.pause = pause.toNanos();
  }

  /** Whether enough time has passed; if so, the next while begins. */
  boolean passes() {
    long now = System.nanoTime();
    if (now - next < 0) {
      return false;
    }
    next = now + pause;
    return true;
  }

  /** Waits {@code times} as long as what began at {@code start} took, if that is longer. */
  void notBefore(long start, int times) {
    long now = System.nanoTime();
    next = Math.max(next, now + times * (now - start));
  }
}
