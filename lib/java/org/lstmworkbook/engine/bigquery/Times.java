package org.lstmworkbook.engine.bigquery;

import com.google.zetasql.Value;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** How BigQuery writes days and times in JSON, with microseconds. */
final class Times {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter TIME_MICROS =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

  /** As the client sends it, {@code 2020-01-01 00:00:00.000000+00:00}, and the ISO forms. */
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("[ ]['T']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[ 'UTC'][XXX][X]")
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter();

  private Times() {}

  static Value timestamp(OffsetDateTime time) {
    return Value.createTimestampValueFromUnixMicros(
        ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
  }

  static Value timestamp(String text) {
    return timestamp(OffsetDateTime.parse(text, TIMESTAMP));
  }

  static LocalDateTime dateTime(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T'));
  }

  static String text(LocalTime time) {
    return time.format(time.get(ChronoField.NANO_OF_SECOND) == 0 ? TIME : TIME_MICROS);
  }

  static String text(LocalDateTime time) {
    return time.toLocalDate() + "T" + text(time.toLocalTime());
  }
}
