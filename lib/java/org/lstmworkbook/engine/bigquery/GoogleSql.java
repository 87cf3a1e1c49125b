package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SqlException;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLResolvedNodeKind.ResolvedNodeKind;
import com.google.zetasql.io.grpc.Status;
import com.google.zetasql.io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lstmworkbook.UserException;

/** GoogleSQL as BigQuery speaks it: its options, its errors, and where its native library runs. */
final class GoogleSql {

  /** Else it warns on the console that a part of gRPC is not there, which nothing here needs. */
  private static final Logger GRPC_LOG = Logger.getLogger("com.google.zetasql.io.grpc");

  static {
    GRPC_LOG.setLevel(Level.SEVERE);
  }

  /** Functions of BigQuery's reference that the evaluator lacks; any other name is a mistake. */
  private static final Pattern MISSING_FUNCTION =
      Pattern.compile(
          "unction not found: ((?:(?:AI|ML|AEAD|KEYS|HLL_COUNT|KLL_QUANTILES|NET|BAGOFWORDS)\\.\\w+"
              + "|ST_\\w+|S2_\\w+|APPROX_\\w+|MAX_BY|MIN_BY|SEARCH|VECTOR_SEARCH|EXTERNAL_QUERY"
              + "|EXTERNAL_OBJECT_TRANSFORM|APPENDS|CHANGES|GAP_FILL|LAX_\\w+|RANGE_\\w+"
              + "|PERCENTILE_\\w+|TO_JSON\\w*|BIT_COUNT|DLP_\\w+|JUSTIFY_\\w+))\\b",
          Pattern.CASE_INSENSITIVE);

  private GoogleSql() {}

  /**
   * @throws UserException if there is no native library for this operating system
   */
  static void requireRunsHere(String os, String architecture) {
    String name = os.toLowerCase(Locale.ROOT);
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    boolean runs = name.startsWith("mac") || (name.startsWith("linux") && x86);
    if (!runs) {
      throw new UserException(
          ("The embedded BigQuery has no native library for %s on %s:"
                  + " %s, or name a Google Cloud project in GOOGLE_CLOUD_PROJECT.")
              .formatted(
                  os,
                  architecture,
                  name.startsWith("windows")
                      ? "run the workbook in WSL2"
                      : "run it on x86-64 Linux or macOS"));
    }
  }

  static LanguageOptions language() {
    LanguageOptions options = new LanguageOptions().enableMaximumLanguageFeatures();
    options.setProductMode(ProductMode.PRODUCT_EXTERNAL);
    options.setSupportedStatementKinds(Set.of(ResolvedNodeKind.RESOLVED_QUERY_STMT));
    options.enableReservableKeyword("QUALIFY");
    return options;
  }

  /** A library that does not load, as on a Linux whose C library is too old for it. */
  static ApiException unavailable(LinkageError error) {
    return new ApiException(
        501,
        "notImplemented",
        ("GoogleSQL's native library does not load on this machine (%s). It needs glibc 2.29 or"
                + " newer: use a newer Linux, or name a Google Cloud project.")
            .formatted(error.getMessage()));
  }

  /** What BigQuery knows, and this evaluator says it does not. */
  private static Optional<ApiException> notOffered(String message) {
    Matcher function = MISSING_FUNCTION.matcher(message);
    if (message.startsWith("Statement not supported")) {
      return Optional.of(ApiException.notImplemented(message + ": a statement other than SELECT"));
    } else if (function.find()) {
      return Optional.of(ApiException.notImplemented("The function " + function.group(1)));
    } else if (message.contains("FOR SYSTEM_TIME AS OF")) {
      return Optional.of(ApiException.notImplemented("FOR SYSTEM_TIME AS OF"));
    } else if (message.contains("Failed to read message") || message.contains("stack overflow")) {
      return Optional.of(ApiException.notImplemented("A query that nests so deeply"));
    }
    return Optional.empty();
  }

  /**
   * The evaluator's error as BigQuery's.
   *
   * @param message its message, with positions in the reader's text
   */
  static ApiException error(SqlException error, String message) {
    Status.Code code =
        error.getCause() instanceof StatusRuntimeException status
            ? status.getStatus().getCode()
            : Status.Code.INVALID_ARGUMENT;
    return switch (code) {
      case INVALID_ARGUMENT, OUT_OF_RANGE, NOT_FOUND ->
          notOffered(message).orElseGet(() -> ApiException.invalidQuery(message));
      case UNIMPLEMENTED -> ApiException.notImplemented(message);
      case RESOURCE_EXHAUSTED ->
          message.contains("message larger than max")
              ? new TooManyRowsException()
              : ApiException.resourcesExceeded(message);
      default -> new ApiException(500, "internalError", message);
    };
  }
}
