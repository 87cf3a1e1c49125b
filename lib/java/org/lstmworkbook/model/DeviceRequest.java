package org.lstmworkbook.model;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lstmworkbook.UserException;

/**
 * What the reader asked for: nothing, {@code cpu}, {@code gpu} or {@code gpu:1}.
 *
 * @param kind the device; {@code ANY} leaves it to what is found
 * @param index a certain GPU, as {@code nvidia-smi} counts
 */
record DeviceRequest(Kind kind, OptionalInt index) {

  /** The variable in which a reader, or the launcher's {@code --device}, says it. */
  static final String VARIABLE = "WORKBOOK_DEVICE";

  enum Kind {
    ANY,
    CPU,
    GPU
  }

  private static final Pattern TEXT = Pattern.compile("cpu|gpu(?::(\\d{1,3}))?");

  /**
   * @param text null and the blank text ask for nothing
   * @throws UserException if it is none of these
   */
  static DeviceRequest parse(String text) {
    if (text == null || text.isBlank()) {
      return new DeviceRequest(Kind.ANY, OptionalInt.empty());
    }
    Matcher words = TEXT.matcher(text.strip());
    if (!words.matches()) {
      throw new UserException(
          "'%s' is no device: say cpu, gpu, or a certain one such as gpu:1.".formatted(text));
    }
    String index = words.group(1);
    return new DeviceRequest(
        words.group().equals("cpu") ? Kind.CPU : Kind.GPU,
        index == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(index)));
  }

  /** Whether this GPU is one that the reader could mean. */
  boolean accepts(Gpu gpu) {
    return kind != Kind.CPU && (index.isEmpty() || index.getAsInt() == gpu.index());
  }

  @Override
  public String toString() {
    return kind == Kind.GPU && index.isPresent() ? "GPU " + index.getAsInt() : kind.toString();
  }
}
