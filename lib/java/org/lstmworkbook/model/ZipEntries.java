package org.lstmworkbook.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The zip under an {@link Archive}: entries read with a limit, and written without a time. */
final class ZipEntries {

  /** No entry is larger: a network of this library has some thousand weights. */
  private static final int MOST_BYTES = 64 << 20;

  /** Zip knows no dates before; a real one would make two equal archives differ. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ZipEntries() {}

  static void refuseUnlessZip(Path file, String kind) {
    if (!Files.isRegularFile(file)) {
      throw new SavedFileException("There is no %s file %s.".formatted(kind, file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (in.read() != 'P' || in.read() != 'K') {
        throw Archive.refuse(file, "it is no zip file");
      }
    } catch (IOException e) {
      throw new SavedFileException("Could not read %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  static byte[] read(ZipFile zip, Path file, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw Archive.refuse(file, "it has no entry " + name);
    }
    // The size that the zip claims may be a lie: count what comes out.
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw Archive.refuse(
            file, "its entry %s is larger than %d bytes".formatted(name, MOST_BYTES));
      }
      return bytes;
    }
  }

  static void write(OutputStream out, Map<String, byte[]> entries) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      ZipEntry header = new ZipEntry(entry.getKey());
      header.setTimeLocal(NO_TIME);
      zip.putNextEntry(header);
      zip.write(entry.getValue());
      zip.closeEntry();
    }
    zip.finish();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
