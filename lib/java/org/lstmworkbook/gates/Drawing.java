package org.lstmworkbook.gates;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A drawing that a notebook shows.
 *
 * @param title what it shows, for those who cannot see it
 * @param svg the whole image, as SVG text without references to anything outside
 */
public record Drawing(String title, String svg) {

  /**
   * The image as the address of an {@code img}, which holds all of it. JupyterLab shows such a
   * picture in a notebook that it does not trust, where it shows no SVG by itself.
   */
  public String address() {
    byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
    return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
