package org.lstmworkbook.engine.plots;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A PNG of at most 256 colours, less than half as large as one of 16 million: a drawing's many
 * colours are only the soft edges of its few. So the shades are rounded, as little as it takes.
 */
final class SmallPng {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int MAX_COLOURS = 256;

  private SmallPng() {}

  /** The bytes of a picture that holds a pixel as one int of red, green and blue. */
  static byte[] encode(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = (int[]) picture.getRaster().getDataElements(0, 0, width, height, null);
    Set<Integer> shades = shades(pixels);
    int step = 4;
    var colours = palette(shades, step);
    while (colours.size() > MAX_COLOURS) {
      step *= 2;
      colours = palette(shades, step);
    }
    var palette = ByteBuffer.allocate(3 * colours.size());
    colours
        .keySet()
        .forEach(c -> palette.put((byte) (c >> 16)).put((byte) (c >> 8)).put((byte) (int) c));
    var rows = ByteBuffer.allocate((width + 1) * height);
    byte number = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (i % width == 0) {
        rows.put((byte) 0); // The row is not filtered.
      }
      if (differs(pixels, i)) {
        number = colours.get(rounded(pixels[i], step)).byteValue();
      }
      rows.put(number);
    }
    return png(width, height, palette.array(), rows.array());
  }

  private static byte[] png(int width, int height, byte[] palette, byte[] rows) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
      chunk(out, "IHDR", header.put(new byte[] {8, 3, 0, 0, 0}).array()); // 8 bits, a palette
      chunk(out, "PLTE", palette);
      var packed = new ByteArrayOutputStream();
      var best = new Deflater(Deflater.BEST_COMPRESSION);
      try (var deflating = new DeflaterOutputStream(packed, best)) {
        deflating.write(rows);
      } finally {
        best.end();
      }
      chunk(out, "IDAT", packed.toByteArray());
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) checksum.getValue());
  }

  /** The different pixels, in the order in which they are met. */
  private static Set<Integer> shades(int[] pixels) {
    var shades = new LinkedHashSet<Integer>();
    for (int i = 0; i < pixels.length; i++) {
      if (differs(pixels, i)) {
        shades.add(pixels[i]);
      }
    }
    return shades;
  }

  /** Whether a pixel is not like the one before: most are, and those need no look into a map. */
  private static boolean differs(int[] pixels, int i) {
    return i == 0 || pixels[i] != pixels[i - 1];
  }

  /** Each rounded colour, and its number. */
  private static Map<Integer, Integer> palette(Set<Integer> shades, int step) {
    var colours = new LinkedHashMap<Integer, Integer>();
    for (int shade : shades) {
      colours.putIfAbsent(rounded(shade, step), colours.size());
    }
    return colours;
  }

  private static int rounded(int rgb, int step) {
    return channel(rgb >> 16, step) << 16 | channel(rgb >> 8, step) << 8 | channel(rgb, step);
  }

  private static int channel(int value, int step) {
    return Math.min(255, Math.round((value & 0xFF) / (float) step) * step);
  }
}
