package org.lstmworkbook.market;

import com.google.cloud.bigquery.BigQueryException;
import java.util.Set;

/** Tells a passing fault of BigQuery from a lasting one, and says a lasting one in words. */
final class BigQueryFaults {

  /** https://cloud.google.com/bigquery/docs/error-messages says to try again after these. */
  private static final Set<String> PASSING =
      Set.of(
          "backendError",
          "internalError",
          "rateLimitExceeded",
          "jobBackendError",
          "jobInternalError",
          "jobRateLimitExceeded");

  /** The code of a fault that no server answered. */
  private static final int NO_ANSWER = BigQueryException.UNKNOWN_CODE;

  private BigQueryFaults() {}

  static boolean passes(BigQueryException fault) {
    return fault.isRetryable()
        || fault.getCode() == 503
        || (fault.getReason() != null && PASSING.contains(fault.getReason()));
  }

  /** The same fault for the reader, or unchanged where only the query's author can mend it. */
  static RuntimeException explained(BigQueryException fault) {
    String cure = cure(fault);
    return cure == null
        ? fault
        : new PriceDataException(fault.getMessage().strip() + "\n" + cure, fault);
  }

  private static String cure(BigQueryException fault) {
    if (passes(fault)) {
      return "BigQuery did not recover in "
          + RetryingQuery.TRIES
          + " tries. Wait a minute, and run the cell again.";
    }
    return switch (fault.getCode()) {
      case NO_ANSWER ->
          "BigQuery cannot be reached. Check the network and the credentials, or name no project to"
              + " work on the sample prices.";
      case 401 ->
          "Google Cloud does not accept the credentials."
              + " Run: gcloud auth application-default login";
      case 403 ->
          "The project refuses this account. Ask its owner for the roles BigQuery Job User and"
              + " BigQuery Data Viewer, or name another project.";
      case 404 ->
          "The project needs the dataset market with the table daily_prices: load data-samples"
              + " first, see data-samples/README.md.";
      default -> null;
    };
  }
}
