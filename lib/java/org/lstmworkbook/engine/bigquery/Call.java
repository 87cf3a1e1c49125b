package org.lstmworkbook.engine.bigquery;

import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.util.Map;

/**
 * One request: what its path and its query string name, and its body.
 *
 * @param path the variables of the route's path
 * @param query the decoded query string
 */
record Call(Map<String, String> path, Map<String, String> query, String body) {

  /** The body as a resource of BigQuery's API. */
  <T> T body(Class<T> type) {
    if (body.isBlank()) {
      throw ApiException.invalid("Required parameter is missing: the request has no body");
    }
    try {
      return GsonFactory.getDefaultInstance().fromString(body, type);
    } catch (IOException | RuntimeException e) {
      throw new ApiException(
          400, "parseError", "The request's body is not JSON: " + e.getMessage());
    }
  }

  /** A number of the query string, or null. */
  Long number(String name) {
    String text = query.get(name);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw ApiException.invalid(
          "Invalid value for %s: \"%s\" is not a number".formatted(name, text));
    }
  }

  TimestampFormat timestamps() {
    return TimestampFormat.of(
        query.get("formatOptions.timestampOutputFormat"),
        Boolean.valueOf(query.get("formatOptions.useInt64Timestamp")));
  }
}
