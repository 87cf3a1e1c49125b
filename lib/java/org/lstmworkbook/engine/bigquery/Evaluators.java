package org.lstmworkbook.engine.bigquery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The evaluator's processes. One starts at once, so that the first query finds it ready; another
 * starts where queries run at the same time; one that ended over a query is replaced.
 */
final class Evaluators implements AutoCloseable {

  private final Executor executor;
  private final Deque<CompletableFuture<EvaluatorProcess>> idle = new ArrayDeque<>();
  private final Set<EvaluatorProcess> running = new HashSet<>();
  private final EvaluatorProcess first;
  private Catalog catalog;
  private boolean closed;

  /** Starts the first process, which loads while the caller still reads its tables. */
  Evaluators(Executor executor) throws IOException {
    this.executor = executor;
    this.first = start();
  }

  synchronized void serve(Catalog tables) {
    catalog = tables;
    idle.push(ready(first));
  }

  /**
   * A process that no other query uses.
   *
   * @throws IOException if it cannot be started
   */
  EvaluatorProcess take() throws IOException {
    try {
      return next().join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  private synchronized CompletableFuture<EvaluatorProcess> next() throws IOException {
    return idle.isEmpty() ? ready(start()) : idle.pop();
  }

  /** After a query; where the process did not survive it, another one gets ready. */
  synchronized void giveBack(EvaluatorProcess process) throws IOException {
    if (closed) {
      return;
    }
    if (process.isAlive()) {
      idle.push(CompletableFuture.completedFuture(process));
    } else {
      running.remove(process);
      if (idle.isEmpty()) {
        idle.push(ready(start()));
      }
    }
  }

  private synchronized EvaluatorProcess start() throws IOException {
    if (closed) {
      throw new IOException("The embedded BigQuery is closed");
    }
    EvaluatorProcess process = EvaluatorProcess.start();
    running.add(process);
    return process;
  }

  private CompletableFuture<EvaluatorProcess> ready(EvaluatorProcess process) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            process.send(catalog);
            return process;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        executor);
  }

  @Override
  public synchronized void close() {
    closed = true;
    running.forEach(EvaluatorProcess::kill);
  }
}
