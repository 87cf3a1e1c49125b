package org.lstmworkbook.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.lstmworkbook.gates.Drawing;
import org.lstmworkbook.gates.Drawings;
import org.lstmworkbook.gates.Playground;

/**
 * A drawing as a vector image; the playground as a page in a frame, and as a drawing where no page
 * can be shown. In a notebook that it does not trust JupyterLab shows neither, but pictures in
 * Markdown and in cleaned HTML.
 */
final class DrawingView {

  private DrawingView() {}

  static Map<String, Object> bundle(Drawing drawing) {
    var bundle = new LinkedHashMap<String, Object>();
    bundle.put("image/svg+xml", drawing.svg());
    bundle.put("text/markdown", "![" + drawing.title() + "](" + drawing.address() + ")");
    bundle.put("text/plain", "Drawing: " + drawing.title());
    return bundle;
  }

  static Map<String, Object> bundle(Playground playground) {
    var bundle = new LinkedHashMap<String, Object>();
    bundle.put("text/html", playground.frame());
    bundle.put("image/svg+xml", Drawings.cell().svg());
    bundle.put("text/plain", "Gate playground: an interactive page");
    return bundle;
  }
}
