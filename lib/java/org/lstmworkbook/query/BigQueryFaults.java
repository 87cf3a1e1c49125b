package org.lstmworkbook.query;

import com.google.auth.Retryable;
import com.google.cloud.bigquery.BigQueryException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.lstmworkbook.UserException;

/** Tells a transient fault of BigQuery from a lasting one, and says a lasting one in words. */
final class BigQueryFaults {

  /** https://cloud.google.com/bigquery/docs/error-messages says to try again after these. */
  private static final Set<String> TRANSIENT =
      Set.of("backendError", "internalError", "rateLimitExceeded", "jobRateLimitExceeded");

  /** These end a job: the same query needs a new one. */
  private static final Set<String> JOB_LOST =
      Set.of("jobBackendError", "jobInternalError", "jobRateLimitExceeded");

  /** Nobody answers, and so nobody will in ten seconds. */
  private static final List<Class<?>> UNREACHABLE =
      List.of(
          ConnectException.class,
          UnknownHostException.class,
          NoRouteToHostException.class,
          SSLException.class);

  private static final int UNAUTHORIZED = 401;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int NOT_IMPLEMENTED = 501;

  private BigQueryFaults() {}

  /** An answer that is none: it broke off, is not JSON, or lacks what each answer has. */
  static BigQueryException broken(String what, Throwable cause) {
    return new BigQueryException(
        BigQueryException.UNKNOWN_CODE, "BigQuery's answer cannot be used: " + what, cause);
  }

  /** The same request may well succeed in a moment. */
  static boolean isTransient(BigQueryException fault) {
    int code = fault.getCode();
    if (code == BigQueryException.UNKNOWN_CODE && fault.getReason() == null) {
      return !unreachable(fault) && !credentials(fault);
    }
    return (code >= 500 && code != NOT_IMPLEMENTED)
        || code == REQUEST_TIMEOUT
        || code == TOO_MANY_REQUESTS
        || TRANSIENT.contains(Optional.ofNullable(fault.getReason()).orElse(""));
  }

  /** The job ended without the query's fault. */
  static boolean jobLost(BigQueryException fault) {
    return JOB_LOST.contains(Optional.ofNullable(fault.getReason()).orElse(""));
  }

  /** There is a job of this id already. */
  static boolean exists(BigQueryException fault) {
    return fault.getCode() == CONFLICT;
  }

  /** The same fault for the reader, or unchanged where only the query's author can mend it. */
  static RuntimeException explained(BigQueryException fault, String job) {
    return explained(fault, job, cure(fault));
  }

  /**
   * @param cure what to do about it, or null
   */
  static RuntimeException explained(BigQueryException fault, String job, String cure) {
    return cure == null
        ? fault
        : new UserException("%s\n%s (Job %s.)".formatted(message(fault), cure, job), fault);
  }

  private static String message(BigQueryException fault) {
    if (credentials(fault)) {
      return "The sign-in to Google Cloud failed.";
    }
    if (unreadable(fault)) {
      return "BigQuery's answer broke off, or is not what BigQuery sends.";
    }
    // Without an error of BigQuery's own the message is a proxy's page.
    return fault.getError() == null && fault.getCode() > 0
        ? "BigQuery answered with HTTP status " + fault.getCode() + "."
        : fault.getMessage().strip();
  }

  private static String cure(BigQueryException fault) {
    if (isTransient(fault) || jobLost(fault)) {
      return "BigQuery did not recover in several tries. Wait a minute, and run the cell again.";
    }
    if (fault.getCode() == UNAUTHORIZED || credentials(fault)) {
      return "Google Cloud does not accept the credentials."
          + " Run: gcloud auth application-default login";
    }
    if (unreachable(fault)) {
      return "BigQuery cannot be reached. Check the network and the credentials, "
          + CloudBigQuery.OR_THE_SAMPLES;
    }
    return switch (Optional.ofNullable(fault.getReason()).orElse("")) {
      case "accessDenied" ->
          "The project refuses this account. Ask its owner for the roles BigQuery Job User and"
              + " BigQuery Data Viewer, or name another project.";
      case "quotaExceeded" ->
          "The project has used up a quota. Wait until it is renewed, or ask its owner for more.";
      case "notFound" ->
          "The project needs the dataset market with the table daily_prices: load data-samples"
              + " first, with ./workbook bigquery load --project PROJECT.";
      case "bytesBilledLimitExceeded" ->
          "The query was not run, and costs nothing. Read fewer columns or days, or raise the cap:"
              + " set %s to that many bytes, and look at QueryCost first."
                  .formatted(QueryLimits.VARIABLE);
      case "stopped", "timeout" ->
          "The query was ended before it was done. Ask for less, or set a longer job time-out.";
      default ->
          fault.getError() == null && fault.getCode() > 0
              ? "That is no answer of BigQuery itself. A proxy in between may do so: check the network."
              : null;
    };
  }

  private static boolean unreachable(Throwable fault) {
    return causes(fault)
        .anyMatch(each -> UNREACHABLE.stream().anyMatch(type -> type.isInstance(each)));
  }

  /** The credentials themselves failed: they are refused, or cannot be renewed. */
  private static boolean credentials(Throwable fault) {
    return causes(fault)
        .anyMatch(
            each ->
                each instanceof IllegalStateException
                    || (each instanceof Retryable auth && !auth.isRetryable()));
  }

  /** The client could make nothing of the answer, and says so in the terms of its own code. */
  private static boolean unreadable(BigQueryException fault) {
    return fault.getCode() == BigQueryException.UNKNOWN_CODE
        && fault.getCause() != null
        && !(fault.getCause() instanceof TimeoutException)
        && isTransient(fault);
  }

  private static Stream<Throwable> causes(Throwable fault) {
    return Stream.iterate(fault, each -> each != null, Throwable::getCause).limit(20);
  }
}
