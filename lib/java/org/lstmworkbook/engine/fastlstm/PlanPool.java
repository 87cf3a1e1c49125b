package org.lstmworkbook.engine.fastlstm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.bytedeco.javacpp.Pointer;

/**
 * Plans that wait to be used again. Making one takes milliseconds, a training step alternates
 * between few shapes; so the most recent ones are kept, up to a number and an amount of memory, and
 * the others freed at once.
 */
final class PlanPool {

  static final PlanPool SHARED = new PlanPool(16, mostBytes(Pointer.maxBytes()));

  private final int mostPlans;
  private final long mostBytes;
  private final Deque<LstmPlan> waiting = new ArrayDeque<>();
  private long bytes;

  PlanPool(int mostPlans, long mostBytes) {
    this.mostPlans = mostPlans;
    this.mostBytes = mostBytes;
  }

  /**
   * A gigabyte, or half of what JavaCPP lets this JVM have for all of ND4J, if that is less.
   *
   * @param allowed bytes; zero or less for no limit
   */
  static long mostBytes(long allowed) {
    long gigabyte = 1L << 30;
    return allowed > 0 ? Math.min(gigabyte, allowed / 2) : gigabyte;
  }

  /** A plan for the caller alone, until it is given back. */
  LstmPlan borrow(LstmPlan.Key key) {
    LstmPlan found = take(key);
    return found == null ? new LstmPlan(key) : found;
  }

  private synchronized LstmPlan take(LstmPlan.Key key) {
    for (Iterator<LstmPlan> plans = waiting.iterator(); plans.hasNext(); ) {
      LstmPlan plan = plans.next();
      if (plan.key().equals(key)) {
        plans.remove();
        bytes -= plan.bytes();
        return plan;
      }
    }
    return null;
  }

  synchronized void giveBack(LstmPlan plan) {
    waiting.addFirst(plan);
    bytes += plan.bytes();
    while (waiting.size() > mostPlans || (bytes > mostBytes && waiting.size() > 1)) {
      LstmPlan oldest = waiting.removeLast();
      bytes -= oldest.bytes();
      oldest.close();
    }
  }
}
