package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.JobList;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryParameterType;
import com.google.api.services.bigquery.model.QueryParameterValue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs with large parameters take no more memory than they are allowed; here that is 4 MiB. */
class QueryJobsTest {

  private static final long MIB = 1 << 20;

  /** Runs nothing: a job stays as it is. */
  private static final ThreadFactory IDLE = task -> new Thread(() -> {});

  /** Closed, so that a job that runs fails at once. */
  private static Evaluators evaluators;

  @BeforeAll
  static void start() throws IOException {
    evaluators = new Evaluators(Runnable::run);
    evaluators.close();
  }

  private static JobConfiguration withParameterOf1MiB() {
    QueryParameter parameter =
        new QueryParameter()
            .setName("p")
            .setParameterType(new QueryParameterType().setType("STRING"))
            .setParameterValue(new QueryParameterValue().setValue("x".repeat((int) MIB)));
    return new JobConfiguration()
        .setQuery(
            new JobConfigurationQuery()
                .setQuery("SELECT @p")
                .setQueryParameters(List.of(parameter)));
  }

  @Test
  void givenJobsThatAreOver_whenTheyTakeTooMuch_thenTheOldestAreForgotten() {
    try (QueryJobs jobs = new QueryJobs("p", evaluators, Thread::new, 4 * MIB)) {
      for (int i = 0; i < 10; i++) {
        QueryJob job = jobs.start("job" + i, withParameterOf1MiB());
        while (!job.isDone()) {
          Thread.onSpinWait();
        }
      }

      assertEquals(
          List.of("job9", "job8", "job7"),
          jobs.latestFirst().stream().map(job -> job.reference().getJobId()).toList());
      assertThrows(ApiException.class, () -> jobs.get("job6"));
    }
  }

  @Test
  void givenJobsThatWait_whenTheyTakeTooMuch_thenTheNextIsRefused() {
    try (QueryJobs jobs = new QueryJobs("p", evaluators, IDLE, 4 * MIB)) {
      IntStream.range(0, 3).forEach(i -> jobs.start("job" + i, withParameterOf1MiB()));

      var error = assertThrows(ApiException.class, () -> jobs.start("job3", withParameterOf1MiB()));

      assertEquals("rateLimitExceeded", error.reason());
      assertTrue(error.getMessage().contains("queries of 3 MiB wait"), error.getMessage());
      assertEquals(3, jobs.latestFirst().size());
    }
  }

  @Test
  void givenAJob_whenShown_thenItsParametersAreThereAndParsedAnew() {
    JobConfiguration asked = withParameterOf1MiB();
    try (QueryJobs jobs = new QueryJobs("p", evaluators, IDLE)) {
      QueryJob job = jobs.start(null, asked);

      assertEquals(asked, job.resource().getConfiguration());
      assertNotSame(asked, job.resource().getConfiguration());
    }
  }

  @Test
  void givenLargeJobs_whenListed_thenInPagesOf10Mb() {
    try (QueryJobs jobs = new QueryJobs("p", evaluators, IDLE)) {
      IntStream.range(0, 12).forEach(i -> jobs.start("job" + i, withParameterOf1MiB()));
      Router router = new Router("p");
      new QueryApi(jobs).routes(router);

      assertEquals(
          List.of(9, 3),
          List.of(listed(router, Map.of()), listed(router, Map.of("pageToken", "9"))));
    }
  }

  private static int listed(Router router, Map<String, String> query) {
    var list = (JobList) router.answer("GET", "/bigquery/v2/projects/p/jobs", query, "");
    return list.getJobs().size();
  }
}
