package org.lstmworkbook.engine.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes a file whole or not at all: into a neighbour first, which then takes its place. Whoever
 * reads the file sees the old content or the new, never half of it.
 */
public final class AtomicFile {

  /** What writes the content. */
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file, and its folder if need be.
   *
   * @throws SavedFileException if it cannot be written (a full disk, no permission, the folder is a
   *     file): then an earlier file is as it was, and nothing is left beside it
   */
  public static void replace(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(target.getParent());
      try {
        write(part, content);
        move(part, target);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new SavedFileException(
          "Could not save %s: %s. %s Free some space or choose another place, and save again."
              .formatted(
                  file,
                  reason(e, target.getParent()),
                  Files.isRegularFile(target)
                      ? "The file that was there before is unchanged."
                      : "Nothing was written."),
          e);
    }
  }

  /**
   * Writes a text in UTF-8, as {@link #replace(Path, Content)} does.
   *
   * @throws SavedFileException if it cannot be written
   */
  public static void replace(Path file, String text) {
    replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String reason(IOException e, Path folder) {
    return Files.exists(folder) && !Files.isDirectory(folder)
        ? folder + " is not a folder"
        : e.getMessage();
  }

  private static void write(Path part, Content content) throws IOException {
    // Not Files.newOutputStream: its channel is closed by an interrupt, and the stop button of a
    // notebook interrupts a training that may be saving just then.
    try (FileOutputStream file = new FileOutputStream(part.toFile());
        OutputStream out = new BufferedOutputStream(file)) {
      content.writeTo(out);
      out.flush();
      file.getFD().sync();
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
