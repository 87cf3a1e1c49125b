package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.JobStatistics;
import com.google.api.services.bigquery.model.JobStatistics2;
import com.google.api.services.bigquery.model.JobStatus;
import com.google.zetasql.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A query that was sent. It runs in the background, and its rows stay to be paged through. */
final class QueryJob {

  /**
   * @param rows empty for a dry run
   */
  record Result(QueryPlan plan, List<? extends List<Value>> rows) {}

  private final JobReference reference;
  private final JobConfiguration configuration;
  private final CompletableFuture<Result> result;
  private final long startTime = System.currentTimeMillis();
  private volatile long endTime;

  QueryJob(
      JobReference reference, JobConfiguration configuration, CompletableFuture<Result> result) {
    this.reference = reference;
    this.configuration = configuration;
    this.result = result.whenComplete((done, error) -> endTime = System.currentTimeMillis());
  }

  JobReference reference() {
    return reference;
  }

  /**
   * Waits for the result, but not for ever.
   *
   * @return nothing if the query still runs
   * @throws ApiException if it failed
   */
  Optional<Result> await(Duration atMost) {
    try {
      return Optional.of(result.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ApiException error
          ? error
          : new ApiException(500, "internalError", e.getCause().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The job as jobs.get shows it, also when it failed. */
  Job resource() {
    Job job =
        new Job()
            .setKind("bigquery#job")
            .setId(
                "%s:%s.%s"
                    .formatted(reference.getProjectId(), Catalog.LOCATION, reference.getJobId()))
            .setJobReference(reference)
            .setConfiguration(configuration)
            .setStatus(new JobStatus().setState(result.isDone() ? "DONE" : "RUNNING"))
            .setStatistics(new JobStatistics().setCreationTime(startTime).setStartTime(startTime));
    if (result.isDone()) {
      job.getStatistics().setEndTime(endTime);
      try {
        await(Duration.ZERO).ifPresent(done -> describe(done.plan(), job.getStatistics()));
      } catch (ApiException e) {
        ErrorProto error = new ErrorProto().setReason(e.reason()).setMessage(e.getMessage());
        job.getStatus().setErrorResult(error).setErrors(List.of(error));
      }
    }
    return job;
  }

  private static void describe(QueryPlan plan, JobStatistics statistics) {
    statistics
        .setTotalBytesProcessed(plan.bytesProcessed())
        .setQuery(
            new JobStatistics2()
                .setStatementType("SELECT")
                .setCacheHit(false)
                .setTotalBytesProcessed(plan.bytesProcessed())
                .setTotalBytesBilled(plan.bytesBilled())
                .setTotalBytesProcessedAccuracy("PRECISE")
                .setSchema(plan.schema())
                .setReferencedTables(
                    plan.tables().stream().map(each -> each.name().reference()).toList()));
  }
}
