package org.lstmworkbook.model;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.engine.fastlstm.FastLstm;

/** What a result was made with: another version may give other bits. */
public final class Versions {

  private static final String DL4J =
      "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

  private static final class Once {
    static final String CODE = computeCode();
  }

  private Versions() {}

  /** Name → version, of what decides a training's bits. */
  public static Map<String, String> current() {
    Map<String, String> versions = new TreeMap<>();
    String own = Versions.class.getPackage().getImplementationVersion();
    versions.put("lstm-workbook", own == null ? "built from source" : own);
    versions.put("deeplearning4j", dl4j());
    versions.put("java", Runtime.version().toString());
    versions.put("the LSTM's kernels", FastLstm.kernels());
    versions.put("arithmetic", Arithmetic.fingerprint());
    return versions;
  }

  /** The same, and the operating system: its mathematical library computes exponentials. */
  public static Map<String, String> withOperatingSystem() {
    Map<String, String> versions = current();
    versions.put("operating system", operatingSystem());
    return versions;
  }

  private static String operatingSystem() {
    return "%s %s, %s"
        .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), distribution());
  }

  /** For example {@code Debian GNU/Linux 12 (bookworm)}; elsewhere the kernel's version. */
  private static String distribution() {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(Path.of("/etc/os-release"))) {
      release.load(in);
    } catch (IOException e) {
      return System.getProperty("os.version"); // not a Linux, or one that does not say
    }
    return release.getProperty("PRETTY_NAME", "unknown").replace("\"", "");
  }

  private static String dl4j() {
    try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(DL4J)) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException("DL4J's jar cannot be read", e);
    }
  }

  /**
   * The SHA-256 of all classes of this library as it runs here, whatever jar or folder they lie in:
   * another one may train in another way.
   */
  static String code() {
    return Once.CODE;
  }

  private static String computeCode() {
    try {
      Path place =
          Path.of(Versions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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
