package org.lstmworkbook.engine.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * One request: what its path and its query string name, and its body.
 *
 * @param path the variables of the route's path
 * @param query the decoded query string
 */
record Call(Map<String, String> path, Map<String, String> query, String body) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** The body as a resource of BigQuery's API. */
  <T> T body(Class<T> type) {
    if (body.isBlank()) {
      throw ApiException.invalid("Required parameter is missing: the request has no body");
    }
    JsonNode json = json();
    try {
      return GsonFactory.getDefaultInstance().fromString(json.toString(), type);
    } catch (IOException | RuntimeException e) {
      throw ApiException.invalid("Invalid JSON payload: " + firstLine(e));
    }
  }

  private JsonNode json() {
    try {
      JsonNode json = JSON.readTree(body);
      if (!json.isObject()) {
        throw new ApiException(400, "parseError", "The request's body is not a JSON object");
      }
      asBigQueryReads(json);
      return json;
    } catch (JsonProcessingException e) {
      throw new ApiException(
          400, "parseError", "The request's body is not JSON: " + e.getOriginalMessage());
    }
  }

  /** A null is as if it were not there; a parameter's value may come as a number or as text. */
  private static void asBigQueryReads(JsonNode node) {
    for (Iterator<JsonNode> children = node.elements(); children.hasNext(); ) {
      JsonNode child = children.next();
      if (child.isNull() && node.isObject()) {
        children.remove();
      } else if (child.isNull()) {
        throw ApiException.invalid("Invalid JSON payload: null in a list");
      } else {
        asBigQueryReads(child);
      }
    }
    if (node instanceof ObjectNode object && object.path("value").isValueNode()) {
      object.put("value", object.get("value").asText());
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** A whole number of the query string, or null. */
  Long number(String name) {
    String text = query.get(name);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw ApiException.invalid(
          "Invalid value for %s: \"%s\" is not a number".formatted(name, text));
    }
  }

  /** The part of a list that the client asks for. */
  <T> Page<T> page(List<T> all) {
    return Page.of(all, query.get("pageToken"), number("startIndex"), number("maxResults"));
  }

  TimestampFormat timestamps() {
    return TimestampFormat.of(
        query.get("formatOptions.timestampOutputFormat"),
        Boolean.valueOf(query.get("formatOptions.useInt64Timestamp")));
  }
}
