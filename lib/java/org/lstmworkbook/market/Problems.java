package org.lstmworkbook.market;

import java.util.List;
import java.util.stream.Collectors;
import org.lstmworkbook.UserException;

/** Says all that is wrong with a table at once, so that a reader mends it once. */
final class Problems {

  private static final int SHOWN = 10;

  private Problems() {}

  /**
   * One problem as a sentence; several as a list of the first ten, with their count.
   *
   * @param what the file or table
   * @param all each with its place, in order
   */
  static UserException of(String what, List<String> all) {
    if (all.size() == 1) {
      return new UserException(what + ", " + all.get(0));
    }
    String more = all.size() > SHOWN ? "\n  and %,d more".formatted(all.size() - SHOWN) : "";
    return new UserException(
        all.stream()
            .limit(SHOWN)
            .collect(
                Collectors.joining(
                    "\n  ",
                    "%s cannot be used, for %,d reasons:\n  ".formatted(what, all.size()),
                    more)));
  }

  /** A few names of a list, and how many there are if it is long. */
  static String names(List<String> all) {
    return all.size() <= SHOWN
        ? String.join(", ", all)
        : "%s and %,d more".formatted(String.join(", ", all.subList(0, SHOWN)), all.size() - SHOWN);
  }

  /** A cell as it stands in the file, cut if it is long. */
  static String quoted(String text) {
    return '"' + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + '"';
  }
}
