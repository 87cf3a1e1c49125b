package org.lstmworkbook.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a file writes its numbers: 1,234.56 or 1.234,56, which its cells tell; with or without a
 * currency before or behind; a volume also as 1.2M.
 */
final class CsvNumbers {

  private static final String EXPONENT = "(?:[eE][+-]?\\d{1,3})?";
  private static final Pattern POINT =
      Pattern.compile(
          "[+-]?(?:\\d+|[1-9]\\d{0,2}(?:,\\d{2,3})*,\\d{3})?(?:(?<=\\d)\\.|\\.(?=\\d))?\\d*"
              + EXPONENT);
  private static final Pattern COMMA =
      Pattern.compile(
          "[+-]?(?:\\d+|[1-9]\\d{0,2}(?:\\.\\d{3})+)?(?:(?<=\\d),|,(?=\\d))?\\d*" + EXPONENT);

  /** Yahoo's page has rows of their own for dividends and splits, in words. */
  private static final Pattern NOTHING =
      Pattern.compile(
          "|null|nan|n/?a|#n/a|none|--?|\\.|.* (?:dividend|stock splits?)",
          Pattern.CASE_INSENSITIVE);

  private static final Map<Character, Integer> MAGNITUDES = Map.of('K', 3, 'M', 6, 'B', 9, 'T', 12);

  private boolean onlyPoint;
  private boolean onlyComma;
  private boolean either;

  /** Takes note of how one more number is written. */
  void learn(String cell) {
    String text = bare(cell);
    boolean point = isNumber(POINT, text);
    boolean comma = isNumber(COMMA, text);
    onlyPoint |= point && !comma;
    onlyComma |= comma && !point;
    either |= point && comma && text.indexOf(',') >= 0;
  }

  /** Whether fractions stand behind a comma; where no cell tells, behind a point. */
  boolean decimalComma() {
    return onlyComma && !onlyPoint;
  }

  /** Whether there are cells like 1,234 and none that tells what the comma means. */
  boolean isAmbiguous() {
    return either && !onlyComma && !onlyPoint;
  }

  /** Whether a cell says, in one of the usual ways, that there is no number. */
  static boolean isNothing(String cell) {
    return NOTHING.matcher(cell).matches();
  }

  /** The number in a cell; none if it is not one. */
  Optional<BigDecimal> parse(String cell) {
    String text = bare(cell);
    if (!isNumber(decimalComma() ? COMMA : POINT, text)) {
      return Optional.empty();
    }
    String plain = decimalComma() ? text.replace(".", "").replace(',', '.') : text.replace(",", "");
    return Optional.of(new BigDecimal(plain));
  }

  /** A volume, rounded to whole shares; none if the cell is no number or one beyond a LONG. */
  Optional<Long> volume(String cell) {
    Integer magnitude =
        cell.isEmpty()
            ? null
            : MAGNITUDES.get(Character.toUpperCase(cell.charAt(cell.length() - 1)));
    String number = magnitude == null ? cell : cell.substring(0, cell.length() - 1).strip();
    return parse(number)
        .map(value -> magnitude == null ? value : value.scaleByPowerOfTen(magnitude))
        .map(value -> value.setScale(0, RoundingMode.HALF_UP))
        .filter(value -> value.precision() < 19)
        .map(BigDecimal::longValueExact);
  }

  private static boolean isNumber(Pattern pattern, String text) {
    return text.chars().anyMatch(c -> c >= '0' && c <= '9') && pattern.matcher(text).matches();
  }

  /** Without a currency, and without what some languages write between thousands: 1 234 567. */
  private static String bare(String cell) {
    return cell.replaceAll("[$€£¥₹\\u00a0\\u202f'’]|(?i:USD|EUR|GBP)", "")
        .replaceAll("(?<=\\d) (?=\\d{3}(?!\\d))", "")
        .replace('\u2212', '-') // a typesetter's minus
        .strip();
  }
}
