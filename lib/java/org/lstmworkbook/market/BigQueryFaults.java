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

  private static final int UNAUTHORIZED = 401;
  private static final int NOT_IMPLEMENTED = 501;

  private BigQueryFaults() {}

  /** Where nobody answers, the client itself has tried for a while already. */
  static boolean passes(BigQueryException fault) {
    return (fault.getCode() >= 500 && fault.getCode() != NOT_IMPLEMENTED)
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
    if (fault.getCode() == UNAUTHORIZED) {
      return "Google Cloud does not accept the credentials."
          + " Run: gcloud auth application-default login";
    }
    if (fault.getReason() == null) {
      return fault.getCode() == BigQueryException.UNKNOWN_CODE
          ? "BigQuery cannot be reached. Check the network and the credentials, or name no project"
              + " to work on the sample prices."
          : null;
    }
    return switch (fault.getReason()) {
      case "accessDenied" ->
          "The project refuses this account. Ask its owner for the roles BigQuery Job User and"
              + " BigQuery Data Viewer, or name another project.";
      case "notFound" ->
          "The project needs the dataset market with the table daily_prices: load data-samples"
              + " first, see data-samples/README.md.";
      default -> null;
    };
  }
}
