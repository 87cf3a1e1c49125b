package org.lstmworkbook.engine.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.JobStatistics;
import com.google.api.services.bigquery.model.JobStatistics2;
import com.google.api.services.bigquery.model.JobStatus;
import com.google.api.services.bigquery.model.TableRow;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.common.collect.Lists;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
   * @param rows each in {@link RowBytes}; empty for a dry run
   * @param bytes what the rows take of memory
   */
  record Result(JobStatistics2 statistics, List<byte[]> rows, long bytes) {

    TableSchema schema() {
      return statistics.getSchema();
    }

    /** The rows as BigQuery's JSON has them, each made when it is asked for. */
    List<TableRow> rows(TimestampFormat timestamps) {
      return Lists.transform(rows, row -> RowBytes.resource(row, schema().getFields(), timestamps));
    }
  }

  private static final long TIMEOUT_MS = TimeUnit.MINUTES.toMillis(10);

  private final JobReference reference;

  /** In JSON: parsed, parameters take several times as much. */
  private final byte[] configuration;

  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private final long startTime = System.currentTimeMillis();
  private volatile long endTime;
  private EvaluatorProcess process;

  QueryJob(JobReference reference, JobConfiguration configuration) {
    this.reference = reference;
    try {
      this.configuration = GsonFactory.getDefaultInstance().toByteArray(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Long asked = configuration.getJobTimeoutMs();
    long millis = asked == null ? TIMEOUT_MS : asked;
    var unused =
        result
            .orTimeout(millis, TimeUnit.MILLISECONDS)
            .whenComplete(
                (done, error) -> {
                  endTime = System.currentTimeMillis();
                  kill();
                });
  }

  JobReference reference() {
    return reference;
  }

  private JobConfiguration configuration() {
    try {
      return GsonFactory.getDefaultInstance()
          .fromInputStream(new ByteArrayInputStream(configuration), UTF_8, JobConfiguration.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the query to its end, unless it was stopped before. */
  void run(Evaluators evaluators) {
    try {
      EvaluatorProcess taken = evaluators.take();
      try {
        if (assign(taken)) {
          JobConfiguration asked = configuration();
          Result rows = taken.run(asked.getQuery(), Boolean.TRUE.equals(asked.getDryRun()));
          assign(null);
          result.complete(rows);
        }
      } catch (ApiException e) {
        assign(null);
        result.completeExceptionally(e);
      } catch (IOException e) {
        taken.kill();
        result.completeExceptionally(outgrown());
      } finally {
        evaluators.giveBack(taken);
      }
    } catch (IOException e) {
      result.completeExceptionally(
          new ApiException(
              500,
              "internalError",
              "The evaluator cannot be started (%s). Where the library was built again meanwhile, restart the kernel."
                  .formatted(e.getMessage())));
    }
  }

  private static ApiException outgrown() {
    return ApiException.resourcesExceeded(
        ("the query needs more than the %d GiB of memory that the embedded endpoint gives it, or"
                + " nests too deeply. Does each join name its key? Else filter or aggregate"
                + " earlier; with a project, BigQuery runs it.")
            .formatted(EvaluatorProcess.MEMORY_GIB));
  }

  /** False if the job is over. */
  private synchronized boolean assign(EvaluatorProcess taken) {
    process = result.isDone() ? null : taken;
    return !result.isDone();
  }

  private synchronized void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /** As jobs.cancel does; nothing happens to a job that is over. */
  void cancel() {
    stop(new ApiException(499, "stopped", "Job execution was cancelled: User requested it"));
  }

  /** Ends the job with this error, unless it is over. */
  void stop(ApiException why) {
    result.completeExceptionally(why);
  }

  boolean isDone() {
    return result.isDone();
  }

  String state() {
    return isDone() ? "DONE" : "RUNNING";
  }

  /** What the job and its rows take of memory. */
  long bytes() {
    boolean hasRows = result.isDone() && !result.isCompletedExceptionally();
    return configuration.length + (hasRows ? result.join().bytes() : 0);
  }

  /** What it takes in a list of jobs. */
  long resourceBytes() {
    return configuration.length;
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
      throw error(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private ApiException error(Throwable cause) {
    if (cause instanceof ApiException error) {
      return error;
    } else if (cause instanceof TimeoutException) {
      return new ApiException(
          400,
          "stopped",
          "Job timed out after %d ms. Filter or aggregate earlier; where each row looks at others of its table, use a window function (LAG, MAX OVER) instead of a sub-query or a join; or allow it more time."
              .formatted(endTime - startTime));
    }
    return new ApiException(500, "internalError", cause.toString());
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
            .setConfiguration(configuration())
            .setStatus(new JobStatus().setState(state()))
            .setStatistics(new JobStatistics().setCreationTime(startTime).setStartTime(startTime));
    if (result.isDone()) {
      job.getStatistics().setEndTime(endTime);
      try {
        JobStatistics2 query = await(Duration.ZERO).orElseThrow().statistics();
        job.getStatistics().setTotalBytesProcessed(query.getTotalBytesProcessed()).setQuery(query);
      } catch (ApiException e) {
        ErrorProto error = new ErrorProto().setReason(e.reason()).setMessage(e.getMessage());
        job.getStatus().setErrorResult(error).setErrors(List.of(error));
      }
    }
    return job;
  }
}
