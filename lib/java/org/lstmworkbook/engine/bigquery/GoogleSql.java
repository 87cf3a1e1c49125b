package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SqlException;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLResolvedNodeKind.ResolvedNodeKind;
import com.google.zetasql.io.grpc.Status;
import com.google.zetasql.io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.lstmworkbook.market.PriceDataException;

/** GoogleSQL as BigQuery speaks it: its options, its errors, and where its native library runs. */
final class GoogleSql {

  /** Else it warns on the console that a part of gRPC is not there, which nothing here needs. */
  private static final Logger GRPC_LOG = Logger.getLogger("com.google.zetasql.io.grpc");

  static {
    GRPC_LOG.setLevel(Level.SEVERE);
  }

  private GoogleSql() {}

  /**
   * @throws PriceDataException if there is no native library for this operating system
   */
  static void requireRunsHere(String os, String architecture) {
    String name = os.toLowerCase(Locale.ROOT);
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    boolean runs = name.startsWith("mac") || (name.startsWith("linux") && x86);
    if (!runs) {
      throw new PriceDataException(
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
          message.startsWith("Statement not supported")
              ? ApiException.notImplemented(message + ": a statement other than SELECT")
              : ApiException.invalidQuery(message);
      case UNIMPLEMENTED -> ApiException.notImplemented(message);
      case RESOURCE_EXHAUSTED ->
          new ApiException(
              400,
              "resourcesExceeded",
              "Resources exceeded during query execution: the embedded endpoint handles 4 MiB of"
                  + " rows at once. Select fewer columns or rows, or use BigQuery itself.");
      default -> new ApiException(500, "internalError", message);
    };
  }
}
