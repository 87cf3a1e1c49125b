package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.GetQueryResultsResponse;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobCancelResponse;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.QueryRequest;
import com.google.api.services.bigquery.model.QueryResponse;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/**
 * The methods of https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs that a SELECT needs.
 */
final class QueryApi {

  /** BigQuery's own default. */
  private static final long TIMEOUT_MS = 10_000;

  private final QueryJobs jobs;

  QueryApi(QueryJobs jobs) {
    this.jobs = jobs;
  }

  void routes(Router router) {
    router.on("POST", "/queries", this::query);
    router.on("GET", "/queries/{job}", this::getQueryResults);
    router.on("POST", "/jobs", this::insert);
    router.on("GET", "/jobs/{job}", call -> job(call).resource());
    router.on(
        "POST", "/jobs/{job}/cancel", call -> new JobCancelResponse().setJob(job(call).resource()));
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
    boolean dryRun = Boolean.TRUE.equals(request.getDryRun());
    QueryJob job = dryRun ? jobs.dryRun(checked(query)) : jobs.start(null, checked(query));
    QueryResponse response =
        new QueryResponse()
            .setKind("bigquery#queryResponse")
            .setJobReference(job.reference())
            .setLocation(Catalog.LOCATION);
    Optional<QueryJob.Result> result = job.await(timeout(request.getTimeoutMs()));
    if (result.isEmpty()) {
      return response.setJobComplete(false);
    }
    RowsPage page =
        page(
            result.get(),
            null,
            null,
            request.getMaxResults(),
            TimestampFormat.of(request.getFormatOptions()));
    QueryPlan plan = result.get().plan();
    return response
        .setJobComplete(true)
        .setCacheHit(false)
        .setSchema(plan.schema())
        .setTotalBytesProcessed(plan.bytesProcessed())
        .setTotalBytesBilled(plan.bytesBilled())
        .setTotalRows(BigInteger.valueOf(result.get().rows().size()))
        .setRows(page.rows())
        .setPageToken(page.nextToken());
  }

  private GetQueryResultsResponse getQueryResults(Call call) {
    QueryJob job = job(call);
    GetQueryResultsResponse response =
        new GetQueryResultsResponse()
            .setKind("bigquery#getQueryResultsResponse")
            .setJobReference(job.reference());
    Optional<QueryJob.Result> result = job.await(timeout(call.number("timeoutMs")));
    if (result.isEmpty()) {
      return response.setJobComplete(false);
    }
    RowsPage page =
        page(
            result.get(),
            call.query().get("pageToken"),
            call.number("startIndex"),
            call.number("maxResults"),
            call.timestamps());
    return response
        .setJobComplete(true)
        .setCacheHit(false)
        .setSchema(result.get().plan().schema())
        .setTotalBytesProcessed(result.get().plan().bytesProcessed())
        .setTotalRows(BigInteger.valueOf(result.get().rows().size()))
        .setRows(page.rows())
        .setPageToken(page.nextToken());
  }

  private Job insert(Call call) {
    Job job = call.body(Job.class);
    if (job.getConfiguration() == null || job.getConfiguration().getQuery() == null) {
      throw ApiException.notImplemented("A job other than a query");
    }
    JobConfigurationQuery query = checked(job.getConfiguration().getQuery());
    if (Boolean.TRUE.equals(job.getConfiguration().getDryRun())) {
      return jobs.dryRun(query).resource();
    }
    String id = job.getJobReference() == null ? null : job.getJobReference().getJobId();
    return jobs.start(id, query).resource();
  }

  private static JobConfigurationQuery checked(JobConfigurationQuery query) {
    if (query.getQuery() == null || query.getQuery().isBlank()) {
      throw ApiException.invalid("Required parameter is missing: query");
    }
    if (query.getDestinationTable() != null) {
      throw ApiException.notImplemented("A destination table");
    }
    return query;
  }

  private static Duration timeout(Long millis) {
    return Duration.ofMillis(millis == null ? TIMEOUT_MS : millis);
  }

  static RowsPage page(
      QueryJob.Result result,
      String token,
      Long startIndex,
      Long maxResults,
      TimestampFormat timestamps) {
    return RowsPage.of(
        result.rows().size(),
        row -> RestRows.row(result.rows().get(row), timestamps),
        token,
        startIndex,
        maxResults);
  }
}
