package org.lstmworkbook.notebook;

import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.channels.JupyterOutputStream;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/**
 * What System.out or System.err of a cell writes to. Where JJava's own stream sends each line as a
 * message, this one leaves it to the {@link OutputBuffer}. What a thread prints while no cell runs
 * has nowhere to go, as in JJava.
 */
final class CellStream extends JupyterOutputStream {

  private final OutputBuffer buffer;
  private final StreamType type;
  private ShellReplyEnvironment cell;

  CellStream(OutputBuffer buffer, StreamType type) {
    super((cell, text) -> {});
    this.buffer = buffer;
    this.type = type;
  }

  @Override
  public synchronized void setEnv(ShellReplyEnvironment env) {
    super.setEnv(env);
    cell = env;
    OutputBuffer.dropNothing(env);
    StopOnError.install(env);
  }

  @Override
  public synchronized void retractEnv(ShellReplyEnvironment env) {
    super.retractEnv(env);
    if (cell == env) {
      cell = null;
    }
  }

  /** Called after each line, and after each 8 kB of a longer one. */
  @Override
  public synchronized void flush() {
    if (cell != null && count > 0) {
      buffer.add(cell, type, new String(buf, 0, count, StandardCharsets.UTF_8));
    }
    reset();
  }
}
