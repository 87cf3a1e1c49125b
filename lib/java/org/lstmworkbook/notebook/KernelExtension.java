package org.lstmworkbook.notebook;

import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.channels.JupyterOutputStream;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/**
 * What JJava calls when it starts, before any cell runs: replaces the streams that lose lines. It
 * is found through {@code META-INF/services}; no other kernel loads it.
 */
public final class KernelExtension implements Extension {

  @Override
  public void install(BaseKernel kernel) {
    try {
      var buffer = new OutputBuffer();
      replace(kernel.getIO(), "jupyterOut", "out", new CellStream(buffer, StreamType.OUT));
      replace(kernel.getIO(), "jupyterErr", "err", new CellStream(buffer, StreamType.ERR));
    } catch (ReflectiveOperationException e) {
      System.err.println(
          "This JJava is not the one that the workbook knows; long outputs may lose lines: " + e);
    }
  }

  /** JJava offers no way to give it other streams, so that its private fields must be set. */
  private static void replace(
      JupyterIO io, String streamField, String printerField, JupyterOutputStream stream)
      throws ReflectiveOperationException {
    set(io, streamField, stream);
    set(io, printerField, new PrintStream(stream, true, StandardCharsets.UTF_8));
  }

  private static void set(JupyterIO io, String name, Object value)
      throws ReflectiveOperationException {
    Field field = JupyterIO.class.getDeclaredField(name);
    field.setAccessible(true);
    field.set(io, value);
  }
}
