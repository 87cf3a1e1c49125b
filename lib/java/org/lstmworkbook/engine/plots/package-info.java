/**
 * A typed plot, written as Plotly's JSON and as a PNG. It knows nothing of the course. The door is
 * {@link org.lstmworkbook.engine.plots.Plot}; {@link org.lstmworkbook.engine.plots.TablesawFigure}
 * lets a figure of Tablesaw's in.
 */
package org.lstmworkbook.engine.plots;
