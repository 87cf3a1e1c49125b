package org.lstmworkbook.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What Python's libraries answered: vectors.json, made by make_vectors.py beside it. */
final class Vectors {

  static final JsonNode ALL = read();

  /**
   * 1,200 days of IBM: Garman–Klass log volatility, log returns, closes; the first 1,000 are for
   * training.
   */
  static final double[] VOLATILITY = numbers("volatility");

  static final double[] RETURNS = numbers("returns");
  static final double[] CLOSES = numbers("closes");
  static final int TRAIN = ALL.get("train").asInt();

  private Vectors() {}

  static Series trainVolatility() {
    return Series.of(VOLATILITY).upTo(TRAIN);
  }

  static double number(String... path) {
    return node(path).asDouble();
  }

  static double[] numbers(String... path) {
    JsonNode node = node(path);
    return IntStream.range(0, node.size()).mapToDouble(i -> node.get(i).asDouble()).toArray();
  }

  /**
   * Days from one to another, exclusive, counted from the first test day; negative for training
   * days.
   */
  static double[] closes(int from, int to) {
    return Arrays.copyOfRange(CLOSES, TRAIN + from, TRAIN + to);
  }

  private static JsonNode node(String... path) {
    JsonNode node = ALL;
    for (String name : path) {
      node = node.get(name);
    }
    return node;
  }

  private static JsonNode read() {
    try (InputStream in = Vectors.class.getResourceAsStream("/evaluate/vectors.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
