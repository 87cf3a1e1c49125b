package org.lstmworkbook.gates;

/**
 * A drawing that a notebook shows.
 *
 * @param title what it shows, for those who cannot see it
 * @param svg the whole image, as SVG text without references to anything outside
 */
public record Drawing(String title, String svg) {}
