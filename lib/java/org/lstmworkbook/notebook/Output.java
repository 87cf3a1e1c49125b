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

  /** Shows {@code bundle} in this place of the cell, instead of what stood there, for good. */
  void put(Map<String, Object> bundle) {
    if (!putForNow(bundle)) {
      System.out.println(bundle.get("text/plain"));
    }
  }

  /** As {@link #put}, but outside a kernel nothing is printed; false if so. */
  boolean putForNow(Map<String, Object> bundle) {
    var kernel = JupyterKernel.running();
    kernel.ifPresent(
        running -> {
          if (shown) {
            running.update(id, bundle);
          } else {
            running.display(id, bundle);
          }
          shown = true;
        });
    return kernel.isPresent();
  }
}
