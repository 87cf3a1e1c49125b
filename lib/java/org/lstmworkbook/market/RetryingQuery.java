package org.lstmworkbook.market;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.JobException;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import tech.tablesaw.api.Table;

/**
 * Runs a SELECT and tries it again after a passing fault: the client itself sends {@code query()}
 * once only. A SELECT changes nothing, so running it twice is safe.
 */
final class RetryingQuery {

  /** Waits between two tries; a test gives one that does not. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  static final int TRIES = 4;
  static final Duration FIRST_WAIT = Duration.ofMillis(500);

  private final BigQuery bigquery;
  private final Sleeper sleeper;

  RetryingQuery(BigQuery bigquery) {
    this(bigquery, time -> Thread.sleep(time.toMillis()));
  }

  RetryingQuery(BigQuery bigquery, Sleeper sleeper) {
    this.bigquery = bigquery;
    this.sleeper = sleeper;
  }

  /**
   * Runs the query and reads all its rows; the wait doubles from try to try.
   *
   * @throws PriceDataException where the reader can do something: no access, no such table, no
   *     network, or a fault that did not pass in {@value #TRIES} tries
   * @throws BigQueryException if the query itself is wrong
   * @throws CancellationException if the thread was interrupted, as by the kernel's stop button
   */
  Table run(QueryJobConfiguration query) {
    try {
      Duration wait = FIRST_WAIT;
      for (int tries = 1; tries < TRIES; tries++) {
        try {
          return once(query);
        } catch (BigQueryException fault) {
          if (!BigQueryFaults.passes(fault)) {
            throw BigQueryFaults.explained(fault);
          }
        }
        sleeper.sleep(wait);
        wait = wait.multipliedBy(2);
      }
      return once(query);
    } catch (BigQueryException fault) {
      throw BigQueryFaults.explained(fault);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The query was interrupted.");
    }
  }

  private Table once(QueryJobConfiguration query) throws InterruptedException {
    try {
      return BigQueryTables.toTable(bigquery.query(query));
    } catch (JobException e) {
      throw new BigQueryException(e.getErrors());
    }
  }
}
