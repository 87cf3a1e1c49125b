package org.lstmworkbook.query;

import com.google.cloud.bigquery.QueryJobConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.lstmworkbook.UserException;

/**
 * What a query of this library may cost and how long it may take. BigQuery itself keeps to both: it
 * refuses a query that would bill more, before it reads anything, and ends a job that takes longer.
 *
 * @param maximumBytesBilled the most bytes that may be billed
 * @param timeout the longest time from the start of the job to its end; reading the rows is not
 *     counted
 */
public record QueryLimits(long maximumBytesBilled, Duration timeout) {

  /** The environment variable that replaces {@link #DEFAULT}'s cap, in bytes. */
  static final String VARIABLE = "WORKBOOK_MAXIMUM_BYTES_BILLED";

  /** 1 GB, which is less than a cent, and five minutes. */
  static final QueryLimits DEFAULT = new QueryLimits(1_000_000_000L, Duration.ofMinutes(5));

  /** By this label the project's owner finds the workbook's queries in the bill. */
  static final Map<String, String> LABELS = Map.of("application", "lstm-workbook");

  /**
   * The default limits, with the cap of {@link #VARIABLE} where that is set.
   *
   * @throws UserException if it is not a whole number above 0
   */
  public static QueryLimits current() {
    return from(System.getenv());
  }

  static QueryLimits from(Map<String, String> environment) {
    Optional<String> cap =
        Optional.ofNullable(environment.get(VARIABLE)).map(String::strip).filter(t -> !t.isEmpty());
    try {
      long bytes = cap.map(Long::parseLong).orElse(DEFAULT.maximumBytesBilled);
      if (bytes > 0) {
        return new QueryLimits(bytes, DEFAULT.timeout);
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new UserException(
        "%s is \"%s\". Give a whole number of bytes above 0, such as 20000000000 for 20 GB."
            .formatted(VARIABLE, cap.orElseThrow()));
  }

  /** The same query within these limits, labelled. What it limits itself stays as it is. */
  public QueryJobConfiguration applyTo(QueryJobConfiguration query) {
    QueryJobConfiguration.Builder limited = query.toBuilder();
    if (query.getMaximumBytesBilled() == null) {
      limited.setMaximumBytesBilled(maximumBytesBilled);
    }
    if (query.getJobTimeoutMs() == null) {
      limited.setJobTimeoutMs(timeout.toMillis());
    }
    if (query.getLabels() == null) {
      limited.setLabels(LABELS);
    }
    return limited.build();
  }
}
