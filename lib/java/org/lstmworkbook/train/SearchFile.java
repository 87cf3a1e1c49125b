package org.lstmworkbook.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.lstmworkbook.engine.files.Archive;
import org.lstmworkbook.engine.files.SavedFileException;
import org.lstmworkbook.prepare.RowRange;

/** The trials of a search on the disk, so that an interrupted search goes on where it ended. */
final class SearchFile {

  private static final String KIND = "search";

  /**
   * What decides each trial.
   *
   * @param dataSha256 the SHA-256 of the training and validation rows
   */
  record Setup(
      SearchSpace space,
      long seed,
      String target,
      int epochs,
      int patience,
      RowRange train,
      RowRange validation,
      String dataSha256) {}

  private record About(Setup setup, List<Trial> trials) {}

  private final Path file;
  private final Setup setup;

  SearchFile(Path file, Setup setup) {
    this.file = file;
    this.setup = setup;
  }

  /**
   * The trials that were made; none if there is no file yet.
   *
   * @throws SavedFileException if it cannot be read, or is of another search
   */
  List<Trial> load() {
    if (!Files.exists(file)) {
      return List.of();
    }
    Archive archive = Archive.load(file, KIND);
    About about = archive.about(About.class);
    if (!setup.equals(about.setup)) {
      throw archive.refuse(
          "it is of another search: its space, seed, target, rows, epochs or patience differ");
    }
    return about.trials;
  }

  void save(List<Trial> trials) {
    Archive.save(file, KIND, new About(setup, trials), Map.of());
  }
}
