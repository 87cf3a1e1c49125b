package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.TableReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs queries in the background and keeps the latest, so that a long session does not fill up. */
final class QueryJobs implements AutoCloseable {

  /** As many queries run at the same time. */
  private static final int RUNNING = 2;

  /** As many wait; BigQuery has such a limit too. */
  private static final int WAITING = 100;

  /** As many jobs are kept, and of them and their rows so many bytes; of those that wait, too. */
  private static final int KEPT = 1000;

  private static final long KEPT_BYTES = 256L << 20;

  /** The dataset of the hidden tables that hold the results of queries. */
  static final String ANONYMOUS_DATASET = "_anonymous";

  private final String project;
  private final Evaluators evaluators;
  private final ThreadPoolExecutor workers;
  private final Map<String, QueryJob> jobs = new LinkedHashMap<>();
  private final long keptBytes;

  QueryJobs(String project, Evaluators evaluators, ThreadFactory threads) {
    this(project, evaluators, threads, KEPT_BYTES);
  }

  QueryJobs(String project, Evaluators evaluators, ThreadFactory threads, long keptBytes) {
    this.project = project;
    this.evaluators = evaluators;
    this.keptBytes = keptBytes;
    this.workers =
        new ThreadPoolExecutor(
            RUNNING, RUNNING, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), threads);
  }

  /**
   * Starts a query, or plans it where it is a dry run.
   *
   * @param id the client's own name for the job, or null
   * @throws ApiException 409 if there is a job of that name, 403 if too many wait already
   */
  QueryJob start(String id, JobConfiguration configuration) {
    JobReference reference =
        new JobReference()
            .setProjectId(project)
            .setJobId(id == null ? "job_" + UUID.randomUUID() : id)
            .setLocation(Catalog.LOCATION);
    configuration.setJobType("QUERY");
    if (Boolean.TRUE.equals(configuration.getDryRun())) {
      QueryJob job = new QueryJob(reference, configuration);
      run(job);
      return job;
    }
    configuration
        .getQuery()
        .setDestinationTable(
            new TableReference()
                .setProjectId(project)
                .setDatasetId(ANONYMOUS_DATASET)
                .setTableId(reference.getJobId()));
    QueryJob job = new QueryJob(reference, configuration);
    synchronized (jobs) {
      if (jobs.containsKey(reference.getJobId())) {
        throw new ApiException(
            409, "duplicate", "Already Exists: Job " + name(reference.getJobId()));
      }
      long waiting =
          jobs.values().stream().filter(each -> !each.isDone()).mapToLong(QueryJob::bytes).sum();
      if (waiting + job.bytes() > keptBytes) {
        throw refused(job, "queries of %d MiB".formatted(waiting >> 20));
      }
      run(job);
      jobs.put(reference.getJobId(), job);
      forgetOldest();
    }
    return job;
  }

  private void run(QueryJob job) {
    try {
      workers.execute(() -> job.run(evaluators));
    } catch (RejectedExecutionException e) {
      throw refused(job, WAITING + " queries");
    }
  }

  private static ApiException refused(QueryJob job, String waiting) {
    ApiException tooMany =
        new ApiException(
            403,
            "rateLimitExceeded",
            "Exceeded rate limits: %s wait already. Send this one when they are done."
                .formatted(waiting));
    job.stop(tooMany);
    return tooMany;
  }

  /** Running jobs stay, and so does the latest, whatever it takes. */
  private void forgetOldest() {
    long bytes = jobs.values().stream().mapToLong(QueryJob::bytes).sum();
    Iterator<QueryJob> oldest = jobs.values().iterator();
    while (oldest.hasNext() && (jobs.size() > KEPT || (bytes > keptBytes && jobs.size() > 1))) {
      QueryJob job = oldest.next();
      if (job.isDone()) {
        bytes -= job.bytes();
        oldest.remove();
      }
    }
  }

  /**
   * @throws ApiException 404 if there is no such job, or it is long past
   */
  QueryJob get(String id) {
    synchronized (jobs) {
      QueryJob job = jobs.get(id);
      if (job == null) {
        throw ApiException.notFound("Job " + name(id));
      }
      return job;
    }
  }

  /** The jobs that are kept, the latest first. */
  List<QueryJob> latestFirst() {
    synchronized (jobs) {
      List<QueryJob> all = new ArrayList<>(jobs.values());
      Collections.reverse(all);
      return all;
    }
  }

  private String name(String id) {
    return project + ":" + Catalog.LOCATION + "." + id;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
