package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.TableReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Runs queries in the background and keeps the latest, so that a long session does not fill up. */
final class QueryJobs {

  /** A result of 10,000 rows of prices takes about 10 MB. */
  static final int KEPT = 16;

  /** The dataset of the hidden tables that hold the results of queries. */
  static final String ANONYMOUS_DATASET = "_anonymous";

  private final String project;
  private final SqlEngine engine;
  private final Executor executor;
  private final Map<String, QueryJob> jobs =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, QueryJob> eldest) {
          return size() > KEPT;
        }
      };

  QueryJobs(String project, SqlEngine engine, Executor executor) {
    this.project = project;
    this.engine = engine;
    this.executor = executor;
  }

  /**
   * Starts a query.
   *
   * @param id the client's own name for the job, or null
   * @throws ApiException 409 if there is a job of that name
   */
  QueryJob start(String id, JobConfigurationQuery query) {
    JobReference reference = reference(id == null ? "job_" + UUID.randomUUID() : id);
    query.setDestinationTable(
        new TableReference()
            .setProjectId(project)
            .setDatasetId(ANONYMOUS_DATASET)
            .setTableId(reference.getJobId()));
    JobConfiguration configuration = new JobConfiguration().setJobType("QUERY").setQuery(query);
    synchronized (jobs) {
      if (jobs.containsKey(reference.getJobId())) {
        throw new ApiException(
            409, "duplicate", "Already Exists: Job " + name(reference.getJobId()));
      }
      QueryJob job =
          new QueryJob(
              reference, configuration, CompletableFuture.supplyAsync(() -> run(query), executor));
      jobs.put(reference.getJobId(), job);
      return job;
    }
  }

  /**
   * Plans a query without running it.
   *
   * @throws ApiException if the query is not valid
   */
  QueryJob dryRun(JobConfigurationQuery query) {
    QueryJob.Result plan = new QueryJob.Result(engine.plan(query), List.of());
    return new QueryJob(
        reference(null),
        new JobConfiguration().setJobType("QUERY").setDryRun(true).setQuery(query),
        CompletableFuture.completedFuture(plan));
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

  private QueryJob.Result run(JobConfigurationQuery query) {
    QueryPlan plan = engine.plan(query);
    Long limit = query.getMaximumBytesBilled();
    if (limit != null && plan.bytesBilled() > limit) {
      throw new ApiException(
          400,
          "bytesBilledLimitExceeded",
          "Query exceeded limit for bytes billed: %d. %d or higher required."
              .formatted(limit, plan.bytesBilled()));
    }
    return new QueryJob.Result(plan, plan.run());
  }

  private JobReference reference(String id) {
    return new JobReference().setProjectId(project).setJobId(id).setLocation(Catalog.LOCATION);
  }

  private String name(String id) {
    return project + ":" + Catalog.LOCATION + "." + id;
  }
}
