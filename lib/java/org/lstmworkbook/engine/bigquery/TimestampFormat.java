package org.lstmworkbook.engine.bigquery;

import com.google.api.services.bigquery.model.DataFormatOptions;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The ways in which a client can have its TIMESTAMPs sent: seconds since 1970 unless it asks. */
enum TimestampFormat {
  SECONDS,
  MICROSECONDS,
  ISO8601;

  static TimestampFormat of(DataFormatOptions options) {
    return options == null
        ? SECONDS
        : of(options.getTimestampOutputFormat(), options.getUseInt64Timestamp());
  }

  static TimestampFormat of(String format, Boolean asInt64) {
    return switch (format == null ? "" : format) {
      case "ISO8601_STRING" -> ISO8601;
      case "INT64" -> MICROSECONDS;
      case "FLOAT64" -> SECONDS;
      default -> Boolean.TRUE.equals(asInt64) ? MICROSECONDS : SECONDS;
    };
  }

  String text(long micros) {
    return switch (this) {
      case SECONDS -> BigDecimal.valueOf(micros, 6).toPlainString();
      case MICROSECONDS -> Long.toString(micros);
      case ISO8601 ->
          Times.text(
                  LocalDateTime.ofInstant(
                      Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC))
              + "Z";
    };
  }
}
