package org.lstmworkbook.query;

import com.google.cloud.bigquery.BigQueryException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one request, again after a transient fault, and never waits for ever. The waits double, and
 * each is shortened by chance, so that a class of notebooks does not come back all at once.
 *
 * <p>A request runs in a thread of its own: Java cannot interrupt a thread that reads from the
 * network, but the one that waits for it.
 */
final class RequestRetry {

  /** Waits between two tries; a test gives one that does not. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  static final int TRIES = 6;

  /** The longest wait before the second try; five waits are 15.5 seconds at most. */
  static final Duration FIRST_WAIT = Duration.ofMillis(500);

  /** An answer that still drips in after this time is given up. */
  static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);

  private final Sleeper sleeper;
  private final Duration requestLimit;

  RequestRetry() {
    this(time -> Thread.sleep(time.toMillis()), REQUEST_LIMIT);
  }

  /**
   * @param requestLimit the longest time for one try; after that time the tries end too
   */
  RequestRetry(Sleeper sleeper, Duration requestLimit) {
    this.sleeper = sleeper;
    this.requestLimit = requestLimit;
  }

  /**
   * @return the request's answer
   * @throws BigQueryException the last fault, if it lasts
   */
  <T> T send(Callable<T> request) throws InterruptedException {
    long began = System.nanoTime();
    Duration longest = FIRST_WAIT;
    for (int tries = 1; ; tries++) {
      try {
        return once(request);
      } catch (BigQueryException fault) {
        boolean late = System.nanoTime() - began >= requestLimit.toNanos();
        if (tries == TRIES || late || !BigQueryFaults.isTransient(fault)) {
          throw fault;
        }
      }
      long half = longest.toMillis() / 2;
      sleeper.sleep(Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1)));
      longest = longest.multipliedBy(2);
    }
  }

  /** Waits between two questions. */
  void pause(Duration time) throws InterruptedException {
    sleeper.sleep(time);
  }

  /** One try. What the client throws over a broken answer is a fault like any other. */
  <T> T once(Callable<T> request) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(request);
    Thread thread = new Thread(task, "bigquery-request");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(requestLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw BigQueryFaults.broken(
          "no whole answer came within " + requestLimit.toSeconds() + " seconds", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BigQueryException fault) {
        throw fault;
      }
      if (e.getCause() instanceof RuntimeException unreadable) {
        throw BigQueryFaults.broken("the client cannot read it", unreadable);
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      task.cancel(true);
    }
  }
}
