package org.lstmworkbook.notebook;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/**
 * A PNG of at most 256 colours, less than half as large as one of 16 million: a drawing's many
 * colours are only the soft edges of its few. So the shades are rounded, as little as it takes.
 */
final class SmallPng {

  private static final int MOST_COLOURS = 256;

  private SmallPng() {}

  static byte[] encode(BufferedImage picture) throws IOException {
    int width = picture.getWidth();
    int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
    int step = 4;
    var colours = palette(pixels, step);
    while (colours.size() > MOST_COLOURS) {
      step *= 2;
      colours = palette(pixels, step);
    }
    var indexed =
        new BufferedImage(
            width, picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model(colours));
    int[] indices = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indices[i] = colours.get(rounded(pixels[i], step));
    }
    indexed.getRaster().setPixels(0, 0, width, picture.getHeight(), indices);
    return write(indexed);
  }

  /** Each rounded colour, and its number. */
  private static Map<Integer, Integer> palette(int[] pixels, int step) {
    var colours = new LinkedHashMap<Integer, Integer>();
    for (int pixel : pixels) {
      colours.putIfAbsent(rounded(pixel, step), colours.size());
    }
    return colours;
  }

  private static int rounded(int rgb, int step) {
    return channel(rgb >> 16, step) << 16 | channel(rgb >> 8, step) << 8 | channel(rgb, step);
  }

  private static int channel(int value, int step) {
    return Math.min(255, Math.round((value & 0xFF) / (float) step) * step);
  }

  private static IndexColorModel model(Map<Integer, Integer> colours) {
    int[] rgb = colours.keySet().stream().mapToInt(Integer::intValue).toArray();
    return new IndexColorModel(8, rgb.length, rgb, 0, false, -1, DataBuffer.TYPE_BYTE);
  }

  private static byte[] write(BufferedImage picture) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    var smallest = writer.getDefaultWriteParam();
    smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    smallest.setCompressionQuality(0);
    var bytes = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(picture, null, null), smallest);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
