package org.lstmworkbook.engine.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void givenAFullDisk_whenReplaced_thenTheOldFileStaysAndTheMessageSaysSo() throws IOException {
    Path file = folder.resolve("ibm.forecaster.zip");
    Files.writeString(file, "old");

    var error = onAFullDisk(file);

    assertEquals(
        "Could not save "
            + file
            + ": No space left on device. The file that was there before is unchanged. Free some space or choose another place, and save again.",
        error.getMessage());
    assertEquals("old", Files.readString(file));
    assertOnly(file);
  }

  @Test
  void givenAFullDiskAndNoFile_whenReplaced_thenNothingIsLeft() throws IOException {
    Path file = folder.resolve("new.zip");

    var error = onAFullDisk(file);

    assertTrue(error.getMessage().contains("Nothing was written."), error.getMessage());
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void givenAText_whenReplaced_thenTheFileIsInUtf8() throws IOException {
    Path file = folder.resolve("intervals.csv");

    AtomicFile.replace(file, "95 % ± 2\n");

    assertEquals("95 % ± 2\n", Files.readString(file));
    assertOnly(file);
  }

  @Test
  void givenAFolderThatIsAFile_whenReplaced_thenTheMessageNamesIt() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("build"), "");

    var error =
        assertThrows(
            SavedFileException.class,
            () -> AtomicFile.replace(notAFolder.resolve("a.zip"), out -> out.write(1)));

    assertTrue(error.getMessage().startsWith("Could not save " + notAFolder), error.getMessage());
    assertTrue(error.getMessage().contains("is not a folder"), error.getMessage());
  }

  @Test
  void givenAnInterruptedThread_whenReplaced_thenTheFileIsWhole() throws IOException {
    Path file = folder.resolve("sub").resolve("a.zip");
    byte[] bytes = {1, 2, 3};

    Thread.currentThread().interrupt();
    try {
      AtomicFile.replace(file, out -> out.write(bytes));
      assertTrue(Thread.currentThread().isInterrupted(), "still to be seen by the training");
    } finally {
      Thread.interrupted();
    }

    assertArrayEquals(bytes, Files.readAllBytes(file));
  }

  private static SavedFileException onAFullDisk(Path file) {
    return assertThrows(
        SavedFileException.class,
        () ->
            AtomicFile.replace(
                file,
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("No space left on device");
                }));
  }

  private void assertOnly(Path file) throws IOException {
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }
}
