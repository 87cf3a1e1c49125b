package org.lstmworkbook.notebook;

import org.lstmworkbook.engine.plots.Plot;

/**
 * A place in a cell's output for a plot that changes while the cell runs: each plot takes the place
 * of the one before it.
 *
 * <pre>{@code
 * var curve = new LivePlot();
 * for (int epoch = 1; epoch <= 10; epoch++) {
 *   …
 *   curve.show(Plots.of("Loss", "epoch", "loss").line("training", epochs, losses).figure());
 * }
 * }</pre>
 */
public final class LivePlot {

  private final Output output = new Output();

  /** Draws a plot here, instead of the one before it. */
  public void show(Plot plot) {
    output.put(PlotView.bundle(plot));
  }
}
