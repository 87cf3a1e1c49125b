package org.lstmworkbook.notebook;

import java.util.Map;
import java.util.UUID;

/**
 * One output of a cell, whose content can be replaced while the cell runs. Outside a Jupyter kernel
 * each content is printed as text.
 */
final class Output {

  private final String id = UUID.randomUUID().toString();
  private boolean shown;

  /** Shows {@code bundle} in this place of the cell, instead of what stood there. */
  void put(Map<String, Object> bundle) {
    var kernel = JupyterKernel.running();
    if (kernel.isEmpty()) {
      System.out.println(bundle.get("text/plain"));
    } else if (shown) {
      kernel.get().update(id, bundle);
    } else {
      kernel.get().display(id, bundle);
    }
    shown = true;
  }
}
