package org.lstmworkbook.model;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The code of this library as it runs here: another one may train in another way. */
final class LibraryCode {

  private static final class Once {
    static final String SHA256 = compute();
  }

  private LibraryCode() {}

  /** Of all its classes, whatever jar or folder they lie in. */
  static String sha256() {
    return Once.SHA256;
  }

  private static String compute() {
    try {
      Path place =
          Path.of(LibraryCode.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        return sha256(place);
      }
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        return sha256(jar.getPath("/"));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("The library cannot read its own jar", e);
    }
  }

  private static String sha256(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> classes = files.filter(f -> f.toString().endsWith(".class")).sorted().toList();
      Hasher hasher = Hashing.sha256().newHasher();
      for (Path file : classes) {
        hasher.putString(root.relativize(file).toString(), StandardCharsets.UTF_8);
        hasher.putBytes(Files.readAllBytes(file));
      }
      return hasher.hash().toString();
    }
  }
}
