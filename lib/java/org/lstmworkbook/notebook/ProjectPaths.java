package org.lstmworkbook.notebook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where this workbook lies on the disk. */
public final class ProjectPaths {
  private ProjectPaths() {}

  /**
   * The project's folder: the environment variable {@code WORKBOOK_HOME} that the launcher sets,
   * else the nearest folder upwards that holds pom.xml and notebooks.
   *
   * @throws IllegalStateException if there is none
   */
  public static Path home() {
    Path start = named("WORKBOOK_HOME").orElse(Path.of("")).toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("pom.xml"))
          && Files.isDirectory(folder.resolve("notebooks"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "The workbook's folder was not found from %s: set WORKBOOK_HOME to the folder that holds pom.xml and notebooks."
            .formatted(start));
  }

  /**
   * Where notebooks put what they make, forecasters and checkpoints: the environment variable
   * {@code WORKBOOK_BUILD}, else the folder {@code build} of the project.
   */
  public static Path build() {
    return named("WORKBOOK_BUILD").orElseGet(() -> home().resolve("build"));
  }

  /** Where a notebook leaves a table that {@code ./workbook run} prints at its end. */
  public static Path results(String name) {
    return named("WORKBOOK_RESULTS").orElseGet(() -> build().resolve("results")).resolve(name);
  }

  private static Optional<Path> named(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(t -> !t.isBlank()).map(Path::of);
  }
}
