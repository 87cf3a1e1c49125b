package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobCancelResponse;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.JobList;
import com.google.api.services.bigquery.model.QueryRequest;
import com.google.api.services.bigquery.model.QueryResponse;
import com.google.api.services.bigquery.model.TableRow;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The methods of https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs that a SELECT needs.
 */
final class QueryApi {

  /** BigQuery's own default. */
  private static final long TIMEOUT_MS = 10_000;

  /** BigQuery answers a waiting client after this time, whatever it asked for. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(200);

  /** BigQuery's own limit. */
  private static final int MAX_CHARACTERS = 1 << 20;

  /** BigQuery ends a page at 10 MB. */
  private static final long MAX_BYTES = 10_000_000;

  private final QueryJobs jobs;

  QueryApi(QueryJobs jobs) {
    this.jobs = jobs;
  }

  void routes(Router router) {
    router.on("POST", "/queries", this::query);
    router.on("GET", "/queries/{job}", this::getQueryResults);
    router.on("POST", "/jobs", this::insert);
    router.on("GET", "/jobs", this::list);
    router.on("GET", "/jobs/{job}", call -> job(call).resource());
    router.on("POST", "/jobs/{job}/cancel", this::cancel);
  }

  private QueryJob job(Call call) {
    return jobs.get(call.path().get("job"));
  }

  private QueryResponse query(Call call) {
    QueryRequest request = call.body(QueryRequest.class);
    JobConfigurationQuery query =
        new JobConfigurationQuery()
            .setQuery(request.getQuery())
            .setUseLegacySql(request.getUseLegacySql())
            .setDefaultDataset(request.getDefaultDataset())
            .setParameterMode(request.getParameterMode())
            .setQueryParameters(request.getQueryParameters())
            .setMaximumBytesBilled(request.getMaximumBytesBilled());
    QueryJob job =
        jobs.start(
            null,
            new JobConfiguration()
                .setQuery(checked(query))
                .setDryRun(request.getDryRun())
                .setJobTimeoutMs(request.getJobTimeoutMs())
                .setLabels(request.getLabels()));
    TimestampFormat timestamps = TimestampFormat.of(request.getFormatOptions());
    return answer(
            job,
            request.getTimeoutMs(),
            timestamps,
            rows -> Page.of(rows, null, null, request.getMaxResults()))
        .setKind("bigquery#queryResponse")
        .setLocation(Catalog.LOCATION);
  }

  private QueryResponse getQueryResults(Call call) {
    return answer(job(call), call.number("timeoutMs"), call.timestamps(), call::page)
        .setKind("bigquery#getQueryResultsResponse");
  }

  /** Waits for a query; both methods that do so answer with the same fields. */
  private static QueryResponse answer(
      QueryJob job,
      Long timeoutMs,
      TimestampFormat timestamps,
      Function<List<TableRow>, Page<TableRow>> paging) {
    QueryResponse response = new QueryResponse().setJobReference(job.reference());
    Optional<QueryJob.Result> finished = job.await(timeout(timeoutMs));
    if (finished.isEmpty()) {
      return response.setJobComplete(false);
    }
    QueryJob.Result result = finished.get();
    Page<TableRow> page = paging.apply(result.rows(timestamps));
    return response
        .setJobComplete(true)
        .setCacheHit(false)
        .setSchema(result.schema())
        .setTotalBytesProcessed(result.statistics().getTotalBytesProcessed())
        .setTotalBytesBilled(result.statistics().getTotalBytesBilled())
        .setTotalRows(BigInteger.valueOf(result.rows().size()))
        .setRows(page.items())
        .setPageToken(page.nextToken());
  }

  private Job insert(Call call) {
    Job job = call.body(Job.class);
    if (job.getConfiguration() == null || job.getConfiguration().getQuery() == null) {
      throw ApiException.notImplemented("A job other than a query");
    }
    checked(job.getConfiguration().getQuery());
    String id = job.getJobReference() == null ? null : job.getJobReference().getJobId();
    QueryJob started = jobs.start(id, job.getConfiguration());
    if (Boolean.TRUE.equals(job.getConfiguration().getDryRun())) {
      started.await(MAX_WAIT);
    }
    return started.resource();
  }

  private JobCancelResponse cancel(Call call) {
    QueryJob job = job(call);
    job.cancel();
    return new JobCancelResponse().setKind("bigquery#jobCancelResponse").setJob(job.resource());
  }

  private JobList list(Call call) {
    List<QueryJob> all =
        jobs.latestFirst().stream()
            .filter(
                job ->
                    call.query()
                        .getOrDefault("stateFilter", job.state())
                        .equalsIgnoreCase(job.state()))
            .toList();
    Page<QueryJob> page = call.page(all).within(MAX_BYTES, QueryJob::resourceBytes);
    return new JobList()
        .setKind("bigquery#jobList")
        .setJobs(page.items().stream().map(QueryJob::resource).map(QueryApi::listed).toList())
        .setNextPageToken(page.nextToken());
  }

  private static JobList.Jobs listed(Job job) {
    JobList.Jobs listed = new JobList.Jobs();
    listed.putAll(job);
    return listed
        .setState(job.getStatus().getState())
        .setErrorResult(job.getStatus().getErrorResult());
  }

  private static JobConfigurationQuery checked(JobConfigurationQuery query) {
    if (query.getQuery() == null || query.getQuery().isBlank()) {
      throw ApiException.invalid("Required parameter is missing: query");
    }
    if (query.getQuery().length() > MAX_CHARACTERS) {
      throw ApiException.invalid(
          "The query is too large. The maximum is %d characters.".formatted(MAX_CHARACTERS));
    }
    if (query.getDestinationTable() != null) {
      throw ApiException.notImplemented("A destination table");
    }
    return query;
  }

  private static Duration timeout(Long millis) {
    Duration asked = Duration.ofMillis(millis == null ? TIMEOUT_MS : millis);
    return asked.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : asked;
  }
}
