package org.lstmworkbook.engine.fastlstm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The threads that share a computation with the thread that asked for it.
 *
 * <p>A training step hands work over several times within a few milliseconds, so a worker watches
 * for the next job for a moment before it sleeps. One computation at a time has the workers;
 * another one that comes meanwhile does all its work itself, with the same results, because what is
 * computed together does not depend on who computes it. Native code runs with one OpenMP thread
 * here; the caller's own setting is put back.
 */
final class ThreadPool {

  static final ThreadPool SHARED = new ThreadPool();

  private static final long WATCH_NANOS = 1_500_000;
  private static final long YIELD_NANOS = 50_000;

  private final List<Worker> workers = new ArrayList<>();
  private final ReentrantLock busy = new ReentrantLock();
  private volatile Job job;

  /**
   * Does all parts of a job and returns when the last is done.
   *
   * @param parts how many there are
   * @param threads the most that may work on them, the caller's included
   * @param task does the part of the given number
   */
  void run(int parts, int threads, IntConsumer task) {
    int workersWanted = Math.min(parts, threads) - 1;
    NativeOps native4j = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int callersThreads = native4j.ompGetMaxThreads();
    native4j.setOmpNumThreads(1);
    try {
      if (workersWanted > 0 && busy.tryLock()) {
        try {
          share(new Job(parts, workersWanted, task));
        } finally {
          busy.unlock();
        }
      } else {
        for (int part = 0; part < parts; part++) {
          task.accept(part);
        }
      }
    } finally {
      native4j.setOmpNumThreads(callersThreads);
    }
  }

  private void share(Job shared) {
    while (workers.size() < shared.workers) {
      workers.add(new Worker(workers.size()));
    }
    job = shared;
    workers.subList(0, shared.workers).forEach(Worker::wake);
    shared.work();
    shared.awaitOthers();
    job = null;
  }

  /** Parts are taken by number, by whoever is free. */
  private static final class Job {
    private final int parts;
    private final int workers;
    private final IntConsumer task;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile RuntimeException failure;

    Job(int parts, int workers, IntConsumer task) {
      this.parts = parts;
      this.workers = workers;
      this.task = task;
    }

    void work() {
      for (int part = taken.getAndIncrement(); part < parts; part = taken.getAndIncrement()) {
        try {
          task.accept(part);
        } catch (RuntimeException e) {
          failure = e;
        } finally {
          done.incrementAndGet();
        }
      }
    }

    @SuppressWarnings("ThreadPriorityCheck") // yielding is only a courtesy: nothing depends on it
    void awaitOthers() {
      long patience = System.nanoTime() + YIELD_NANOS;
      while (done.get() < parts) {
        if (System.nanoTime() < patience) {
          Thread.onSpinWait();
        } else {
          // Perhaps another program has the worker's core: let it have this one, or the worker will
          // wait longer still.
          Thread.yield();
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  private final class Worker implements Runnable {
    private final int number;
    private final Thread thread;
    private volatile boolean asleep;

    Worker(int number) {
      this.number = number;
      thread = new Thread(this, "lstm-worker-" + number);
      thread.setDaemon(true);
      thread.start();
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
      Job last = null;
      while (true) {
        last = next(last);
        if (number < last.workers) {
          last.work();
        }
      }
    }

    private Job next(Job last) {
      long sleepAt = System.nanoTime() + WATCH_NANOS;
      while (true) {
        Job offered = job;
        if (offered != null && offered != last) {
          return offered;
        }
        if (System.nanoTime() < sleepAt) {
          Thread.onSpinWait();
          continue;
        }
        asleep = true;
        // A job posted before the flag was seen would otherwise be slept through.
        if (job == null || job == last) {
          LockSupport.park(ThreadPool.this);
        }
        asleep = false;
      }
    }
  }
}
