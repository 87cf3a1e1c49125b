package tech.tablesaw.plotly;

import java.io.File;
import org.lstmworkbook.notebook.Notebook;
import tech.tablesaw.plotly.components.Figure;

/**
 * Stands before Tablesaw's class of this name, whose {@code show} writes a page and opens a
 * browser: in a notebook that ends in "Browser not supported". So the lines of Tablesaw's guide
 * show their figures in the cell. The library comes before Tablesaw on the class path.
 */
public final class Plot {

  private Plot() {}

  /** Shows the figure in the cell. */
  public static void show(Figure figure) {
    Notebook.show(figure);
  }

  /** Shows the figure in the cell; the name of the page's element means nothing here. */
  public static void show(Figure figure, String divName) {
    show(figure);
  }

  /** Shows the figure in the cell, and writes no file. */
  public static void show(Figure figure, File file) {
    show(figure);
  }

  /** Shows the figure in the cell, and writes no file. */
  public static void show(Figure figure, String divName, File file) {
    show(figure);
  }
}
