package org.lstmworkbook.engine.bigquery;

/**
 * An error as BigQuery answers it: an HTTP status, a reason from
 * https://cloud.google.com/bigquery/docs/error-messages, and a message.
 */
class ApiException extends RuntimeException {

  private final int code;
  private final String reason;

  ApiException(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "invalid", message);
  }

  static ApiException invalidQuery(String message) {
    return new ApiException(400, "invalidQuery", message);
  }

  static ApiException accessDenied(String message) {
    return new ApiException(403, "accessDenied", "Access Denied: " + message);
  }

  static ApiException notFound(String what) {
    return new ApiException(404, "notFound", "Not found: " + what);
  }

  static ApiException notImplemented(String what) {
    return new ApiException(
        501,
        "notImplemented",
        what + " is not implemented by the embedded endpoint; BigQuery itself has it.");
  }

  static ApiException resourcesExceeded(String why) {
    return new ApiException(
        400, "resourcesExceeded", "Resources exceeded during query execution: " + why);
  }

  final int code() {
    return code;
  }

  final String reason() {
    return reason;
  }
}
