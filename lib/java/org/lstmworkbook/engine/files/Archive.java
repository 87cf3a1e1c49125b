package org.lstmworkbook.engine.files;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.lstmworkbook.UserException;

/**
 * A zip file of this library: entries of JSON or raw numbers, and a {@code manifest.json} that says
 * what kind of file it is, in which format, and each entry's SHA-256. It never holds Java objects:
 * reading those from a stranger's file would let the file run code. The same content gives the same
 * bytes.
 */
public final class Archive {

  private static final String MANIFEST = "manifest.json";
  private static final int FORMAT = 1;

  /** How the name of an entry of raw 32-bit floats ends. */
  private static final String FLOATS = ".f32";

  private static final int MAX_ENTRIES = 32;

  /** No entry is larger: a network of this library has some thousand weights. */
  private static final int MAX_BYTES = 64 << 20;

  /** Zip knows no dates before; a real one would make two equal archives differ. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private record Manifest(String kind, int format, JsonNode about, Map<String, String> sha256) {}

  private final Path file;
  private final JsonNode about;
  private final Map<String, byte[]> entries;

  private Archive(Path file, JsonNode about, Map<String, byte[]> entries) {
    this.file = file;
    this.about = about;
    this.entries = entries;
  }

  /**
   * Saves an archive, whole or not at all.
   *
   * @param kind what it is, for example {@code forecaster}
   * @param about a record whose components go into the manifest
   * @param entries name → bytes
   * @throws SavedFileException if it cannot be written; an earlier file is then unchanged
   */
  public static void save(Path file, String kind, Object about, Map<String, byte[]> entries) {
    Map<String, String> sums = new TreeMap<>();
    entries.forEach((name, bytes) -> sums.put(name, sha256(bytes)));
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put(MANIFEST, json(new Manifest(kind, FORMAT, JSON.valueToTree(about), sums)));
    all.putAll(new TreeMap<>(entries));
    AtomicFile.replace(file, out -> write(out, all));
  }

  /**
   * Reads an archive and checks it.
   *
   * @throws SavedFileException if there is no such file, or it is no zip, cut short, of another
   *     kind or format, too large, lacks an entry, or an entry is not what was saved
   */
  public static Archive load(Path file, String kind) {
    refuseUnlessZip(file, kind);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Manifest manifest = JSON.readValue(read(zip, file, MANIFEST), Manifest.class);
      check(file, kind, manifest);
      Map<String, byte[]> entries = new LinkedHashMap<>();
      for (Map.Entry<String, String> sum : manifest.sha256.entrySet()) {
        byte[] bytes = read(zip, file, sum.getKey());
        if (!sha256(bytes).equals(sum.getValue())) {
          throw refuse(file, "its entry %s was changed or damaged".formatted(sum.getKey()));
        }
        entries.put(sum.getKey(), bytes);
      }
      return new Archive(file, manifest.about, entries);
    } catch (ZipException e) {
      throw refuse(file, "it is cut short or damaged (%s)".formatted(e.getMessage()));
    } catch (JacksonException e) {
      throw refuse(file, "its manifest cannot be read");
    } catch (IOException e) {
      throw new SavedFileException("Could not read %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** What the manifest says about the content, as the record that was saved. */
  public <T> T about(Class<T> type) {
    try {
      return JSON.treeToValue(about, type);
    } catch (JacksonException e) {
      throw refuse("its manifest does not describe it: " + e.getOriginalMessage());
    }
  }

  /** An entry's JSON as a record. */
  public <T> T json(String entry, Class<T> type) {
    try {
      return JSON.readValue(bytes(entry), type);
    } catch (IOException e) {
      throw refuse("its entry %s cannot be read".formatted(entry));
    }
  }

  /** An entry's bytes. */
  public byte[] bytes(String entry) {
    byte[] bytes = entries.get(entry);
    if (bytes == null) {
      throw refuse("it has no entry " + entry);
    }
    return bytes;
  }

  /** Whether there is an entry of this name. */
  public boolean has(String entry) {
    return entries.containsKey(entry);
  }

  /** A record as JSON bytes, for an entry. */
  public static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new UserException("cannot be written as JSON: " + value, e);
    }
  }

  /** The exception that says why this file cannot be used. */
  public SavedFileException refuse(String why) {
    return refuse(file, why);
  }

  static SavedFileException refuse(Path file, String why) {
    return new SavedFileException(
        "%s cannot be used: %s. Save it again, or take another file.".formatted(file, why));
  }

  private static void check(Path file, String kind, Manifest manifest) {
    if (manifest == null || manifest.about == null || manifest.sha256 == null) {
      throw refuse(file, "its manifest is not whole");
    }
    if (!kind.equals(manifest.kind)) {
      throw refuse(file, "it holds a %s, not a %s".formatted(manifest.kind, kind));
    }
    if (manifest.format != FORMAT) {
      throw refuse(
          file,
          "it has format %d, and this version of the library reads format %d"
              .formatted(manifest.format, FORMAT));
    }
    if (manifest.sha256.size() > MAX_ENTRIES) {
      throw refuse(file, "its manifest names more than %d entries".formatted(MAX_ENTRIES));
    }
  }

  private static void refuseUnlessZip(Path file, String kind) {
    if (!Files.isRegularFile(file)) {
      throw new SavedFileException("There is no %s file %s.".formatted(kind, file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (in.read() != 'P' || in.read() != 'K') {
        throw refuse(file, "it is no zip file");
      }
    } catch (IOException e) {
      throw new SavedFileException("Could not read %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static byte[] read(ZipFile zip, Path file, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw refuse(file, "it has no entry " + name);
    }
    // The size that the zip claims may be a lie: count what comes out.
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw refuse(file, "its entry %s is larger than %d bytes".formatted(name, MAX_BYTES));
      }
      return bytes;
    }
  }

  private static void write(OutputStream out, Map<String, byte[]> entries) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      ZipEntry header = new ZipEntry(entry.getKey());
      header.setTimeLocal(NO_TIME);
      // Weights look random: packing them takes most of the time, and saves a fourteenth.
      zip.setLevel(
          entry.getKey().endsWith(FLOATS) ? Deflater.NO_COMPRESSION : Deflater.DEFAULT_COMPRESSION);
      zip.putNextEntry(header);
      zip.write(entry.getValue());
      zip.closeEntry();
    }
    zip.finish();
  }

  private static String sha256(byte[] bytes) {
    return Hashing.sha256().hashBytes(bytes).toString();
  }
}
