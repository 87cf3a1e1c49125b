package org.lstmworkbook.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The trading days on which two answers to a query differ.
 *
 * @param missing days of the first that the second lacks
 * @param added days that only the second has
 * @param changed days that both have, with other values
 */
public record PriceDifference(
    List<LocalDate> missing, List<LocalDate> added, List<LocalDate> changed) {

  private static final int NAMED = 5;

  /** Compares two answers, day by day. */
  public static PriceDifference between(PriceOrigin then, PriceOrigin now) {
    SortedSet<LocalDate> days = new TreeSet<>(then.checksums().keySet());
    days.addAll(now.checksums().keySet());
    List<LocalDate> missing = new ArrayList<>();
    List<LocalDate> added = new ArrayList<>();
    List<LocalDate> changed = new ArrayList<>();
    for (LocalDate day : days) {
      String before = then.checksums().get(day);
      String after = now.checksums().get(day);
      if (after == null) {
        missing.add(day);
      } else if (before == null) {
        added.add(day);
      } else if (!Objects.equals(before, after)) {
        changed.add(day);
      }
    }
    return new PriceDifference(missing, added, changed);
  }

  /** Which days, in words: "2 changed (2001-03-01, 2001-03-02), 1 missing (2005-06-01)". */
  public String describe() {
    List<String> parts = new ArrayList<>();
    describe("changed", changed, parts);
    describe("missing", missing, parts);
    describe("added", added, parts);
    return parts.isEmpty() ? "no day's checksum tells which" : String.join(", ", parts);
  }

  private static void describe(String what, List<LocalDate> days, List<String> parts) {
    if (!days.isEmpty()) {
      String named =
          days.stream().limit(NAMED).map(LocalDate::toString).collect(Collectors.joining(", "));
      String more = days.size() > NAMED ? ", … to " + days.get(days.size() - 1) : "";
      parts.add("%d %s (%s%s)".formatted(days.size(), what, named, more));
    }
  }
}
